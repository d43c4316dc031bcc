import { hasConverged, type LeastSquaresStatus, leastSquaresMessages } from './status';

/** Estimate of one parameter. */
export interface LeastSquaresEstimate {
  readonly estimate: number;
  /** Null when the run has not converged, when nothing is left to estimate the variance from, and at a bound. */
  readonly standardError: number | null;
  readonly start: number;
  readonly atBound: 'lower' | 'upper' | null;
  readonly prior: { readonly mean: number; readonly standardDeviation: number } | null;
}

/** What a least-squares run found, and how sure it is. */
export interface LeastSquaresAnswer {
  readonly method: 'trust-region';
  readonly exact: false;
  /** False: the estimates are only where the search stopped, not an answer. */
  readonly converged: boolean;
  readonly status: LeastSquaresStatus;
  readonly message: string;
  readonly parameters: { readonly [name: string]: LeastSquaresEstimate };
  /** Residuals of the data, as given by the problem. */
  readonly residuals: readonly number[];
  /** One row for each residual of the data, one column for each parameter; derivatives of the residuals as given. */
  readonly jacobian: readonly (readonly number[])[];
  /** By parameter, in their order; zero rows for those at a bound; null as for standard errors. */
  readonly covariance: readonly (readonly number[])[] | null;
  /** Largest by smallest singular value of the Jacobian with columns of length 1, priors included; Infinity if one is 0. */
  readonly conditionNumber: number;
  /** Sum of the squared residuals of the data. */
  readonly sumOfSquares: number;
  /** What was minimised: half the loss of the data and half the squared priors. */
  readonly cost: number;
  /** Residuals and priors less parameters that are not at a bound. */
  readonly degreesOfFreedom: number;
  /** Variance of a residual: estimated, or 1 when `residualVariance` is `known`; null when it cannot be estimated. */
  readonly residualVariance: number | null;
  readonly iterations: number;
  /** Calls of `residuals`, those for differences included. */
  readonly evaluations: number;
}

/** Status, in words. */
export function verdict(
  status: LeastSquaresStatus,
): Pick<LeastSquaresAnswer, 'converged' | 'status' | 'message'> {
  return { converged: hasConverged(status), status, message: leastSquaresMessages[status] };
}
