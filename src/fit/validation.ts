import type { Warning } from '../common';
import type { Scenario } from '../predict/predict';
import type { ErrorSummary, ExcludedObservation, FitResidual } from './fit-result';

/** How far predictions may be off. Absent: no matter. */
export interface ValidationBounds {
  /** Largest median, and 90th percentile, of the relative errors of rates: 0.05 for 5 %. */
  readonly median?: number;
  readonly p90?: number;
  /** Largest median error of a utilisation: 0.05 for 5 points. */
  readonly utilization?: number;
  /** Least share of the measurements inside their 95 % intervals. */
  readonly coverage?: number;
}

/** For which parts of the data the bounds hold: every placement, every placement at one message size, every metric. */
export type ValidateBy = 'placement' | 'cell' | 'metric';

/** What `validate` is asked. */
export interface ValidateOptions {
  readonly bounds?: ValidationBounds;
  /** Default: the bounds hold over all data together. With `metric`, `median` and `p90` hold for metrics that are no rates too. */
  readonly by?: ValidateBy;
  /** What the observations leave out: topology, placement, traffic. */
  readonly scenario?: Scenario;
}

/** One bound on one part of the data. */
export interface BoundCheck {
  readonly bound: keyof ValidationBounds;
  /** Name of the part; empty for all data. */
  readonly group: string;
  readonly limit: number;
  /** Null when the data have nothing to check it with; it then counts as missed. */
  readonly found: number | null;
  readonly met: boolean;
}

/** Errors of one part of the data. */
export interface ValidatedGroup {
  readonly group: string;
  readonly errors: readonly ErrorSummary[];
  /** Share of the measurements, of all metrics together, inside their 95 % intervals. */
  readonly coverage: number;
}

/** Measurements beside the predictions of a fitted model that has not seen them. */
export interface Validation {
  readonly method: 'prediction-intervals';
  readonly exact: false;
  readonly model: string;
  /** Rows used, and distinct measurements, repetitions counted once. */
  readonly observations: number;
  readonly measurements: number;
  /** Over all data, by metric. */
  readonly errors: readonly ErrorSummary[];
  readonly coverage: number;
  /** By placement, or by what was asked for. */
  readonly groups: readonly ValidatedGroup[];
  readonly bounds: readonly BoundCheck[];
  /** True when no stated bound is missed. */
  readonly passed: boolean;
  readonly residuals: readonly FitResidual[];
  readonly excluded: readonly ExcludedObservation[];
  readonly warnings: readonly Warning[];
}
