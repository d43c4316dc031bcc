import type { StopSignal } from '../../queueing/networks/watch';
import type { LeastSquaresAnswer } from '../least-squares/answer';
import { leastSquares } from '../least-squares/least-squares';
import type { LeastSquaresParameter, LeastSquaresProblem } from '../least-squares/problem';
import type { Evaluator } from './evaluator';

/** What a fit minimises: ln(model / measured) in standard deviations, with priors as further residuals. */
export interface Objective {
  readonly evaluator: Evaluator;
  /** Logarithms of the measurements. */
  readonly measured: Float64Array;
  /** Standard deviation of each: measurement and model error together. */
  readonly deviations: Float64Array;
  /** Middle and standard deviation of the prior of each parameter, on the logarithm of its factor. */
  readonly priors: readonly { readonly mean: number; readonly deviation: number }[];
  readonly loss: 'soft-l1' | 'squares';
  readonly signal?: StopSignal;
}

/** Where nothing is known of a parameter: a factor of 150 either way is one standard deviation. */
export const vague = 5;

/**
 * When to stop. A part of 1e-6 of the sum of squares, which is about the number of measurements, moves no estimate by
 * a hundredth of its standard error. With derivatives from elsewhere a search cannot see as much.
 */
export function tolerances(hold: number) {
  const costTolerance = hold > 0.05 ? 1e-3 : hold > 0 ? 1e-5 : 1e-6;
  // Derivatives from elsewhere may lead on in ever smaller steps.
  const maximumEvaluations = hold > 0 ? 60 : 2000;
  return { gradientTolerance: 1e-6, stepTolerance: 1e-7, costTolerance, maximumEvaluations };
}

/**
 * The parameters that minimise the objective, from a start.
 *
 * @param hold how far a parameter may go before derivatives are computed again
 * @param costTolerance part of the sum of squares that is let be
 */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  hold: number,
  costTolerance = tolerances(hold).costTolerance,
): LeastSquaresAnswer {
  const { loss, signal } = objective;
  return leastSquares(problemOf(objective, start, hold), {
    loss,
    residualVariance: 'known',
    ...tolerances(hold),
    costTolerance,
    ...(signal ? { signal } : {}),
  });
}

/**
 * The same for data that are much like those of an earlier answer, whose derivatives the evaluator holds: carried
 * along, they lead to the minimum; where not, new ones do.
 */
export function minimiseNearby(objective: Objective, start: ArrayLike<number>): LeastSquaresAnswer {
  const answer = minimise(objective, start, 0.5, 1e-4);
  return answer.converged ? answer : minimise(objective, pointOf(answer), 0);
}

/** The objective in the terms of the solver. */
export function problemOf(
  { evaluator, measured, deviations, priors }: Objective,
  start: ArrayLike<number>,
  hold: number,
): LeastSquaresProblem {
  const rows = measured.length;
  const parameters: Record<string, LeastSquaresParameter> = {};
  evaluator.parameters.forEach(({ name, lower, upper }, p) => {
    parameters[name] = {
      start: Math.min(Math.max(start[p], lower), upper),
      lower,
      upper,
      prior: { mean: priors[p].mean, standardDeviation: priors[p].deviation },
    };
  });
  const residuals = new Float64Array(rows);
  return {
    parameters,
    residuals: (point) => {
      const logarithms = evaluator.logarithms(point);
      if (!logarithms) return residuals.fill(Number.NaN);
      for (let i = 0; i < rows; i++) residuals[i] = (logarithms[i] - measured[i]) / deviations[i];
      return residuals;
    },
    jacobian: (point) => {
      const columns = evaluator.jacobian(point, hold);
      return Array.from({ length: rows }, (_, i) =>
        Float64Array.from(point, (_value, p) =>
          columns ? columns[p * rows + i] / deviations[i] : Number.NaN,
        ),
      );
    },
  };
}

/** The estimates of an answer, in order. */
export function pointOf(answer: LeastSquaresAnswer): Float64Array {
  return Float64Array.from(Object.values(answer.parameters), ({ estimate }) => estimate);
}
