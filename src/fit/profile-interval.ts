import { deepFreeze, onlyFields, plainObject, probability, SidecoreError } from '../common';
import { normalQuantile } from '../common/distributions/normal-quantile';
import { studentTQuantile } from '../common/distributions/student-t-quantile';
import {
  answerOf,
  type LeastSquaresOptions,
  leastSquaresOptionNames,
  lossOf,
  settingsOf,
} from './least-squares/least-squares';
import { type LeastSquaresProblem, plainProblem } from './least-squares/problem';
import { hasConverged } from './least-squares/status';
import { type Settings, type Target, trustRegion } from './least-squares/trust-region';

/** What `profileInterval` is asked. */
export interface ProfileOptions extends LeastSquaresOptions {
  readonly parameter: string;
  /** Confidence level (default 0.95). */
  readonly level?: number;
}

/** The best fit with one parameter held. */
export interface ProfilePoint {
  readonly value: number;
  /** Signed root of the rise of twice the cost over the residual variance: where it is straight, the fit is linear. */
  readonly deviation: number;
}

/** An interval that follows the curvature of the fit. */
export interface ProfileInterval {
  readonly method: 'profile';
  readonly parameter: string;
  readonly estimate: number;
  readonly level: number;
  /** End of the interval; null when the profile never rises far enough: the data set no limit on this side. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Whether an end is a bound of the parameter rather than set by the data. */
  readonly lowerIsBound: boolean;
  readonly upperIsBound: boolean;
  /** False when the fit did not converge, or a part of the profile did not; then `message` says so. */
  readonly converged: boolean;
  readonly message: string;
  /** What was computed, by value, for a chart. */
  readonly points: readonly ProfilePoint[];
}

/** Evaluations of the profile on one side. */
const mostPoints = 40;

/**
 * Confidence interval of one parameter from its profile: the values at which the best fit of all others is not
 * significantly worse. Unlike estimate +/- quantile x standard error it follows curvature, bounds and one-sided limits.
 *
 *   2 (cost(b_p) - cost(min)) / s^2 <= t^2, t the Student quantile (normal when the variance is known)
 *
 * Assumes normal residuals (approximately, for another loss).
 *
 * @throws SidecoreError `unknown-name`, `invalid-value`, `invalid-shape`; `aborted`
 * @example
 * profileInterval(
 *   { parameters: { mean: { start: 0 } }, residuals: ([mean]) => [1 - mean, 2 - mean, 3 - mean] },
 *   { parameter: 'mean' },
 * ).upper; // 4.484: 2 + 4.303 / sqrt(3)
 * @see Bates and Watts 1988, Nonlinear Regression Analysis and Its Applications, section 6.1
 */
export function profileInterval(problem: LeastSquaresProblem, options: ProfileOptions): ProfileInterval {
  onlyFields(plainObject(options, 'options'), [...leastSquaresOptionNames, 'parameter', 'level'], 'options');
  const loss = lossOf(options);
  const plain = plainProblem(problem, loss);
  const settings = settingsOf(plain, options);
  const level = probability(options.level ?? 0.95, 'level');
  const place = plain.names.indexOf(options.parameter);
  if (place < 0 || level === 0 || level === 1)
    throw new SidecoreError({
      code: place < 0 ? 'unknown-name' : 'invalid-value',
      path: place < 0 ? 'parameter' : 'level',
      message: place < 0 ? `there is no parameter "${options.parameter}"` : `${level} is not between 0 and 1`,
      hint: place < 0 ? `there are ${plain.names.join(', ')}` : '',
    });
  const run = trustRegion(plain.target, settings);
  const answer = answerOf(plain, loss, options, run);
  const estimate = run.point[place];
  const facts = { method: 'profile' as const, parameter: options.parameter, estimate, level };
  const known = options.residualVariance === 'known';
  if (!answer.converged || answer.residualVariance === null || (answer.residualVariance === 0 && !known))
    return deepFreeze({
      ...facts,
      lower: null,
      upper: null,
      lowerIsBound: false,
      upperIsBound: false,
      converged: false,
      message: answer.converged
        ? 'the residuals leave nothing to estimate their variance from'
        : answer.message,
      points: [],
    });
  const outer = { tail: 'upper' } as const;
  const limit = known
    ? normalQuantile((1 - level) / 2, outer)
    : studentTQuantile((1 - level) / 2, { degreesOfFreedom: answer.degreesOfFreedom, ...outer });
  const width = answer.parameters[options.parameter].standardError ?? 0.1 * plain.target.usual[place];
  const side = (direction: -1 | 1) =>
    profileSide(
      plain.target,
      settings,
      run.point,
      place,
      2 * answer.cost,
      answer.residualVariance!,
      direction,
      limit,
      width,
    );
  const [below, above] = [side(-1), side(1)];
  const problems = [below.message, above.message].filter((message) => message !== '');
  const points = [...below.points, { value: estimate, deviation: 0 }, ...above.points];
  return deepFreeze({
    ...facts,
    lower: below.end,
    upper: above.end,
    lowerIsBound: below.isBound,
    upperIsBound: above.isBound,
    converged: problems.length === 0,
    message: problems[0] ?? 'both ends were found or do not exist',
    points: points.sort((a, b) => a.value - b.value),
  });
}

