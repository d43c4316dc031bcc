import { inverse, Matrix } from 'ml-matrix';
import { softL1Weight } from '../soft-l1-weight';

/** How sure the estimates are. */
export interface Posterior {
  /** Of the logarithms of the parameters; zero rows for those at a bound. */
  readonly covariance: number[][];
  /** How much each measurement determines its own prediction: between 0 and 1. */
  readonly leverage: Float64Array;
  /** Sum of the leverages: parameters that the data determine. */
  readonly effective: number;
  /** Of the quantile in intervals. */
  readonly degreesOfFreedom: number;
}

interface Around {
  /** Derivatives of the logarithms, a column for each parameter. */
  readonly jacobian: Float64Array;
  readonly deviations: Float64Array;
  /** In standard deviations. */
  readonly residuals: Float64Array;
  /** The kind of each measurement: those of one kind have a variance of their own, estimated from them alone. */
  readonly kinds: readonly string[];
  readonly priors: readonly { readonly deviation: number }[];
  readonly held: readonly boolean[];
  readonly loss: 'soft-l1' | 'squares';
}

/**
 * Covariance around the estimates, data and priors together:
 *
 *   A^-1 B A^-1,  A = m J'J + P,  B = v J'J + P
 *
 * with J the Jacobian in standard deviations and P the inverse variances of the priors. For squares m = v = 1. For a
 * robust loss with influence psi, m is the mean of psi' and v that of psi^2, corrected for the parameters that the
 * data determine.
 *
 * Degrees of freedom by Satterthwaite: a parameter whose variance comes from parts c_m of kinds with nu_m degrees each
 * has (sum c)^2 / sum(c_m^2 / nu_m), the prior's part being certain; the harmonic mean over the parameters.
 *
 * Huber and Ronchetti 2009, Robust Statistics, 2nd edition, section 7.6. Satterthwaite 1946, Biometrics Bulletin 2(6).
 */
export function posteriorOf({
  jacobian,
  deviations,
  residuals,
  kinds,
  priors,
  held,
  loss,
}: Around): Posterior {
  const rows = residuals.length;
  const free = held.flatMap((is, p) => (is ? [] : [p]));
  const scaled = Matrix.zeros(Math.max(rows, 1), Math.max(free.length, 1));
  free.forEach((p, k) => {
    for (let i = 0; i < rows; i++) scaled.set(i, k, jacobian[p * rows + i] / deviations[i]);
  });
  const covariance = priors.map(() => priors.map(() => 0));
  const leverage = new Float64Array(rows);
  if (free.length === 0) return { covariance, leverage, effective: 0, degreesOfFreedom: Math.max(rows, 1) };
  const weights = Array.from(residuals, (value) => (loss === 'squares' ? 1 : softL1Weight(value)));
  const mean = weights.reduce((sum, weight) => sum + weight ** 3, 0) / rows;
  const influence = residuals.reduce((sum, value, i) => sum + (weights[i] * value) ** 2, 0);
  const information = scaled.transpose().mmul(scaled);
  const bread = inverse(withPriors(Matrix.mul(information, mean), free, priors));
  let effective = 0;
  const spread = scaled.mmul(bread);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < free.length; k++) leverage[i] += mean * spread.get(i, k) * scaled.get(i, k);
    leverage[i] = Math.min(leverage[i], 1);
    effective += leverage[i];
  }
  const variance = loss === 'squares' ? 1 : influence / Math.max(rows - effective, 1);
  const meat = withPriors(Matrix.mul(information, variance), free, priors);
  const result = bread.mmul(meat).mmul(bread);
  free.forEach((p, k) => {
    free.forEach((q, l) => {
      covariance[p][q] = 0.5 * (result.get(k, l) + result.get(l, k));
    });
  });
  const degreesOfFreedom = satterthwaite(spread, result, variance, leverage, kinds);
  return { covariance, leverage, effective, degreesOfFreedom };
}

/** @param spread what each measurement adds to each parameter, in standard deviations of the measurement */
function satterthwaite(
  spread: Matrix,
  covariance: Matrix,
  variance: number,
  leverage: Float64Array,
  kinds: readonly string[],
): number {
  let inverseSum = 0;
  for (let k = 0; k < covariance.columns; k++) {
    const parts = new Map<string, { variance: number; freedom: number }>();
    kinds.forEach((kind, i) => {
      const part = parts.get(kind) ?? { variance: 0, freedom: 0 };
      part.variance += variance * spread.get(i, k) ** 2;
      part.freedom += 1 - leverage[i];
      parts.set(kind, part);
    });
    let sum = 0;
    for (const part of parts.values()) sum += part.variance ** 2 / Math.max(part.freedom, 1);
    inverseSum += sum / covariance.get(k, k) ** 2;
  }
  const mean = covariance.columns / inverseSum;
  return Math.min(Math.max(mean, 1), 1e6);
}

function withPriors(
  information: Matrix,
  free: readonly number[],
  priors: readonly { readonly deviation: number }[],
): Matrix {
  free.forEach((p, k) => {
    information.set(k, k, information.get(k, k) + priors[p].deviation ** -2);
  });
  return information;
}
