import { positive, SidecoreError } from '../../common';
import { checkObservations } from '../../fit/data/check-observations';
import { Collector, type ObservationSet } from './collector';
import { eventMeaning } from './perf-events';
import { type PerfCount, perfCounts } from './perf-lines';
import { type PerfTotal, subjectTotals, totalsOf } from './perf-totals';
import { checkRunOptions, type RunOptions } from './run-options';

export interface ReadPerfStatOptions extends RunOptions {
  /** Packets that were carried while perf counted: gives cycles and misses per packet instead of totals. */
  readonly packets?: number;
  /** Packets per second instead, when the file tells how long perf counted (`-I`, or the event `duration_time`). */
  readonly packetRate?: number;
}

/**
 * Reads what `perf stat -x,` (or another separator) or `perf stat -j` writes: counts of one measurement, by CPU (`-A`),
 * core, socket, thread or cgroup where it was asked for, intervals (`-I`) added up. Cycles and instructions are read,
 * and loads by the level that satisfied them: events of Intel (Nehalem and later), AMD (Zen), Arm, and the kernel's
 * `L1-dcache-load-misses`, `LLC-load-misses` and `dTLB-load-misses`. Parts of one count (`:u` and `:k`, `:G` and `:H`,
 * local and remote memory) are added; where the counter of last-level hits counts lines of other cores too, they are
 * subtracted. Other counts are kept as covariates.
 *
 * A counter that did not run is a problem, one that ran part of the time a warning.
 *
 * @param options `packets` (or `packetRate`) for values per packet; fields of the run
 * @throws SidecoreError when an option is wrong, or when the time for `packetRate` is not in the file
 * @example
 * const { observations } = readPerfStat('1800000,,cycles,1000,100.00\n4000,,LLC-load-misses,1000,100.00', {
 *   packets: 1000,
 * });
 * observations.map(({ metric, level, value }) => [metric, level, value]);
 * // [['cycles_per_packet', undefined, 1800], ['misses_per_packet', 'beyondLlc', 4]]
 */
export function readPerfStat(text: string, options: ReadPerfStatOptions = {}): ObservationSet {
  checkRunOptions(text, options, ['packets', 'packetRate']);
  const { packets, packetRate, ...run } = options;
  if (packets !== undefined) positive(packets, 'packets');
  if (packetRate !== undefined) positive(packetRate, 'packetRate');
  const out = new Collector(run.file ?? 'perf', run);
  const counts = perfCounts(text, out);
  const seconds = secondsOf(counts);
  if (packetRate !== undefined && packets === undefined && seconds === undefined)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'packetRate',
      location: out.file,
      message: 'this file does not tell how long perf counted',
      hint: 'give the number of packets, or count duration_time as well, or use -I',
    });
  const carried = packets ?? (packetRate === undefined ? undefined : packetRate * (seconds ?? 0));
  const subjects = new Map<string, PerfTotal[]>();
  for (const total of totalsOf(counts, out)) {
    const own = subjects.get(total.subject);
    if (own) own.push(total);
    else subjects.set(total.subject, [total]);
  }
  for (const [subject, own] of subjects) addSubject(subject, own, carried, seconds, out);
  if (counts.length === 0 && out.problems.length === 0)
    out.problem('incomplete-run', 1, 'there is no counter in this file');
  out.warnings.push(...checkObservations(out.observations));
  return out.result();
}

/** How long perf counted: the last interval, or the event that counts nanoseconds. */
function secondsOf(counts: readonly PerfCount[]): number | undefined {
  const times = counts.flatMap(({ time }) => (time === undefined ? [] : [time]));
  if (times.length > 0) return times.reduce((a, b) => Math.max(a, b));
  const duration = counts.find(
    ({ event, value }) => eventMeaning(event)?.counts === 'time' && value !== undefined,
  );
  return duration?.value === undefined ? undefined : duration.value * 1e-9;
}

function addSubject(
  subject: string,
  totals: readonly PerfTotal[],
  packets: number | undefined,
  seconds: number | undefined,
  out: Collector,
): void {
  const { cycles, instructions, misses, covariates: counts } = subjectTotals(totals, out);
  const covariates = {
    ...(seconds === undefined ? {} : { seconds }),
    ...(packets === undefined ? {} : { packets }),
    ...counts,
  };
  const common = (total: PerfTotal) => ({
    subject,
    value: total.value,
    divisor: packets ?? 1,
    line: total.line,
    covariates,
    ...(total.spread === undefined ? {} : { standardDeviation: total.spread }),
  });
  const per = packets === undefined ? '' : '_per_packet';
  if (cycles) out.measured({ metric: `cycles${per}`, unit: 'cycles', ...common(cycles) });
  if (instructions) out.measured({ metric: 'instructions', unit: '', ...common(instructions), divisor: 1 });
  for (const [level, total] of misses)
    out.measured({ metric: `misses${per}`, level, unit: '', ...common(total) });
}
