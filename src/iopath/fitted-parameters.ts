/** Smallest and largest of something in the data of a fit. */
export interface DataRange {
  readonly low: number;
  readonly high: number;
}

/** What a fit was made from. */
export interface FittedData {
  /** Of the observations, in any order: the same data give the same one. */
  readonly fingerprint: string;
  /** Rows that the fit used. */
  readonly observations: number;
  readonly files: readonly string[];
  readonly topologies: readonly string[];
  readonly placements: readonly string[];
  /** Bytes per message and packets in flight that were measured. */
  readonly message: DataRange;
  readonly window: DataRange;
}

/**
 * How sure a fitted model is of its numbers. It is part of the model, so that whatever is asked of the model can be
 * answered with an interval.
 */
export interface FittedParameters {
  /** Paths of the fitted numbers, as `withValues` takes them. Those tied to each other are all listed. */
  readonly parameters: readonly string[];
  /**
   * Covariance of the natural logarithms of these numbers, in their order; singular where numbers are tied to each
   * other.
   */
  readonly covariance: readonly (readonly number[])[];
  /** Those of the numbers that the data have hardly narrowed: they repeat what was known before. */
  readonly priorDominated: readonly string[];
  /** Of the quantile in intervals. */
  readonly degreesOfFreedom: number;
  /**
   * Largest by smallest singular value of the data's Jacobian by the logarithms, priors left out; absent when the
   * smallest is 0. Above 1e5 the data cannot tell parts of the sum apart.
   */
  readonly conditionNumber?: number;
  /** Standard deviation of the logarithm of what was measured beside what the model says, by metric, noise left out. */
  readonly modelError: Readonly<Record<string, number>>;
  /** Standard deviation of the logarithm between repetitions of one setting, by metric. */
  readonly replicateError: Readonly<Record<string, number>>;
  readonly data: FittedData;
  readonly toolVersion: string;
}
