import type { Observation, ObservedMetric } from '../observation';
import type { Cell } from './cells';

export interface UnitSlip {
  readonly observation: Observation;
  /** For the reader: "about 1000 times" or "about 1/1000". */
  readonly factor: string;
}

/** Metrics with a unit to mistake. Shares and misses may differ a thousandfold by themselves. */
const withUnit: readonly ObservedMetric[] = [
  ...(['throughput', 'packet_rate', 'message_rate', 'cycles_per_packet', 'cycles_per_byte'] as const),
  ...(['round_trip_time', 'latency', 'latency_p50', 'latency_p90', 'latency_p99'] as const),
];

/**
 * Decades by which the i-th of some sorted values is off the median of the others, as a slip: three or six; 0 when it
 * is none, or when there are fewer than `least` others, or others that differ by more than the factor `spread`.
 */
function slipOf(sorted: readonly number[], i: number, least: number, spread: number): number {
  const others = sorted.length - 1;
  const other = (k: number) => sorted[k < i ? k : k + 1];
  if (others < least || other(others - 1) > spread * other(0)) return 0;
  const middle = (other((others - 1) >> 1) + other(others >> 1)) / 2;
  const decades = Math.log10(sorted[i] / middle);
  for (const size of [3, 6]) if (Math.abs(Math.abs(decades) - size) < 0.5) return Math.sign(decades) * size;
  return 0;
}

/**
 * Values that are a thousand (or a million) times the other repetitions of their setting, or whole settings that are
 * so beside all settings of the same metric, subject and topology, when those agree within a factor of 30.
 */
export function unitSlips(cells: readonly Cell[]): UnitSlip[] {
  const slips: UnitSlip[] = [];
  const add = (observation: Observation, decades: number) => {
    if (decades === 0) return;
    const times = `1${'0'.repeat(Math.abs(decades))}`;
    slips.push({ observation, factor: decades > 0 ? `about ${times} times that` : `about 1/${times}` });
  };
  const measured = cells.filter(({ observations }) => withUnit.includes(observations[0].metric));
  for (const { observations } of measured) {
    const sorted = observations.filter(({ value }) => value > 0).sort((a, b) => a.value - b.value);
    const values = sorted.map(({ value }) => value);
    for (const [i, one] of sorted.entries()) add(one, slipOf(values, i, 1, 30));
  }
  const found = new Set(slips.map(({ observation }) => observation));
  for (const group of alike(measured.filter((cell) => cell.median > 0))) {
    const sorted = [...group].sort((a, b) => a.median - b.median);
    const values = sorted.map((cell) => cell.median);
    for (const [i, { observations }] of sorted.entries())
      if (!observations.some((one) => found.has(one))) {
        const decades = slipOf(values, i, 2, 30);
        for (const one of observations) add(one, decades);
      }
  }
  return slips;
}

/** Cells by metric, subject and topology. */
function alike(cells: readonly Cell[]): Iterable<readonly Cell[]> {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const { metric, subject, topology } = cell.observations[0];
    const key = JSON.stringify([metric, subject, topology]);
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  return groups.values();
}
