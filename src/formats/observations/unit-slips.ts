import type { Observation, ObservedMetric } from '../../fit/observation';
import { type Cell, median } from './cells';

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

/** Decades by which a value is off, rounded to a slip: three or six; 0 when it is none. */
function slip(decades: number): number {
  for (const size of [3, 6]) if (Math.abs(Math.abs(decades) - size) < 0.35) return Math.sign(decades) * size;
  return 0;
}

/**
 * Values that are a thousand (or a million) times the other repetitions of their setting, or whole settings that are
 * so beside all settings of the same metric, subject and topology, when those agree within a factor of 30.
 */
export function unitSlips(cells: readonly Cell[]): UnitSlip[] {
  const slips: UnitSlip[] = [];
  const add = (observation: Observation, decades: number) => {
    const times = `1${'0'.repeat(Math.abs(decades))}`;
    slips.push({ observation, factor: decades > 0 ? `about ${times} times that` : `about 1/${times}` });
  };
  const measured = cells.filter(({ observations }) => withUnit.includes(observations[0].metric));
  for (const { observations } of measured)
    for (const one of observations) {
      const others = observations.filter((other) => other !== one).map(({ value }) => value);
      if (others.length === 0 || one.value === 0) continue;
      const middle = median(others);
      if (middle === 0) continue;
      const decades = slip(Math.log10(one.value / middle));
      if (decades !== 0) add(one, decades);
    }
  const found = new Set(slips.map(({ observation }) => observation));
  for (const group of alike(measured.filter((cell) => cell.median > 0))) {
    const sorted = [...group].sort((a, b) => a.median - b.median);
    sorted.forEach((cell, i) => {
      const neighbours = sorted.length - 1;
      if (neighbours < 2 || cell.observations.some((one) => found.has(one))) return;
      const at = (k: number) => sorted[k < i ? k : k + 1].median;
      if (at(neighbours - 1) > 30 * at(0)) return;
      const middle = (at((neighbours - 1) >> 1) + at(neighbours >> 1)) / 2;
      const decades = slip(Math.log10(cell.median / middle));
      if (decades !== 0) for (const one of cell.observations) add(one, decades);
    });
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
