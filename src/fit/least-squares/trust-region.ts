import { differenceJacobian, type Evaluate } from './differences';
import { type LinearModel, linearModel, norm, rankOf, stepWithin } from './linear-model';
import type { LeastSquaresStatus } from './status';

/** A sum of squares to minimise, on plain arrays. */
export interface Target {
  readonly evaluate: Evaluate;
  /** Fills the columns one after another; false where it is not finite. Differences when absent. */
  readonly jacobian?: (point: Float64Array, jacobian: Float64Array) => boolean;
  readonly start: Float64Array;
  /** What size a parameter usually has, above 0: for steps where it is 0. */
  readonly usual: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

export interface Settings {
  readonly gradientTolerance: number;
  readonly stepTolerance: number;
  readonly costTolerance: number;
  readonly maximumEvaluations: number;
  /** Called once an iteration; throws to stop. */
  readonly watch: () => void;
}

export interface Minimum {
  readonly point: Float64Array;
  readonly residuals: Float64Array;
  readonly jacobian: Float64Array;
  readonly status: LeastSquaresStatus;
  readonly iterations: number;
  readonly evaluations: number;
}

/** Singular values below this part of the largest one are lost in the rounding of an analytic or a difference Jacobian. */
const analyticRank = 1e-14;
const differenceRank = 1e-10;

/** A parameter whose own size moves the residuals by less than this part of them is not seen by the data. */
const unseen = 1e-8;

/**
 * Trust region method for a small dense least-squares problem with bounds. Each iteration minimises the linear model of
 * the residuals within an ellipsoid whose axes follow the lengths of the Jacobian's columns (so that units do not
 * matter); parameters at a bound that the slope pushes outwards are held, and those that a step takes across a bound
 * are put on it while the others take the best step given that.
 *
 * More 1978, as in `stepWithin`; Nocedal and Wright 2006, Numerical Optimization, sections 4.1 and 10.3.
 */
export function trustRegion(target: Target, settings: Settings): Minimum {
  const point = Float64Array.from(target.start);
  const count = point.length;
  let evaluations = 1;
  const evaluate: Evaluate = (at) => {
    evaluations += 1;
    return target.evaluate(at);
  };
  const first = target.evaluate(point);
  let residuals = first ? Float64Array.from(first) : new Float64Array();
  const jacobian = new Float64Array(residuals.length * count);
  const result = (status: LeastSquaresStatus, iterations: number): Minimum => {
    return { point, residuals, jacobian, status, iterations, evaluations };
  };
  const judged = (status: LeastSquaresStatus) =>
    identified(target, point, jacobian, size, rankTolerance) ? status : 'not-identified';
  const differentiate = () =>
    target.jacobian
      ? target.jacobian(point, jacobian)
      : differenceJacobian(evaluate, point, target.usual, target.lower, target.upper, jacobian);
  if (!first || !differentiate()) return result('invalid-start', 0);

  const rankTolerance = target.jacobian ? analyticRank : differenceRank;
  let size = norm(residuals);
  let scale = columnLengths(jacobian, residuals.length, count, target.usual, size);
  let radius = firstRadius * (scaledNorm(point, scale) || 1);
  for (let iteration = 1; ; iteration++) {
    settings.watch();
    if (size === 0) return result('exact', iteration);
    let model = linearModel(jacobian, residuals, freeParameters(target, point, jacobian, residuals), scale);
    let rank = rankOf(model, rankTolerance);
    if (arrival(model, rank, size, scaledNorm(point, scale), settings)) {
      // Lengths from far away can hide a direction: judge by the lengths here.
      scale = columnLengths(jacobian, residuals.length, count, target.usual, size);
      model = linearModel(jacobian, residuals, model.moving, scale);
      rank = rankOf(model, rankTolerance);
      const status = arrival(model, rank, size, scaledNorm(point, scale), settings);
      if (status) return result(judged(status), iteration);
    }
    for (;;) {
      if (evaluations >= settings.maximumEvaluations) return result('evaluation-limit', iteration);
      const step = boundedStep(target, point, jacobian, residuals, scale, model, rank, radius);
      const trial = point.map((value, p) => clamp(value + step[p], target.lower[p], target.upper[p]));
      const length = scaledNorm(step, scale);
      const next = evaluate(trial);
      const predicted = 1 - (norm(predictedResiduals(jacobian, residuals, step)) / size) ** 2;
      const actual = next ? 1 - (norm(next) / size) ** 2 : Number.NEGATIVE_INFINITY;
      const ratio = predicted > 0 ? actual / predicted : 0;
      if (ratio < 0.25) radius = Math.min(radius, length) * shrinkage(actual, predicted);
      else if (ratio > 0.75) radius = Math.max(radius, 2 * length);
      // A step onto a bound may be too short for rounding to show that it helps.
      const tie = predicted < rounding && actual > -rounding && reachesBound(target, point, trial);
      if (next && ((actual > 0 && ratio > 1e-4) || tie)) {
        point.set(trial);
        residuals = Float64Array.from(next);
        break;
      }
      if (reducible(model, rank, size) ** 2 <= settings.costTolerance)
        return result(judged('cost'), iteration);
      if (radius <= 1e-15 * scaledNorm(point, scale) || length === 0) return result('stalled', iteration);
    }
    if (!differentiate()) return result('stalled', iteration);
    size = norm(residuals);
    scale = columnLengths(jacobian, residuals.length, count, target.usual, size, scale);
  }
}

/** The region at first: as far as the parameters are from 0. Of 0.1, 1, 10 and 100 the best on NIST StRD. */
const firstRadius = 1;

/** Length of what the parameters can still take away from the residuals, beside their length. */
function reducible(model: LinearModel, rank: number, size: number): number {
  return norm(model.along.subarray(0, rank)) / size;
}

/** The criterion that is met, if any. */
function arrival(
  model: LinearModel,
  rank: number,
  size: number,
  pointLength: number,
  { gradientTolerance, stepTolerance }: Settings,
): 'gradient' | 'step' | null {
  if (reducible(model, rank, size) <= gradientTolerance) return 'gradient';
  const full = stepWithin(model, rank, Number.POSITIVE_INFINITY);
  return full.length <= stepTolerance * pointLength ? 'step' : null;
}

/** Relative changes of the sum of squares below this are not seen. */
const rounding = 1e-13;

function reachesBound({ lower, upper }: Target, point: Float64Array, trial: Float64Array): boolean {
  return trial.some((value, p) => value !== point[p] && (value === lower[p] || value === upper[p]));
}

/** How far to shrink the region: to the minimum of the parabola through both ends, between a tenth and a half. */
function shrinkage(actual: number, predicted: number): number {
  if (!Number.isFinite(actual)) return 0.1;
  return clamp((0.5 * predicted) / Math.max(predicted - actual, Number.MIN_VALUE), 0.1, 0.5);
}

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(Math.max(value, lower), upper);
}

