import {
  deepFreeze,
  finite,
  integer,
  onlyFields,
  plainObject,
  positive,
  SidecoreError,
  shown,
} from '../common';
import { linearModel, norm, rankOf, stepWithin } from './least-squares/linear-model';

/** A matrix and the values that it is to give. */
export interface NonNegativeLeastSquaresProblem {
  /** One row for each observation, one column for each coefficient. */
  readonly design: readonly (readonly number[])[];
  readonly response: readonly number[];
}

/** What `nonNegativeLeastSquares` is asked. */
export interface NonNegativeLeastSquaresOptions {
  /** On the optimality conditions, with columns and response scaled to length 1 (default 1e-10). */
  readonly tolerance?: number;
  /** Default 10 for each coefficient. */
  readonly maximumIterations?: number;
}

/** What `nonNegativeLeastSquares` answers. */
export interface NonNegativeLeastSquaresAnswer {
  readonly method: 'lawson-hanson';
  readonly exact: true;
  readonly converged: boolean;
  readonly status: 'optimal' | 'iteration-limit';
  readonly iterations: number;
  /** The largest violation of the optimality conditions, scaled as the tolerance. */
  readonly residual: number;
  /** Zero or more each, in the order of the columns. */
  readonly coefficients: readonly number[];
  /** Multipliers of the bounds, A^T (A x - b): zero where a coefficient is positive, zero or more elsewhere. */
  readonly dual: readonly number[];
  /** Columns with a positive coefficient. */
  readonly positive: readonly number[];
  /** b - A x. */
  readonly residuals: readonly number[];
  readonly sumOfSquares: number;
  /** Of the columns with positive coefficients, at length 1. */
  readonly conditionNumber: number;
}

/**
 * Linear least squares with coefficients of zero or more: min |A x - b| over x >= 0.
 *
 * The active set method of Lawson and Hanson, on columns scaled to length 1; exact up to rounding, for any rank (a column
 * that depends on those already in is left out) and any shape. Optimality is certified by the answer: `dual` is zero
 * where a coefficient is positive and not negative elsewhere.
 *
 * Units: a coefficient has the unit of the response over that of its column.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * nonNegativeLeastSquares({
 *   design: [[1, 1], [1, 2], [1, 3]],
 *   response: [3, 2, 1],
 * }).coefficients; // [2, 0]: the slope of -1 is not allowed
 * @see Lawson and Hanson 1974, Solving Least Squares Problems, chapter 23
 */
export function nonNegativeLeastSquares(
  problem: NonNegativeLeastSquaresProblem,
  options: NonNegativeLeastSquaresOptions = {},
): NonNegativeLeastSquaresAnswer {
  onlyFields(plainObject(options, 'options'), ['tolerance', 'maximumIterations'], 'options');
  const { matrix, response, rows, columns } = checked(problem);
  const tolerance = positive(options.tolerance ?? 1e-10, 'tolerance');
  const limit = integer(options.maximumIterations ?? 10 * columns, 'maximumIterations', 1);
  const lengths = new Float64Array(columns);
  for (let j = 0; j < columns; j++) lengths[j] = norm(matrix.subarray(j * rows, (j + 1) * rows)) || 1;
  const scale = norm(response) || 1;
  const scaled = matrix.map((value, i) => value / lengths[Math.floor(i / rows)]);
  const right = response.map((value) => -value / scale); // the linear model minimises |r + A x|

  const x = new Float64Array(columns);
  const inside = new Set<number>();
  const refused = new Set<number>();
  const ones = new Float64Array(columns).fill(1);
  let status: 'optimal' | 'iteration-limit' = 'optimal';
  let iterations = 0;
  let descent = slopes(scaled, right, x);
  for (;;) {
    const entering = steepest(descent, inside, refused, tolerance);
    if (entering < 0) break;
    if (iterations++ >= limit) {
      status = 'iteration-limit';
      break;
    }
    inside.add(entering);
    let solution = solveOn(scaled, right, [...inside], ones);
    // Rounding, or a column that depends on the others: it may not enter now.
    if (!solution || solution[entering] <= 0) {
      inside.delete(entering);
      refused.add(entering);
      continue;
    }
    while (solution && [...inside].some((j) => solution![j] <= 0)) {
      stepTowards(x, solution, inside);
      solution = solveOn(scaled, right, [...inside], ones);
    }
    if (solution) x.set(solution);
    refused.clear();
    descent = slopes(scaled, right, x);
  }
  return answer();

  function answer(): NonNegativeLeastSquaresAnswer {
    const order = [...inside].sort((a, b) => a - b);
    const violation = descent.reduce((worst, d, j) => Math.max(worst, inside.has(j) ? Math.abs(d) : d), 0);
    const coefficients = Array.from(x, (value, j) => (value * scale) / lengths[j]);
    const residuals = problem.response.map(
      (b, i) => b - problem.design[i].reduce((sum, a, j) => sum + a * coefficients[j], 0),
    );
    const { singular } = linearModel(scaled, new Float64Array(rows), order, ones);
    return deepFreeze({
      method: 'lawson-hanson',
      exact: true,
      converged: status === 'optimal',
      status,
      iterations,
      residual: violation,
      coefficients,
      dual: Array.from(descent, (d, j) => (inside.has(j) ? 0 : 0 - d * scale * lengths[j])),
      positive: order,
      residuals,
      sumOfSquares: residuals.reduce((sum, r) => sum + r * r, 0),
      conditionNumber: order.length === 0 ? 1 : singular[0] / singular[order.length - 1],
    });
  }
}

