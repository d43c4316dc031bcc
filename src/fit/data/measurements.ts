import { SidecoreError, type Warning } from '../../common';
import type { PathModel } from '../../iopath/model';
import { withValues } from '../../iopath/with-values';
import { predict, type Scenario } from '../../predict/predict';
import type { Prediction } from '../../predict/prediction';
import type { ExcludedObservation } from '../fit-result';
import type { Observation, ObservedMetric } from '../observation';
import { described } from './cells';
import type { FitWarningCode } from './fit-warnings';
import { type Observable, observableOf } from './observable';
import { pollsAt } from './polls-at';
import { type Setting, settingOfRun } from './setting';
import type { SuspectCode } from './suspect';
import { suspectObservations } from './suspects';

/** One quantity of one setting, its repetitions taken together on the logarithmic scale. */
export interface Measurement {
  /** Index into `settings`. */
  readonly setting: number;
  readonly observation: Observation;
  /** Observations that it stands for. */
  readonly replicates: number;
  /** Mean of the logarithms. */
  readonly logarithm: number;
  /** Standard deviation of the logarithm of one repetition, and of the mean. */
  readonly spread: number;
  readonly error: number;
  readonly read: Observable;
}

/** The observations as a fit sees them. */
export interface FitData {
  readonly settings: readonly Setting[];
  readonly measurements: readonly Measurement[];
  /** Observations that were taken. */
  readonly used: readonly Observation[];
  readonly replicateError: Readonly<Record<string, number>>;
  readonly excluded: readonly ExcludedObservation[];
  readonly warnings: readonly Warning[];
}

/** No measurement is taken to be better than this. */
const leastError = 0.01;
/** From so many repetitions on, a setting's own spread is believed. */
export const enoughReplicates = 5;
/** What these say of an observation keeps it out of the fit. A core a little over 100 % is noise like any other. */
const keepsOut = (code: SuspectCode, { value }: Observation) =>
  code === 'unit-slip' || (code === 'utilization-above-100' && value > 1.5);

/**
 * Groups observations by setting and quantity, finds what of the prediction each is to be compared with, and how far
 * repetitions scatter. What cannot be used is counted and named.
 *
 * @throws SidecoreError with file and line for a name that the model lacks or a value that is no number
 */
export function measurementsOf(
  model: PathModel,
  observations: readonly Observation[],
  defaults: Scenario,
): FitData {
  const excluded: ExcludedObservation[] = [];
  const remarks = new Remarks();
  const unfit = new Set<Observation>();
  const exclude = (code: FitWarningCode | SuspectCode, one: Observation) => {
    excluded.push({ code, metric: one.metric, origin: one.origin });
    unfit.add(one);
  };
  observations.forEach(checkValue);
  for (const { code, observation, message } of suspectObservations(observations)) {
    remarks.add(code, observation, message);
    if (keepsOut(code, observation) && !unfit.has(observation)) exclude(code, observation);
  }
  const settings: Setting[] = [];
  const samples: Prediction[] = [];
  const known = new Map<string, number>();
  const groups = new Map<string, { setting: number; read: Observable; rows: Observation[] }>();
  const used: Observation[] = [];
  for (const one of observations) {
    if (unfit.has(one)) continue;
    const found = settingOfRun(model, one, defaults);
    const key = JSON.stringify(found);
    let setting = known.get(key);
    if (setting === undefined) {
      setting = settings.push(found) - 1;
      known.set(key, setting);
      samples.push(predict(withValues(model, found.overrides), found.scenario));
    }
    const group = groups.get(JSON.stringify([setting, one.metric, one.subject, one.level]));
    const read = group?.read ?? observableOf(model, samples[setting], one);
    if (typeof read !== 'function') {
      if (read.reason === 'subject' && knows(model, one.subject)) {
        exclude('predicted-zero', one);
        remarks.count(
          'predicted-zero',
          one,
          `${one.subject} has nothing to do in this setting; such rows are left out`,
        );
        continue;
      }
      if (read.reason !== 'metric') throw noSubject(one, read.reason, read.known);
      exclude('unpredictable-metric', one);
      remarks.count('unpredictable-metric', one, `${one.metric} is not predicted; such rows are left out`);
    } else if (one.value === 0) {
      exclude('zero-observation', one);
      remarks.count('zero-observation', one, `${one.metric} of 0 has no logarithm; such rows are left out`);
    } else if (!(read(samples[setting]) > 0)) {
      exclude('predicted-zero', one);
      remarks.count(
        'predicted-zero',
        one,
        `${described(one)}, but the model has none there; such rows are left out`,
      );
    } else if (one.metric === 'utilization' && one.value > 0.97 && pollsAt(samples[setting], one.subject)) {
      exclude('polling-utilization', one);
      remarks.count(
        'polling-utilization',
        one,
        `${one.subject} polls: that it is busy all the time says nothing about its work; such rows are left out`,
      );
    } else {
      used.push(one);
      if (group) group.rows.push(one);
      else
        groups.set(JSON.stringify([setting, one.metric, one.subject, one.level]), {
          setting,
          read,
          rows: [one],
        });
    }
  }
  const rows = [...groups.values()];
  const replicateError = pooled(rows.map((group) => group.rows));
  const measurements = rows.map((group) => measurement(group, replicateError));
  return { settings, measurements, used, replicateError, excluded, warnings: remarks.warnings() };
}

