import type { Scenario } from '../predict';

/** A value of what varies in a sweep. */
export type SweepValue = number | string;

/** A range to draw from. */
export interface SweepRange {
  readonly low: number;
  readonly high: number;
  /** Default `linear`; `logarithmic` gives every factor the same chance and needs a low end above 0. */
  readonly scale?: 'linear' | 'logarithmic';
  /** Whole numbers only. Default: true for the window, guests and queues. */
  readonly whole?: boolean;
}

/** Rows drawn at random instead of every combination. */
export interface SweepSampling {
  readonly samples: number;
  /** Whole number; default 1. */
  readonly seed?: number;
  /**
   * `latin-hypercube` (default): of as many equal parts of every axis as there are samples, each has one sample.
   * `independent`: every value is drawn on its own.
   */
  readonly design?: 'latin-hypercube' | 'independent';
}

/** What `sweep` is asked. */
export interface SweepOptions {
  /**
   * What varies: lists of values, and with `random` also ranges. Axes are `topology`, `placement`, `message`,
   * `window`, `batch`, `traffic.<field>`, and the path of any number of the model, as in `withValues`. A path with `*`
   * for some of its names stands for all numbers that it fits, and its values are factors on them.
   */
  readonly vary: Readonly<Record<string, readonly SweepValue[] | SweepRange>>;
  /** What does not vary; what it leaves out is the model's. */
  readonly scenario?: Scenario;
  /** Fields of a prediction by their paths, and `utilization`, that of the busiest centre. */
  readonly outputs?: readonly string[];
  readonly random?: SweepSampling;
}
