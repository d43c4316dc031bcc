import type { Warning } from '../../common';
import type { Observation, ObservedLevel, ObservedMetric } from '../observation';

/** What is to be known better: a number of the model by its `parameter` path, or a `metric` in one setting. */
export interface ChosenAnswer {
  readonly parameter?: string;
  readonly metric?: ObservedMetric;
  /** Stage, context or core; of a batch the link. Default: the whole path. */
  readonly subject?: string;
  readonly level?: ObservedLevel;
  readonly topology?: string;
  readonly placement?: string;
  readonly message?: number;
  readonly window?: number;
  readonly batch?: number | 'solve';
}

/** What `suggestMeasurements` is asked. */
export interface SuggestOptions {
  readonly answer: ChosenAnswer;
  /** What can be measured. Defaults: every topology, every placement. */
  readonly topologies?: readonly string[];
  readonly placements?: readonly string[];
  /** Bytes. Default: 64, 512, 8192 and 65536, and the message of the model and of the answer. */
  readonly messages?: readonly number[];
  /** Packets. Default: 1, 8 and the window of the model and of the answer. */
  readonly windows?: readonly number[];
  /** Default: the model's alone. */
  readonly batches?: readonly (number | 'solve')[];
  /** Default: throughput, utilization, cycles_per_packet, misses_per_packet. */
  readonly metrics?: readonly ObservedMetric[];
  /** What has been measured already: the same again would repeat the same error of the model. */
  readonly measured?: readonly Observation[];
  /** Repetitions of the measurement (default 3). */
  readonly replicates?: number;
  /** How many suggestions (default 10). */
  readonly count?: number;
}

/** An answer with its 95 % interval, and the standard deviation of its logarithm that parameters account for. */
export interface AnswerNow {
  /** In words. */
  readonly what: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly standardError: number;
}

/** A measurement worth making, and what is expected of it. */
export interface Suggestion {
  readonly topology: string;
  readonly placement: string;
  readonly message: number;
  readonly window: number;
  readonly batch?: number | 'solve';
  readonly metric: ObservedMetric;
  readonly subject: string;
  readonly level?: ObservedLevel;
  /** What the model predicts that it will be. */
  readonly predicted: number;
  /** Standard deviation of the logarithm of such a measurement around a perfect model: noise and model error. */
  readonly error: number;
  /** Of the answer afterwards. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  /** Share of the standard error of the answer that goes: 0 nothing, 1 all of it. */
  readonly shrinkage: number;
}

/** What `suggestMeasurements` answers. */
export interface Suggestions {
  readonly method: 'linearised-posterior';
  readonly exact: false;
  readonly model: string;
  readonly answer: AnswerNow;
  /** Of each suggested measurement. */
  readonly replicates: number;
  /** Measurements that were compared. */
  readonly candidates: number;
  /** The best first. */
  readonly suggestions: readonly Suggestion[];
  readonly warnings: readonly Warning[];
}