/** Largest lengths of the columns so far; a column of zeros gets the length of the residuals over the usual size. */
function columnLengths(
  jacobian: Float64Array,
  rows: number,
  count: number,
  usual: Float64Array,
  size: number,
  last?: Float64Array,
): Float64Array {
  const lengths = new Float64Array(count);
  for (let p = 0; p < count; p++) {
    const length = norm(jacobian.subarray(p * rows, (p + 1) * rows));
    lengths[p] = Math.max(length, last ? last[p] : 0) || (size || 1) / usual[p];
  }
  return lengths;
}

function scaledNorm(values: Float64Array, scale: Float64Array): number {
  return norm(values.map((value, p) => value * scale[p]));
}

/** The parameters that are not held at a bound by the slope. */
function freeParameters(
  { lower, upper }: Target,
  point: Float64Array,
  jacobian: Float64Array,
  residuals: Float64Array,
): number[] {
  const free: number[] = [];
  for (let p = 0; p < point.length; p++) {
    let slope = 0;
    for (let i = 0; i < residuals.length; i++) slope += jacobian[p * residuals.length + i] * residuals[i];
    if (!(point[p] <= lower[p] && slope >= 0) && !(point[p] >= upper[p] && slope <= 0)) free.push(p);
  }
  return free;
}

/** The step in plain parameters: those that would cross a bound go onto it, the others follow. */
function boundedStep(
  { lower, upper }: Target,
  point: Float64Array,
  jacobian: Float64Array,
  residuals: Float64Array,
  scale: Float64Array,
  free: LinearModel,
  freeRank: number,
  radius: number,
): Float64Array {
  const step = new Float64Array(point.length);
  let model = free;
  let rank = freeRank;
  for (;;) {
    const inner = stepWithin(model, rank, radius).step;
    const staying: number[] = [];
    model.moving.forEach((p, k) => {
      step[p] = inner[k] / scale[p];
      const inside = point[p] + step[p] >= lower[p] && point[p] + step[p] <= upper[p];
      if (inside) staying.push(p);
      else step[p] = (step[p] < 0 ? lower[p] : upper[p]) - point[p];
    });
    if (staying.length === model.moving.length || staying.length === 0) return step;
    for (const p of staying) step[p] = 0;
    model = linearModel(jacobian, predictedResiduals(jacobian, residuals, step), staying, scale);
    rank = rankOf(model, 1e-10);
  }
}

function predictedResiduals(
  jacobian: Float64Array,
  residuals: Float64Array,
  step: Float64Array,
): Float64Array {
  const result = Float64Array.from(residuals);
  const rows = residuals.length;
  for (let p = 0; p < step.length; p++)
    if (step[p] !== 0) for (let i = 0; i < rows; i++) result[i] += jacobian[p * rows + i] * step[p];
  return result;
}

/** True when the data see every parameter that is not at a bound, and every combination of them. */
function identified(
  target: Target,
  point: Float64Array,
  jacobian: Float64Array,
  size: number,
  rankTolerance: number,
): boolean {
  const rows = jacobian.length / point.length;
  const inside = Array.from(point.keys()).filter(
    (p) => point[p] > target.lower[p] && point[p] < target.upper[p],
  );
  const lengths = Float64Array.from(point, (_, p) => norm(jacobian.subarray(p * rows, (p + 1) * rows)));
  if (inside.some((p) => lengths[p] * Math.max(Math.abs(point[p]), target.usual[p]) <= unseen * size))
    return false;
  return (
    inside.length === 0 ||
    rankOf(linearModel(jacobian, new Float64Array(rows), inside, lengths), rankTolerance) === inside.length
  );
}