interface Side {
  readonly end: number | null;
  readonly isBound: boolean;
  readonly message: string;
  readonly points: ProfilePoint[];
}

/** Follows the profile to one side until its deviation reaches the limit; secant steps within a bracket. */
function profileSide(
  target: Target,
  settings: Settings,
  best: Float64Array,
  place: number,
  lowest: number,
  variance: number,
  direction: -1 | 1,
  limit: number,
  width: number,
): Side {
  const points: ProfilePoint[] = [];
  const bound = direction < 0 ? target.lower[place] : target.upper[place];
  const room = Math.abs(bound - best[place]);
  if (room === 0) return { end: bound, isBound: true, message: '', points };
  const end = (distance: number) => best[place] + direction * distance;
  let inner = { distance: 0, deviation: 0 };
  let outer: typeof inner | null = null;
  let others = best;
  let distance = Math.min(limit * width, room);
  for (let i = 0; i < mostPoints; i++) {
    const run = trustRegion(withFixed(target, others, place, end(distance)), settings);
    const rise = 2 * 0.5 * run.residuals.reduce((sum, value) => sum + value * value, 0) - lowest;
    if (!hasConverged(run.status) && run.status !== 'not-identified')
      return {
        end: null,
        isBound: false,
        message: `a part of the profile did not converge: ${run.status}`,
        points,
      };
    if (rise < -1e-6 * lowest)
      return {
        end: null,
        isBound: false,
        message: 'the profile found a lower cost: use several starts',
        points,
      };
    others = inserted(run.point, place, end(distance));
    const deviation = Math.sqrt(Math.max(rise, 0) / variance);
    points.push({ value: end(distance), deviation: direction * deviation });
    if (Math.abs(deviation - limit) <= 1e-7 * limit)
      return { end: end(distance), isBound: false, message: '', points };
    if (deviation > limit) outer = { distance, deviation };
    else {
      if (distance >= room) return { end: bound, isBound: true, message: '', points };
      inner = { distance, deviation };
    }
    distance = nextDistance(inner, outer, limit, room, i);
  }
  // Beyond hundreds of standard errors without a rise there is no limit; a bracket has shrunk to a jump.
  return outer
    ? { end: end(outer.distance), isBound: false, message: '', points }
    : { end: null, isBound: false, message: '', points };
}

function nextDistance(
  inner: { distance: number; deviation: number },
  outer: { distance: number; deviation: number } | null,
  limit: number,
  room: number,
  count: number,
): number {
  if (!outer) {
    const straight = (inner.distance * limit) / Math.max(inner.deviation, 1e-300);
    return Math.min(Math.max(straight, 1.2 * inner.distance), 3 * inner.distance, room);
  }
  const secant =
    inner.distance +
    ((outer.distance - inner.distance) * (limit - inner.deviation)) / (outer.deviation - inner.deviation);
  const middle = 0.5 * (inner.distance + outer.distance);
  const third = (outer.distance - inner.distance) / 1e3;
  // Every third step halves the bracket, so that one end that stays put does not hold up the search.
  return count % 3 === 2
    ? middle
    : Math.min(Math.max(secant, inner.distance + third), outer.distance - third);
}

/** The problem with one parameter held at a value, started from the others of a point. */
function withFixed(target: Target, from: Float64Array, place: number, value: number): Target {
  const without = (values: Float64Array) => values.filter((_, p) => p !== place);
  const { jacobian } = target;
  return {
    evaluate: (point) => target.evaluate(inserted(point, place, value)),
    jacobian:
      jacobian &&
      ((point, reduced) => {
        const rows = reduced.length / Math.max(point.length, 1);
        if (point.length === 0) return true;
        const full = new Float64Array(rows * (point.length + 1));
        const finite = jacobian(inserted(point, place, value), full);
        reduced.set(full.subarray(0, place * rows));
        reduced.set(full.subarray((place + 1) * rows), place * rows);
        return finite;
      }),
    start: without(from),
    usual: without(target.usual),
    lower: without(target.lower),
    upper: without(target.upper),
  };
}

function inserted(point: Float64Array, place: number, value: number): Float64Array {
  const full = new Float64Array(point.length + 1);
  full.set(point.subarray(0, place));
  full[place] = value;
  full.set(point.subarray(place), place + 1);
  return full;
}
