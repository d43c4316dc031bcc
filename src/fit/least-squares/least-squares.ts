import { deepFreeze, integer, oneOf, onlyFields, plainObject, positive, SidecoreError } from '../../common';
import { type WatchOptions, watchOf } from '../../queueing/networks/watch';
import { type LeastSquaresAnswer, type LeastSquaresEstimate, verdict } from './answer';
import { type Spread, spreadOf } from './covariance';
import { type Loss, softL1, squares } from './loss';
import { type LeastSquaresProblem, type PlainProblem, plainProblem } from './problem';
import { hasConverged } from './status';
import { type Minimum, type Settings, trustRegion } from './trust-region';

/** What `leastSquares` is asked. */
export interface LeastSquaresOptions extends Pick<WatchOptions, 'signal'> {
  /** `squares` (default), or `soft-l1` so that outliers pull no harder than in proportion to their distance. */
  readonly loss?: 'squares' | 'soft-l1';
  /** Residual at which soft-l1 turns from squares to absolute values (default 1: residuals in standard deviations). */
  readonly lossScale?: number;
  /** `estimated` from the residuals (default), or `known` to be 1: residuals are divided by their standard deviations. */
  readonly residualVariance?: 'estimated' | 'known';
  /** Length of the part of the residuals that the parameters can still take away, beside their length (1e-8). */
  readonly gradientTolerance?: number;
  /** Length of the next full step beside the parameters, both in units of what they move (1e-10). */
  readonly stepTolerance?: number;
  /** Part of the sum of squares below which a step that does not succeed is left to rounding (1e-12). */
  readonly costTolerance?: number;
  /** Calls of `residuals` (default 5000 for each parameter). */
  readonly maximumEvaluations?: number;
}

export const leastSquaresOptionNames = [
  'loss',
  'lossScale',
  'residualVariance',
  'gradientTolerance',
  'stepTolerance',
  'costTolerance',
  'maximumEvaluations',
  'signal',
] as const;

/**
 * Nonlinear least squares: the parameters that minimise half the sum of squared residuals (or of a robust loss of them),
 * within bounds, with priors as further residuals.
 *
 *   min over b of  1/2 sum_i rho(r_i(b)) + 1/2 sum_p ((b_p - mean_p) / sd_p)^2
 *
 * Assumes residuals that are smooth in the parameters, and for standard errors that they are independent, of equal
 * variance, and nearly linear over a few standard errors (see `profileInterval` where they are not). A local minimum:
 * see `multiStartLeastSquares`. For dense problems of up to some dozens of parameters.
 *
 * Method: trust region in the metric of the Jacobian's columns, so that the units of parameters do not matter; steps
 * from a singular value decomposition. Of the 27 nonlinear NIST StRD sets, both starts, all 54 runs agree with the
 * certified estimates to 6 digits and 52 with the standard errors to 5 (docs/accuracy-least-squares.md). A run that ends
 * otherwise than at a minimum says so: `converged: false`, a `status` and a `message`, and no standard errors.
 *
 * @param problem values in the caller's units, in log units for parameters that are logarithms
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `aborted`
 * @example
 * const time = [1, 2, 3, 5, 7, 10];
 * const oxygen = [109, 149, 149, 191, 213, 224];
 * leastSquares({
 *   parameters: { limit: { start: 100 }, rate: { start: 0.75 } },
 *   residuals: ([limit, rate]) => oxygen.map((y, i) => y - limit * (1 - Math.exp(-rate * time[i]))),
 * }).parameters.rate; // estimate 0.5472, standard error 0.1046 (NIST StRD, BoxBOD)
 * @see More 1978, The Levenberg-Marquardt algorithm: implementation and theory, Lecture Notes in Mathematics 630
 */
export function leastSquares(
  problem: LeastSquaresProblem,
  options: LeastSquaresOptions = {},
): LeastSquaresAnswer {
  plainObject(options, 'options');
  onlyFields(options, leastSquaresOptionNames, 'options');
  const loss = lossOf(options);
  const plain = plainProblem(problem, loss);
  return answerOf(plain, loss, options, trustRegion(plain.target, settingsOf(plain, options)));
}