/** -A^T (r + A x): how fast the sum of squares falls when a coefficient grows. */
function slopes(scaled: Float64Array, right: Float64Array, x: Float64Array): Float64Array {
  const rows = right.length;
  const residuals = Float64Array.from(right);
  for (let j = 0; j < x.length; j++)
    if (x[j] !== 0) for (let i = 0; i < rows; i++) residuals[i] += scaled[j * rows + i] * x[j];
  return x.map((_, j) => {
    let sum = 0;
    for (let i = 0; i < rows; i++) sum -= scaled[j * rows + i] * residuals[i];
    return sum;
  });
}

function steepest(
  descent: Float64Array,
  inside: Set<number>,
  refused: Set<number>,
  tolerance: number,
): number {
  let best = -1;
  descent.forEach((d, j) => {
    if (d > tolerance && !inside.has(j) && !refused.has(j) && (best < 0 || d > descent[best])) best = j;
  });
  return best;
}

/** Plain least squares on some of the columns; null when they depend on each other. */
function solveOn(
  scaled: Float64Array,
  right: Float64Array,
  columns: readonly number[],
  ones: Float64Array,
): Float64Array | null {
  const model = linearModel(scaled, right, columns, ones); // of no columns, the solution is zero
  const rank = rankOf(model, 1e-13);
  if (rank < columns.length) return null;
  const { step } = stepWithin(model, rank, Number.POSITIVE_INFINITY);
  const solution = new Float64Array(ones.length);
  columns.forEach((j, k) => {
    solution[j] = step[k];
  });
  return solution;
}

/** Goes from x towards the solution until the first coefficient reaches zero; those that have leave. */
function stepTowards(x: Float64Array, solution: Float64Array, inside: Set<number>): void {
  let share = 1;
  let first = -1;
  for (const j of inside)
    if (solution[j] <= 0 && x[j] / (x[j] - solution[j]) < share) {
      share = x[j] / (x[j] - solution[j]);
      first = j;
    }
  for (const j of [...inside]) {
    x[j] += share * (solution[j] - x[j]);
    if (j === first || x[j] <= 0) {
      x[j] = 0;
      inside.delete(j);
    }
  }
}

function checked({ design, response, ...rest }: NonNegativeLeastSquaresProblem) {
  onlyFields(rest, [], '');
  for (const [path, list] of [
    ['design', design],
    ['response', response],
  ] as const)
    if (!Array.isArray(list) || list.length === 0)
      throw new SidecoreError({
        code: 'invalid-shape',
        path,
        message: `${shown(list)} is not a list with entries`,
      });
  const rows = response.length;
  const columns = Array.isArray(design[0]) ? design[0].length : 0;
  if (design.length !== rows || columns === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'design',
      message: `${design.length} rows of ${columns} columns for ${rows} observations`,
    });
  const matrix = new Float64Array(rows * columns);
  design.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== columns)
      throw new SidecoreError({
        code: 'invalid-shape',
        path: `design[${i}]`,
        message: `${shown(row)} is not a list of ${columns}`,
      });
    row.forEach((value, j) => {
      matrix[j * rows + i] = finite(value, `design[${i}][${j}]`);
    });
  });
  return {
    matrix,
    response: Float64Array.from(response, (value, i) => finite(value, `response[${i}]`)),
    rows,
    columns,
  };
}
