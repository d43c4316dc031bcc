import { deepFreeze, type Warning } from '../../common';
import type { Observation, ObservedMetric } from '../../fit/observation';
import { type Cell, cellsOf, described, settingOf } from './cells';
import type { ObservationWarningCode } from './collector';
import { unitSlips } from './unit-slips';

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
  const warnings: Warning[] = [];
  const warn = (code: ObservationWarningCode, { origin }: Observation, message: string) => {
    warnings.push({ code, message, path: `${origin.file}:${origin.line}` });
  };
  tooBusy(observations, warn);
  repeated(observations, warn);
  const cells = cellsOf(observations);
  const slipped = unitSlips(cells);
  for (const { observation, factor } of slipped)
    warn(
      'unit-slip',
      observation,
      `${described(observation)} is ${factor} of its neighbours; is ${observation.unit || 'its unit'} right?`,
    );
  contradictory(cells, new Set(slipped.map(({ observation }) => observation)), warn);
  unchanging(cells, warn);
  return deepFreeze(warnings);
}

type Warn = (code: ObservationWarningCode, observation: Observation, message: string) => void;

function tooBusy(observations: readonly Observation[], warn: Warn): void {
  for (const one of observations) {
    const { vcpus } = one.covariates;
    const most = typeof vcpus === 'number' && vcpus > 1 ? vcpus : 1;
    // Tools that sample by ticks overshoot a little.
    if (one.metric === 'utilization' && one.value > 1.02 * most)
      warn(
        'utilization-above-100',
        one,
        `${one.subject || 'the path'} is ${(100 * one.value).toFixed(1)} % busy`,
      );
  }
}

function repeated(observations: readonly Observation[], warn: Warn): void {
  const seen = new Map<string, Observation>();
  for (const one of observations) {
    const key = JSON.stringify([...settingOf(one), one.replicate ?? '', one.value]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, one);
    // A few digits repeat by chance where no replicate is named.
    else if (
      one.value !== 0 &&
      (one.replicate !== undefined || String(one.value).replace(/\D/g, '').length > 5)
    )
      warn(
        'possible-duplicate',
        one,
        `${described(one)} stands at ${first.origin.file}:${first.origin.line} too, for the same run`,
      );
  }
}

function contradictory(cells: readonly Cell[], slipped: ReadonlySet<Observation>, warn: Warn): void {
  for (const { observations } of cells) {
    const fair = observations.filter((one) => !slipped.has(one));
    if (fair.length < 2 || fair.length < observations.length) continue;
    const [low, high] = [...fair]
      .sort((a, b) => a.value - b.value)
      .filter((_, i, all) => i === 0 || i === all.length - 1);
    // Tiny shares of one core, of packets or of misses differ by chance.
    const small = { utilization: 0.05, loss: 0.01, misses_per_packet: 0.1 } as Partial<
      Record<ObservedMetric, number>
    >;
    if (high.value > 3 * low.value && high.value > (small[high.metric] ?? 0))
      warn(
        'contradictory-replicates',
        high,
        `${described(high)}, but ${described(low)} at ${low.origin.file}:${low.origin.line} in the same setting`,
      );
  }
}

/** Counters that never count, and metrics that never move although the setting does. */
function unchanging(cells: readonly Cell[], warn: Warn): void {
  const series = new Map<string, Cell[]>();
  for (const cell of cells) {
    const { metric, subject, level } = cell.observations[0];
    const key = JSON.stringify([metric, subject, level]);
    series.set(key, [...(series.get(key) ?? []), cell]);
  }
  for (const own of series.values()) {
    const values = own.flatMap(({ observations }) => observations);
    const [first] = values;
    if (values.length < 3 || values.some(({ value }) => value !== first.value)) continue;
    const name = `${first.metric}${first.subject && ` of ${first.subject}`}${first.level ? `, ${first.level},` : ''}`;
    if (first.value !== 0) {
      if (own.length > 2)
        warn('constant-metric', first, `${name} is ${first.value} in all ${own.length} settings`);
    } else if (first.metric !== 'loss')
      warn('all-zero-counter', first, `${name} is 0 in all ${values.length} runs; was it counted at all?`);
  }
}
