import type { Observation, ObservedMetric } from '../observation';
import { type Cell, cellsOf, described, settingOf } from './cells';
import { partialCounters, varyingClocks } from './counter-suspects';
import type { Suspect, SuspectCode } from './suspect';
import { unitSlips } from './unit-slips';

/** Measurements that look wrong, beside the others, and why. */
export function suspectObservations(observations: readonly Observation[]): Suspect[] {
  const suspects: Suspect[] = [];
  const warn: Warn = (code, observation, message) => {
    suspects.push({ code, observation, message });
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
  return [...suspects, ...varyingClocks(observations), ...partialCounters(observations)];
}

type Warn = (code: SuspectCode, observation: Observation, message: string) => void;

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
