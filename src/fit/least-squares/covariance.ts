import { type LinearModel, linearModel, norm } from './linear-model';
import type { Loss } from './loss';

export interface Spread {
  readonly covariance: Float64Array[] | null;
  readonly conditionNumber: number;
  readonly degreesOfFreedom: number;
  readonly residualVariance: number | null;
}

/**
 * Covariance of the estimates. With squares, s^2 (J^T J)^-1. With another loss, Huber's: the variance of the influence
 * psi over the squared mean of its derivative, in place of s^2, with his correction for few observations. Priors enter
 * as rows of variance 1. In general A^-1 B A^-1 with A = m J^T J + P and B = v J^T J + P.
 *
 * Huber and Ronchetti 2009, Robust Statistics, 2nd edition, section 7.6.
 *
 * @param jacobian derivatives of the plain residuals, columns one after another, rows of the priors after the others
 */
export function spreadOf(
  jacobian: Float64Array,
  residuals: ArrayLike<number>,
  priorRows: number,
  free: readonly number[],
  loss: Loss,
  variance: 'estimated' | 'known',
): Spread {
  const observations = residuals.length;
  const rows = observations + priorRows;
  const count = jacobian.length / rows;
  const degreesOfFreedom = rows - free.length;
  const curvatures = Array.from(residuals, loss.curvature);
  const mean = curvatures.reduce((sum, value) => sum + value, 0) / observations;
  const scatter = curvatures.reduce((sum, value) => sum + (value - mean) ** 2, 0) / observations;
  const correction = 1 + ((free.length / observations) * scatter) / mean ** 2;
  const influence = norm(Array.from(residuals, loss.influence)) ** 2 / degreesOfFreedom;
  const residualVariance = variance === 'known' ? 1 : degreesOfFreedom > 0 ? influence : null;

  const weighted = Float64Array.from(jacobian, (value, i) =>
    i % rows < observations ? value * Math.sqrt(mean) : value,
  );
  const lengths = new Float64Array(count);
  for (const p of free) lengths[p] = norm(weighted.subarray(p * rows, (p + 1) * rows)) || 1;
  const model = linearModel(weighted, new Float64Array(rows), free, lengths);
  const smallest = model.singular[free.length - 1];
  const conditionNumber =
    free.length === 0 ? 1 : smallest > 0 ? model.singular[0] / smallest : Number.POSITIVE_INFINITY;
  if (residualVariance === null || !Number.isFinite(conditionNumber))
    return { covariance: null, conditionNumber, degreesOfFreedom, residualVariance };
  const inverse = inverseOf(model, lengths, count);
  const factor =
    variance === 'known' && loss.curvature(1) === 1 ? 1 : (residualVariance * correction ** 2) / mean;
  const covariance =
    priorRows === 0
      ? inverse.map((row) => row.map((value) => value * factor))
      : sandwich(inverse, weighted, rows, observations, factor);
  return { covariance, conditionNumber, degreesOfFreedom, residualVariance };
}

/** (K^T K)^-1 on all parameters, zero for those that do not move. */
function inverseOf(model: LinearModel, lengths: Float64Array, count: number): Float64Array[] {
  const { moving, singular, directions } = model;
  const inverse = Array.from({ length: count }, () => new Float64Array(count));
  moving.forEach((p, i) => {
    moving.forEach((q, j) => {
      let sum = 0;
      for (let k = 0; k < moving.length; k++)
        sum += (directions.get(i, k) / singular[k]) * (directions.get(j, k) / singular[k]);
      inverse[p][q] = sum / lengths[p] / lengths[q];
    });
  });
  return inverse;
}

/** A^-1 K^T W K A^-1 with W = factor for rows of the data and 1 for priors. */
function sandwich(
  inverse: Float64Array[],
  weighted: Float64Array,
  rows: number,
  observations: number,
  factor: number,
): Float64Array[] {
  const count = inverse.length;
  const result = inverse.map(() => new Float64Array(count));
  const influence = new Float64Array(count);
  for (let i = 0; i < rows; i++) {
    influence.fill(0);
    for (let q = 0; q < count; q++)
      for (let p = 0; p < count; p++) influence[p] += inverse[p][q] * weighted[q * rows + i];
    const weight = i < observations ? factor : 1;
    for (let p = 0; p < count; p++)
      for (let q = 0; q < count; q++) result[p][q] += weight * influence[p] * influence[q];
  }
  return result;
}
