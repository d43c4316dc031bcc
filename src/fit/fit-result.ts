import type { Warning } from '../common';
import type { DataRange } from '../iopath/fitted-parameters';
import type { PathModel } from '../iopath/model';
import type { BootstrapAnswer } from './bootstrap/replicates';
import type { NullDirection } from './identifiability';
import type { LeastSquaresStatus } from './least-squares/status';
import type { Observation, ObservedLevel, ObservedMetric } from './observation';
import type { ProfileInterval } from './profile-interval';

/** A fitted number of the model, or one common factor of several that are tied together. */
export interface FitParameter {
  /** Numbers of the model that it stands for. */
  readonly paths: readonly string[];
  /** `value`: the number itself. `factor`: of numbers that are tied, 1 before the fit. */
  readonly kind: 'value' | 'factor';
  readonly start: number;
  readonly estimate: number;
  /** Of the natural logarithm of the estimate; null at a bound, or when nothing tells it. */
  readonly standardError: number | null;
  /** 95 % interval; an end is null where nothing limits it. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** What was known before: the middle, the range of about two standard deviations, and that of the logarithm. */
  readonly prior: (DataRange & { readonly value: number; readonly standardDeviation: number }) | null;
  /** From the middle of the prior, in its standard deviations; null without a prior. */
  readonly shift: number | null;
  /** Standard error over the prior's standard deviation; null without either. */
  readonly shrinkage: number | null;
  /** The data have hardly narrowed the prior: shrinkage above 0.7. */
  readonly priorDominated: boolean;
  /** Name of the group of aliased parameters that it is part of; its own estimate is not to be relied on. */
  readonly fused: string | null;
  readonly atBound: 'lower' | 'upper' | null;
}