/** Says once for each code and metric what was left out, with the first place and how often. */
class Remarks {
  private readonly plain: Warning[] = [];
  private readonly counted = new Map<
    string,
    { code: string; message: string; path: string; count: number }
  >();

  add(code: string, { origin }: Observation, message: string): void {
    this.plain.push({ code, message, path: `${origin.file}:${origin.line}` });
  }

  count(code: FitWarningCode, { metric, origin }: Observation, message: string): void {
    const key = `${code} ${metric}`;
    const before = this.counted.get(key);
    if (before) before.count += 1;
    else this.counted.set(key, { code, message, path: `${origin.file}:${origin.line}`, count: 1 });
  }

  warnings(): Warning[] {
    const counted = [...this.counted.values()].map(({ code, message, path, count }) => ({
      code,
      path,
      message: count > 1 ? `${message} (${count} of them)` : message,
    }));
    return [...this.plain, ...counted];
  }
}

function checkValue(one: Observation, i: number): void {
  const { value, standardDeviation, origin } = one;
  for (const [name, number] of [
    ['value', value],
    ['standardDeviation', standardDeviation ?? 0],
  ] as const)
    if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
      throw new SidecoreError({
        code: 'invalid-value',
        path: `observations[${i}].${name}`,
        location: `${origin.file}:${origin.line}`,
        message: `${String(number)} is not a finite number of 0 or more`,
      });
}

/** True for a core, context or stage that this setting may just not use. */
function knows({ machine, contexts, stages }: PathModel, subject: string): boolean {
  return [machine.cores, contexts, stages].some((table) => Object.hasOwn(table, subject));
}

function noSubject(one: Observation, what: string, known: readonly string[]): SidecoreError {
  const name = what === 'level' ? (one.level ?? '') : one.subject;
  return new SidecoreError({
    code: 'unknown-name',
    path: what,
    location: `${one.origin.file}:${one.origin.line}`,
    message: `${one.metric} of "${name}": there is no such ${what} in this setting`,
    hint:
      known.length > 0
        ? `there are ${known.join(', ')}; rename it when importing (--subject NAME=NAME), or leave it out (--subject NAME=-)`
        : 'leave it empty',
  });
}

/** Standard deviation of logarithms within settings, by metric. */
function pooled(groups: readonly (readonly Observation[])[]): Record<string, number> {
  const sums = new Map<ObservedMetric, { squares: number; degrees: number }>();
  for (const rows of groups) {
    const sum = sums.get(rows[0].metric) ?? { squares: 0, degrees: 0 };
    sum.squares += squaresOf(rows);
    sum.degrees += rows.length - 1;
    sums.set(rows[0].metric, sum);
  }
  return Object.fromEntries(
    [...sums].map(([metric, { squares, degrees }]) => [
      metric,
      degrees === 0 ? leastError : Math.max(leastError, Math.sqrt(squares / degrees)),
    ]),
  );
}

function meanOf(rows: readonly Observation[]): number {
  return rows.reduce((sum, { value }) => sum + Math.log(value), 0) / rows.length;
}

function squaresOf(rows: readonly Observation[]): number {
  const mean = meanOf(rows);
  return rows.reduce((sum, { value }) => sum + (Math.log(value) - mean) ** 2, 0);
}

function measurement(
  { setting, read, rows }: { setting: number; read: Observable; rows: readonly Observation[] },
  replicateError: Readonly<Record<string, number>>,
): Measurement {
  const [observation] = rows;
  const given = rows.map(({ value, standardDeviation }) => (standardDeviation ?? 0) / value);
  const own =
    rows.length >= enoughReplicates
      ? Math.sqrt(squaresOf(rows) / (rows.length - 1))
      : Math.max(...given) > 0 && rows.length === 1
        ? given[0]
        : replicateError[observation.metric];
  const spread = Math.max(leastError, own);
  return {
    setting,
    observation,
    replicates: rows.length,
    logarithm: meanOf(rows),
    spread,
    error: Math.max(leastError, spread / Math.sqrt(rows.length)),
    read,
  };
}
