import Papa from 'papaparse';
import { SidecoreError } from '../../common';
import { type Observation, type ObservedMetric, observedMetrics } from '../../fit/observation';
import { fieldNames } from './columns';
import { writtenSubject } from './subject-level';

/** Units to write with, where they are not the SI unit of the metric itself. */
const units: Readonly<Partial<Record<ObservedMetric, string>>> = {
  misses_per_packet: '',
  utilization: 'ratio',
  batch: '',
  loss: 'ratio',
  instructions: '',
  misses: '',
};

/**
 * Writes measurements as a tidy table: the columns of the format, then one for each covariate, in the order in which
 * they first occur. Values are in SI, to the last digit: `readObservations` gives the same observations back, except
 * for the unit that they were once written in.
 *
 * @throws SidecoreError `invalid-shape` when a covariate has the name of a column
 * @example
 * writeObservations(readObservations('metric,value,unit\nthroughput,5.7,Gbit/s').observations);
 * // configuration,topology,...,metric,subject,value,unit,...
 * // ,,...,throughput,,5700000000,bit/s,...
 */
export function writeObservations(observations: readonly Observation[]): string {
  const covariates = [...new Set(observations.flatMap((one) => Object.keys(one.covariates)))];
  for (const name of covariates)
    if ((fieldNames as readonly string[]).includes(name))
      throw new SidecoreError({
        code: 'invalid-shape',
        path: `covariates.${name}`,
        message: 'a covariate has the name of a column',
        hint: 'rename it',
      });
  const rows = observations.map((one) => [
    one.configuration,
    one.topology,
    one.placement,
    one.message ?? '',
    one.window ?? '',
    one.replicate ?? '',
    one.metric,
    writtenSubject(one.subject, one.level),
    one.value,
    units[one.metric] ?? observedMetrics[one.metric].unit,
    one.standardDeviation ?? '',
    `${one.origin.file}:${one.origin.line}`,
    ...covariates.map((name) => one.covariates[name] ?? ''),
  ]);
  return `${Papa.unparse({ fields: [...fieldNames, ...covariates], data: rows }, { newline: '\n' })}\n`;
}
