import type { Observation, ObservedLevel } from '../../fit/observation';
import type { Collector } from './collector';
import { countsPeersToo, eventMeaning, plainEvent } from './perf-events';
import type { PerfCount } from './perf-lines';

/** One counter of one subject over the whole measurement. */
export interface PerfTotal {
  readonly subject: string;
  readonly event: string;
  readonly value: number;
  /** Standard error of the value. */
  readonly spread?: number;
  readonly line: number;
}

/** What was counted of one subject, in the terms of the model. */
export interface SubjectTotals {
  readonly cycles?: PerfTotal;
  readonly instructions?: PerfTotal;
  readonly misses: ReadonlyMap<ObservedLevel, PerfTotal>;
  /** Counts of other events by name. */
  readonly covariates: Observation['covariates'];
}

/** Adds up the intervals of every counter. One that did not run all the time is reported and left out. */
export function totalsOf(counts: readonly PerfCount[], out: Collector): PerfTotal[] {
  const series = new Map<string, PerfCount[]>();
  for (const count of counts) {
    const key = JSON.stringify([count.subject, count.event]);
    const own = series.get(key);
    if (own) own.push(count);
    else series.set(key, [count]);
  }
  const totals: PerfTotal[] = [];
  for (const own of series.values()) {
    const [{ subject, event, line, time }] = own;
    const where = `${event}${subject && ` of ${subject}`}`;
    const dead = own.find(({ value }) => value === undefined);
    if (dead !== undefined) {
      const what = dead.unsupported ? 'is not supported by this processor or hypervisor' : 'was not counted';
      out.problem('not-counted', dead.line, `${where} ${what}`, event);
      continue;
    }
    if (time === undefined && own.length > 1) {
      out.problem(
        'ambiguous-value',
        own[1].line,
        `${where} stands twice; are these two measurements in one file?`,
        event,
      );
      continue;
    }
    const partly = Math.min(...own.map(({ running = 100 }) => running));
    if (partly < 99.5)
      out.warn(
        'multiplexed-counter',
        line,
        `${where} ran ${partly} % of the time and is extrapolated; count fewer events at once`,
      );
    const value = own.reduce((sum, { value = 0 }) => sum + value, 0);
    const spread =
      own.length === 1 && own[0].spread !== undefined ? (own[0].spread / 100) * value : undefined;
    totals.push({ subject, event, value, line, ...(spread === undefined ? {} : { spread }) });
  }
  return totals;
}

/** Sorts the counters of one subject by what they count. */
export function subjectTotals(totals: readonly PerfTotal[], out: Collector): SubjectTotals {
  const byMeaning = new Map<string, PerfTotal[]>();
  const covariates: Record<string, number> = {};
  for (const total of totals) {
    const meaning = eventMeaning(total.event);
    if (meaning === undefined || meaning.counts === 'time') {
      covariates[total.event] = total.value;
      if (
        meaning === undefined &&
        /mem_|cache|miss|fill|llc|\bl[123]|tlb|\/|^r[0-9a-f]{3,}/i.test(total.event)
      )
        out.warn(
          'unmapped-event',
          total.line,
          `${total.event} has no level in the model and is kept as a covariate`,
        );
      continue;
    }
    const key = meaning.counts === 'misses' ? meaning.level : meaning.counts;
    byMeaning.set(key, [...(byMeaning.get(key) ?? []), total]);
  }
  const merged = new Map([...byMeaning].map(([key, own]) => [key, merge(own, out)]));
  const { cycles, instructions, ...levels } = Object.fromEntries(merged);
  return {
    ...(cycles && { cycles }),
    ...(instructions && { instructions }),
    misses: withoutPeers(new Map(Object.entries(levels)) as Map<ObservedLevel, PerfTotal>, out),
    covariates,
  };
}

/** Adds parts of one count (user and kernel, guest and host, local and remote memory); of aliases takes the first. */
function merge([first, ...more]: readonly PerfTotal[], out: Collector): PerfTotal {
  let sum = first;
  const taken = [first];
  for (const total of more) {
    if (taken.every((other) => areParts(other.event, total.event))) {
      taken.push(total);
      const spread = Math.hypot(sum.spread ?? 0, total.spread ?? 0);
      sum = { ...sum, value: sum.value + total.value, ...(spread > 0 && { spread }) };
    } else
      out.problem(
        'ambiguous-value',
        total.line,
        `${total.event} counts the same as ${first.event}, which is taken`,
        total.event,
      );
  }
  return sum;
}

function areParts(a: string, b: string): boolean {
  const [plainA, plainB] = [plainEvent(a), plainEvent(b)];
  if (plainA !== plainB) return places.test(plainA) && places.test(plainB) && stem(plainA) === stem(plainB);
  const [modeA, modeB] = [modes(a), modes(b)];
  if (modeA !== '' && modeB !== '' && ![...modeA].some((one) => modeB.includes(one))) return true;
  const pmu = (event: string) => /^([\w-]+)\//.exec(event)?.[1] ?? '';
  return pmu(a) !== '' && pmu(b) !== '' && pmu(a) !== pmu(b);
}

/** Events of one family that tell places of one level apart: near and far memory, caches of near and far nodes. */
const places = /_dram$|\.mem_io_|\.dram_io_(?:near|far)$|\.remote_|\.(?:ext|near|far)_cache/;
const stem = (plain: string) => plain.split('.')[0];

/** Modifiers that say when an event counts: user, kernel, hypervisor, guest, host. */
function modes(event: string): string {
  return (/(?::|\/)([a-zA-Z]+)$/.exec(event)?.[1] ?? '').replace(/[^ukhGH]/g, '');
}

function withoutPeers(misses: Map<ObservedLevel, PerfTotal>, out: Collector): Map<ObservedLevel, PerfTotal> {
  const llc = misses.get('llc');
  const peer = misses.get('peer');
  if (llc === undefined || !countsPeersToo(llc.event)) return misses;
  if (peer === undefined)
    out.warn(
      'level-includes-peer',
      llc.line,
      `${llc.event} also counts lines from other cores; count mem_load_l3_hit_retired.xsnp_hitm (or .xsnp_fwd) beside it`,
    );
  else misses.set('llc', { ...llc, value: Math.max(0, llc.value - peer.value) });
  return misses;
}
