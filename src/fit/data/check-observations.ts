import { deepFreeze, type Warning } from '../../common';
import type { Observation } from '../observation';
import { suspectObservations } from './suspects';

/**
 * Looks over measurements, of one file or of many, for what can be read but looks wrong: a value that is a thousand
 * times its neighbours, more than 100 % busy, replicates that contradict each other, the same run twice, a counter
 * that is always zero, a metric that never changes.
 *
 * @returns warnings with `file:line` as the path; codes in docs/observations.md
 * @example
 * checkObservations(readObservations(
 *   'metric,replicate,value,unit\nthroughput,1,5.7,Gbit/s\nthroughput,2,5.6,Mbit/s',
 * ).observations); // [{ code: 'unit-slip', ... }]
 */
export function checkObservations(observations: readonly Observation[]): readonly Warning[] {
  return deepFreeze(
    suspectObservations(observations).map(({ code, message, observation: { origin } }) => ({
      code,
      message,
      path: `${origin.file}:${origin.line}`,
    })),
  );
}
