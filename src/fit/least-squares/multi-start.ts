import { deepFreeze, integer, onlyFields, plainObject, positive } from '../../common';
import { type RandomStream, randomStream } from '../../common/random-stream';
import type { LeastSquaresAnswer } from './answer';
import {
  answerOf,
  type LeastSquaresOptions,
  leastSquaresOptionNames,
  lossOf,
  settingsOf,
} from './least-squares';
import { type LeastSquaresProblem, plainProblem } from './problem';
import { hasConverged, type LeastSquaresStatus } from './status';
import { type Minimum, type Target, trustRegion } from './trust-region';

/** What `multiStartLeastSquares` is asked. */
export interface MultiStartOptions extends LeastSquaresOptions {
  /** How many searches, the first from the given start (default 10). */
  readonly starts?: number;
  /** Whole number; the same seed gives the same answer (default 1). */
  readonly seed?: number;
  /**
   * How far starts are spread where a parameter has no two bounds: a factor of up to e^spread around the given start,
   * or as many prior standard deviations (default 2).
   */
  readonly spread?: number;
}

export interface MultiStartAnswer extends LeastSquaresAnswer {
  readonly starts: readonly {
    readonly status: LeastSquaresStatus;
    readonly converged: boolean;
    readonly cost: number;
  }[];
  /** How many searches ended at the same lowest cost, relatively within 1e-6. */
  readonly agreeing: number;
}

/**
 * Least squares from several starts: the answer of the lowest cost among those that converged (of all, not converged,
 * when none did). Starts are spread evenly over the range of each parameter (a Latin hypercube): between its bounds, else
 * around the prior mean, else around the given start; the seed alone decides them.
 *
 * Assumptions, units and errors as in `leastSquares`. A lowest cost that several starts agree on is likely, not
 * certainly, the global minimum.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `aborted`
 * @example
 * multiStartLeastSquares(
 *   {
 *     parameters: { phase: { start: 1, lower: 0, upper: 20 } },
 *     residuals: ([phase]) => [Math.sin(phase) - 0.5, 0.1 * (phase - 9)],
 *   },
 *   { starts: 8 },
 * ).parameters.phase.estimate; // 8.9, the best of several minima
 * @see McKay, Beckman and Conover 1979, Technometrics 21(2), pp. 239-245, for Latin hypercubes
 */
export function multiStartLeastSquares(
  problem: LeastSquaresProblem,
  options: MultiStartOptions = {},
): MultiStartAnswer {
  plainObject(options, 'options');
  onlyFields(options, [...leastSquaresOptionNames, 'starts', 'seed', 'spread'], 'options');
  const count = integer(options.starts ?? 10, 'starts', 1);
  const random = randomStream(integer(options.seed ?? 1, 'seed'));
  const spread = positive(options.spread ?? 2, 'spread');
  const loss = lossOf(options);
  const plain = plainProblem(problem, loss);
  const settings = settingsOf(plain, options);
  const priors = new Map(plain.priors.map((prior) => [prior.place, prior]));
  const ranges = plain.names.map((_, p) => {
    const prior = priors.get(p);
    return rangeOf(plain.target, p, spread, prior);
  });
  const others = latinHypercube(count - 1, ranges.length, random);
  const runs: Minimum[] = [trustRegion(plain.target, settings)];
  for (const cell of others) {
    const start = Float64Array.from(cell, (share, p) => ranges[p](share));
    runs.push(trustRegion({ ...plain.target, start }, settings));
  }
  const tried = runs.map((run) => ({
    status: run.status,
    converged: hasConverged(run.status),
    cost: run.status === 'invalid-start' ? Number.POSITIVE_INFINITY : costOf(run),
  }));
  let best = 0;
  tried.forEach((one, i) => {
    if (one.converged === tried[best].converged ? one.cost < tried[best].cost : one.converged) best = i;
  });
  const lowest = tried[best].cost;
  const agreeing = tried.filter(
    ({ converged, cost }) => converged && cost <= lowest + 1e-6 * lowest + Number.MIN_VALUE,
  ).length;
  return deepFreeze({ ...answerOf(plain, loss, options, runs[best]), starts: tried, agreeing });
}

function costOf(run: Minimum): number {
  return 0.5 * run.residuals.reduce((sum, value) => sum + value * value, 0);
}

/** Maps (0, 1) onto where a parameter may start. */
function rangeOf(
  { lower, upper, start }: Target,
  p: number,
  spread: number,
  prior: { readonly mean: number; readonly standardDeviation: number } | undefined,
): (share: number) => number {
  const within = (value: number) => Math.min(Math.max(value, lower[p]), upper[p]);
  if (Number.isFinite(upper[p] - lower[p])) return (share) => lower[p] + share * (upper[p] - lower[p]);
  if (prior) return (share) => within(prior.mean + (2 * share - 1) * spread * prior.standardDeviation);
  if (start[p] === 0) return (share) => within((2 * share - 1) * spread);
  return (share) => within(start[p] * Math.exp((2 * share - 1) * spread));
}

/** For each of `count` points a share in (0, 1) of each dimension: one point in each of `count` equal parts of it. */
function latinHypercube(count: number, dimensions: number, random: RandomStream): number[][] {
  const points: number[][] = Array.from({ length: count }, () => []);
  for (let d = 0; d < dimensions; d++) {
    const order = Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = Math.floor(random.uniform() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    points.forEach((point, i) => {
      point.push((order[i] + random.uniform()) / count);
    });
  }
  return points;
}