export function lossOf(options: LeastSquaresOptions): Loss {
  const scale = positive(options.lossScale ?? 1, 'lossScale');
  return oneOf(options.loss ?? 'squares', ['squares', 'soft-l1'], 'loss') === 'squares'
    ? squares
    : softL1(scale);
}

export function settingsOf(plain: PlainProblem, options: LeastSquaresOptions): Settings {
  const watch = watchOf({ signal: options.signal });
  return {
    gradientTolerance: positive(options.gradientTolerance ?? 1e-8, 'gradientTolerance'),
    stepTolerance: positive(options.stepTolerance ?? 1e-10, 'stepTolerance'),
    costTolerance: positive(options.costTolerance ?? 1e-12, 'costTolerance'),
    maximumEvaluations: integer(
      options.maximumEvaluations ?? 5000 * plain.names.length,
      'maximumEvaluations',
      1,
    ),
    watch: () => watch(0),
  };
}

/** The named answer of a run. */
export function answerOf(
  plain: PlainProblem,
  loss: Loss,
  options: LeastSquaresOptions,
  run: Minimum,
): LeastSquaresAnswer {
  const variance = oneOf(options.residualVariance ?? 'estimated', ['estimated', 'known'], 'residualVariance');
  const { lower, upper, start } = plain.target;
  const sides = Array.from(run.point, (value, p) =>
    value <= lower[p] ? 'lower' : value >= upper[p] ? 'upper' : null,
  );
  const free = sides.flatMap((side, p) => (side === null ? [p] : []));
  const observations = run.status === 'invalid-start' ? 0 : plain.observations();
  const residuals = Array.from(observations === 0 ? [] : plain.residuals(run.point));
  if (residuals.some((value) => !Number.isFinite(value)))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'residuals',
      message: 'differ between two calls with the same values',
    });
  const jacobian = plainJacobian(run, residuals, loss);
  const spread: Spread | null =
    observations === 0 ? null : spreadOf(jacobian, residuals, plain.priors.length, free, loss, variance);
  const covariance = hasConverged(run.status) ? (spread?.covariance ?? null) : null;
  const rows = observations + plain.priors.length;
  const parameters: Record<string, LeastSquaresEstimate> = {};
  plain.names.forEach((name, p) => {
    const known = plain.priors.find(({ place }) => place === p);
    parameters[name] = {
      estimate: run.point[p],
      standardError: covariance && sides[p] === null ? Math.sqrt(covariance[p][p]) : null,
      start: start[p],
      atBound: sides[p],
      prior: known ? { mean: known.mean, standardDeviation: known.standardDeviation } : null,
    };
  });
  return deepFreeze({
    method: 'trust-region',
    exact: false,
    ...verdict(run.status),
    parameters,
    residuals,
    jacobian: residuals.map((_, i) => plain.names.map((_name, p) => jacobian[p * rows + i])),
    covariance: covariance?.map((row) => Array.from(row)) ?? null,
    conditionNumber: spread?.conditionNumber ?? Number.POSITIVE_INFINITY,
    sumOfSquares: residuals.reduce((sum, value) => sum + value * value, 0),
    cost: 0.5 * run.residuals.reduce((sum, value) => sum + value * value, 0),
    degreesOfFreedom: spread?.degreesOfFreedom ?? 0,
    residualVariance: spread?.residualVariance ?? null,
    iterations: run.iterations,
    evaluations: run.evaluations,
  });
}

/** The Jacobian of the residuals as given: the loss taken out again. */
function plainJacobian(run: Minimum, residuals: readonly number[], loss: Loss): Float64Array {
  const rows = run.residuals.length;
  const slopes = residuals.map(loss.slope);
  return run.jacobian.map((value, i) => (i % rows < residuals.length ? value / slopes[i % rows] : value));
}
