import { type MissLevel, missLevels } from '../iopath';

/** What can be measured of a run, and the SI unit that its value is kept in. */
export const observedMetrics = {
  throughput: { what: 'payload carried', unit: 'bit/s' },
  packet_rate: { what: 'packets carried', unit: 'packets/s' },
  message_rate: { what: 'messages, or transactions of requests and responses', unit: '1/s' },
  cycles_per_packet: { what: 'CPU cycles for each packet', unit: 'cycles' },
  cycles_per_byte: { what: 'CPU cycles for each payload byte', unit: 'cycles/B' },
  misses_per_packet: { what: 'loads for each packet, by the level that satisfied them', unit: '1' },
  utilization: { what: 'busy share, 1 for one busy core', unit: '1' },
  batch: { what: 'units for each activation', unit: '1' },
  round_trip_time: { what: 'time from sending to the answer, mean', unit: 's' },
  latency: { what: 'time from sending to delivery, mean', unit: 's' },
  latency_p50: { what: 'median of that time', unit: 's' },
  latency_p90: { what: '90th percentile of that time', unit: 's' },
  latency_p99: { what: '99th percentile of that time', unit: 's' },
  loss: { what: 'share of packets lost', unit: '1' },
  cycles: { what: 'CPU cycles of the whole run', unit: 'cycles' },
  instructions: { what: 'instructions of the whole run', unit: '1' },
  misses: { what: 'loads of the whole run, by the level that satisfied them', unit: '1' },
} as const;

/** A quantity that can be observed. */
export type ObservedMetric = keyof typeof observedMetrics;

/**
 * Where counted loads were satisfied: a level of the model, or `beyond...` for all levels behind one, which is what a
 * counter of misses at that level counts (`beyondL1` = l2 + llc + dram + peer + remotePeer).
 */
export const observedLevels = [...missLevels, 'beyondL1', 'beyondL2', 'beyondLlc'] as const;
/** A level that misses are counted at. */
export type ObservedLevel = MissLevel | 'beyondL1' | 'beyondL2' | 'beyondLlc';

/** One measured quantity of one run. Absent fields were not given. */
export interface Observation {
  /** Name of the setting that was measured; empty when the other fields say all. */
  readonly configuration: string;
  readonly topology: string;
  readonly placement: string;
  /** Bytes that the application writes at once. */
  readonly message?: number;
  /** Packets in flight. */
  readonly window?: number;
  /** Which repetition of the same setting. */
  readonly replicate?: string;
  readonly metric: ObservedMetric;
  /** Stage, domain, core or process that was measured; empty for the whole path. */
  readonly subject: string;
  /** Of `misses` and `misses_per_packet`. */
  readonly level?: ObservedLevel;
  /** In SI: the unit of the metric in `observedMetrics`. */
  readonly value: number;
  /** As it was written. */
  readonly unit: string;
  /** Of the value, in the same SI unit. */
  readonly standardDeviation?: number;
  readonly origin: { readonly file: string; readonly line: number };
  /** What else is known about the run. */
  readonly covariates: Readonly<Record<string, number | string>>;
}