/** Parameters that the data see only together. */
export interface FusedParameters {
  /** For example `activation * switch`. */
  readonly name: string;
  readonly parameters: readonly string[];
  /** Power products that the data do not determine. */
  readonly undetermined: readonly NullDirection[];
  /** Power products that they do determine, relative to before the fit, with 95 % intervals. */
  readonly determined: readonly {
    readonly product: string;
    readonly exponents: { readonly [parameter: string]: number };
    readonly estimate: number;
    readonly standardError: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

/** One measured quantity of one setting, its repetitions taken together, beside what the model says of it. */
export interface FitResidual {
  readonly configuration: string;
  readonly topology: string;
  readonly placement: string;
  readonly message: number;
  readonly window: number;
  readonly metric: ObservedMetric;
  readonly subject: string;
  readonly level?: ObservedLevel;
  /** How many repetitions. */
  readonly replicates: number;
  /** Their geometric mean. */
  readonly measured: number;
  readonly predicted: number;
  /** 95 % interval for such a measurement: parameters, model error and noise together. */
  readonly lower: number;
  readonly upper: number;
  /** ln(measured / predicted), and the same in standard deviations of the measurement and the model error. */
  readonly residual: number;
  readonly standardized: number;
  /** Weight of the robust loss: 1 for a point like the others, less for an outlier. */
  readonly weight: number;
  readonly origin: Observation['origin'];
}

/** Sizes of some errors |predicted / measured - 1|; of utilisations |predicted - measured|. */
export interface ErrorSummary {
  readonly metric: ObservedMetric;
  readonly count: number;
  readonly median: number;
  readonly p90: number;
  readonly largest: number;
  /** Share of the measurements inside their 95 % interval. */
  readonly coverage: number;
}

/** Measurements that were predicted by a fit without them. */
export interface LeftOutGroup {
  readonly group: string;
  readonly placements: readonly string[];
  /**
   * True when the remaining data still tell every parameter that all data tell. Where not, the prediction rests on
   * what was known before the fit, and the error is no test of the model.
   */
  readonly observedElsewhere: boolean;
  readonly errors: readonly ErrorSummary[];
}

/** Predictions of data by fits without them. */
export interface LeaveOutResult {
  readonly by: string;
  readonly groups: readonly LeftOutGroup[];
  /** Over the groups that are observed elsewhere; of all groups when none is. */
  readonly errors: readonly ErrorSummary[];
  /** One for each left-out measurement, predicted without it. */
  readonly residuals: readonly FitResidual[];
}

/** The models of the ladder, the simplest first. */
export const rungNames = ['M0', 'M1', 'M2', 'M3', 'M4'] as const;
/** Name of a model of the ladder. */
export type RungName = (typeof rungNames)[number];

/** One model of the ladder. */
export interface LadderRung {
  readonly rung: RungName;
  /** In words, what it has and the one below has not. */
  readonly adds: string;
  /** Names of the parameters that are free. */
  readonly free: readonly string[];
  readonly converged: boolean;
  /** Sum of squared standardised residuals, with weights common to all rungs, over the number of measurements. */
  readonly chiSquaredPerObservation: number;
  /** Null with too few measurements. */
  readonly aicc: number | null;
  /** Condition number of the data's Jacobian; absent when infinite. */
  readonly conditionNumber?: number;
  /** Probability of so large an improvement on the rung below if what it adds were zero; null where none applies. */
  readonly boundaryProbability: number | null;
  /** Errors on placements left out whose terms are observed elsewhere; empty where there are none. */
  readonly leaveOnePlacementOut: readonly ErrorSummary[];
}

/** Models without and with cache terms, compared. */
export interface Ladder {
  readonly rungs: readonly LadderRung[];
  readonly chosen: RungName;
  /** Why, in a sentence. */
  readonly because: string;
}

/** A measurement that the fit did not use. */
export interface ExcludedObservation {
  readonly code: string;
  readonly metric: ObservedMetric;
  readonly origin: Observation['origin'];
}

/** A model fitted to measurements, and how far it can be relied on. */
export interface FitResult {
  readonly method: 'log-least-squares';
  readonly exact: false;
  readonly converged: boolean;
  readonly status: LeastSquaresStatus;
  readonly message: string;
  readonly iterations: number;
  /** Parameter sets for which all settings were predicted. */
  readonly evaluations: number;
  /** The model with the estimates, and `fit` saying how sure they are. */
  readonly model: PathModel;
  readonly parameters: { readonly [name: string]: FitParameter };
  /** Numbers with a range that no measurement depends on: left as they were. */
  readonly unobserved: readonly string[];
  readonly statistics: {
    /** Rows used, and distinct measurements, repetitions counted once. */
    readonly observations: number;
    readonly measurements: number;
    readonly settings: number;
    readonly parameters: number;
    /** Of the parameters, how many the data determine, the rest being left to priors. */
    readonly effectiveParameters: number;
    readonly degreesOfFreedom: number;
    readonly chiSquared: number;
    readonly aicc: number | null;
    readonly conditionNumber?: number;
    /** How many searches, and how many of them ended at the same best fit. */
    readonly starts: number;
    readonly agreeing: number;
  };
  /** Standard deviations of logarithms by metric: of what the model misses, and between repetitions. */
  readonly modelError: { readonly [metric: string]: number };
  readonly replicateError: { readonly [metric: string]: number };
  /** Of the logarithms of the estimates, the largest first; those of at least 0.1. */
  readonly correlations: readonly {
    readonly between: readonly [string, string];
    readonly correlation: number;
  }[];
  readonly singularValues: readonly number[];
  readonly fused: readonly FusedParameters[];
  readonly residuals: readonly FitResidual[];
  /** In sample: over all measurements, and by placement. */
  readonly errors: readonly ErrorSummary[];
  readonly errorsByPlacement: { readonly [placement: string]: readonly ErrorSummary[] };
  readonly leaveOut: LeaveOutResult | null;
  readonly ladder: Ladder | null;
  readonly bootstrap: BootstrapAnswer | null;
  readonly profiles: { readonly [name: string]: ProfileInterval };
  readonly excluded: readonly ExcludedObservation[];
  readonly warnings: readonly Warning[];
}
