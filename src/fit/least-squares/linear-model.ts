import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { triangularize } from './triangularize';

/** The residuals as a linear function of some of the parameters, in its singular directions. */
export interface LinearModel {
  /** Which parameters, by place. */
  readonly moving: readonly number[];
  /** Largest first. */
  readonly singular: readonly number[];
  /** Coordinates of the residuals along the left singular vectors. */
  readonly along: Float64Array;
  /** Right singular vectors as columns, one row for each moving parameter, in scaled parameters. */
  readonly directions: Matrix;
}

/**
 * Singular value decomposition of the Jacobian with the columns divided by `scale`, after a Householder reduction to a
 * small triangle. `jacobian` holds columns one after another.
 */
export function linearModel(
  jacobian: Float64Array,
  residuals: Float64Array,
  moving: readonly number[],
  scale: Float64Array,
): LinearModel {
  const count = moving.length;
  if (count === 0) return { moving, singular: [], along: new Float64Array(), directions: Matrix.zeros(0, 0) };
  const given = residuals.length;
  const rows = Math.max(given, count);
  const matrix = new Float64Array(rows * count);
  moving.forEach((p, column) => {
    const divisor = scale[p];
    for (let i = 0; i < given; i++) matrix[column * rows + i] = jacobian[p * given + i] / divisor;
  });
  const right = new Float64Array(rows);
  right.set(residuals);
  triangularize(matrix, rows, count, right);
  const triangle = Matrix.zeros(count, count);
  for (let j = 0; j < count; j++) for (let i = 0; i <= j; i++) triangle.set(i, j, matrix[j * rows + i]);
  const svd = new SingularValueDecomposition(triangle);
  const left = svd.leftSingularVectors;
  const along = new Float64Array(count);
  for (let k = 0; k < count; k++) for (let i = 0; i < count; i++) along[k] += left.get(i, k) * right[i];
  return { moving, singular: svd.diagonal, along, directions: svd.rightSingularVectors };
}

/** How many singular values count as not zero. */
export function rankOf({ singular }: LinearModel, tolerance: number): number {
  return singular.filter((value) => value > tolerance * singular[0]).length;
}

/** Lengths of the steps along the singular directions that minimise |r + J d|^2 + damping |d|^2. */
function coordinates(model: LinearModel, rank: number, damping: number): Float64Array {
  return model.along.map((c, k) =>
    k < rank ? (-model.singular[k] * c) / (model.singular[k] ** 2 + damping) : 0,
  );
}

/**
 * The minimiser of the linear model within the ball |scaled step| <= radius, and its length. The damping that gives this
 * length (within 5 %) is found by Newton's method on 1 / length, which approaches it from below.
 *
 * More 1978, "The Levenberg-Marquardt algorithm: implementation and theory", Lecture Notes in Mathematics 630,
 * section 5, with singular values in place of factorisations.
 */
export function stepWithin(
  model: LinearModel,
  rank: number,
  radius: number,
): { readonly step: Float64Array; readonly length: number } {
  let damping = 0;
  let lengths = coordinates(model, rank, damping);
  let length = norm(lengths);
  for (let i = 0; i < 60 && length > 1.05 * radius; i++) {
    let slope = 0;
    for (let k = 0; k < rank; k++) slope += lengths[k] ** 2 / (model.singular[k] ** 2 + damping);
    damping += ((length - radius) / radius) * (length ** 2 / slope);
    lengths = coordinates(model, rank, damping);
    length = norm(lengths);
  }
  const step = new Float64Array(model.moving.length);
  for (let p = 0; p < step.length; p++)
    for (let k = 0; k < rank; k++) step[p] += model.directions.get(p, k) * lengths[k];
  return { step, length };
}

/** Euclidean length, without overflow. */
export function norm(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] / largest) ** 2;
  return largest * Math.sqrt(sum);
}
