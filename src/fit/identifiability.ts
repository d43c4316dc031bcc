import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { deepFreeze, oneOf, onlyFields, plainObject, positive } from '../common';
import type { LeastSquaresAnswer } from './least-squares/answer';

/** What `identifiability` is asked. */
export interface IdentifiabilityOptions {
  /** `relative` (default): a parameter matters by its relative change. `logarithmic`: parameters are logarithms already. */
  readonly scale?: 'relative' | 'logarithmic';
  /** A direction is null when its singular value is smaller than the largest by this factor (default 1e3). */
  readonly limit?: number;
}

/** A change of parameters that the data do not see. */
export interface NullDirection {
  /** Exponents of the power product, the largest 1; those below 0.05 left out. */
  readonly exponents: { readonly [parameter: string]: number };
  /** For example `activation * switch^-1`. */
  readonly product: string;
  readonly singularValue: number;
}

/** What data tell of parameters: singular values, and directions that they do not see. */
export interface Identifiability {
  readonly method: 'singular-values';
  /** Largest by smallest singular value of the data's Jacobian, priors left out; Infinity if one is 0. */
  readonly conditionNumber: number;
  /** Largest first. */
  readonly singularValues: readonly number[];
  /** Power products that the data do not determine, the worst first. */
  readonly nullDirections: readonly NullDirection[];
  readonly parameters: {
    readonly [name: string]: {
      /** Standard error over the prior's standard deviation; null without a prior or a standard error. */
      readonly shrinkage: number | null;
      /** The data have hardly narrowed the prior: shrinkage above 0.7. */
      readonly priorDominated: boolean;
      /** How far the estimate is from the prior mean, in its standard deviations; null without a prior. */
      readonly shift: number | null;
    };
  };
}

/** Above this part of the prior's standard deviation an estimate repeats the prior. */
const dominated = 0.7;

/**
 * What the data say about each parameter of a fit, and which combinations they cannot tell apart: the singular value
 * decomposition of the Jacobian by the logarithms of the parameters, without priors. Moving the parameters along a null
 * direction changes no residual noticeably, so that the power product prod_p b_p^v_p is not determined.
 *
 * Local, at the estimates. Rules of thumb: beware above a condition number of 1e3, report no split above 1e5. A parameter
 * whose estimate is 0 counts by its start.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * const fit = leastSquares({
 *   parameters: { a: { start: 1, prior: { mean: 1, standardDeviation: 1 } }, b: { start: 1 } },
 *   residuals: ([a, b]) => [a * b - 6, 2 * a * b - 12.1, a * b - 5.9],
 * });
 * identifiability(fit).nullDirections[0].product; // 'a * b^-1': the data see only a b
 * @see Belsley, Kuh and Welsch 1980, Regression Diagnostics, chapter 3
 */
export function identifiability(
  answer: LeastSquaresAnswer,
  options: IdentifiabilityOptions = {},
): Identifiability {
  plainObject(answer, 'answer');
  onlyFields(plainObject(options, 'options'), ['scale', 'limit'], 'options');
  const scale = oneOf(options.scale ?? 'relative', ['relative', 'logarithmic'], 'scale');
  const limit = positive(options.limit ?? 1e3, 'limit');
  const names = Object.keys(answer.parameters);
  const sizes = names.map((name) => {
    const { estimate, start } = answer.parameters[name];
    return scale === 'logarithmic' ? 1 : Math.abs(estimate) || Math.abs(start) || 1;
  });
  const { singular, directions } = decomposed(answer.jacobian, sizes);
  const nullDirections: NullDirection[] = [];
  for (let k = names.length - 1; k >= 0; k--)
    if (singular[k] * limit < singular[0] || singular[0] === 0)
      nullDirections.push(direction(names, directions.getColumn(k), singular[k]));
  const smallest = singular[names.length - 1];
  return deepFreeze({
    method: 'singular-values',
    conditionNumber: smallest > 0 ? singular[0] / smallest : Number.POSITIVE_INFINITY,
    singularValues: singular,
    nullDirections,
    parameters: Object.fromEntries(names.map((name) => [name, beside(answer.parameters[name])])),
  });
}

function decomposed(jacobian: LeastSquaresAnswer['jacobian'], sizes: readonly number[]) {
  const rows = Math.max(jacobian.length, sizes.length);
  const matrix = Matrix.zeros(rows, sizes.length);
  jacobian.forEach((row, i) => {
    row.forEach((value, p) => {
      matrix.set(i, p, value * sizes[p]);
    });
  });
  const svd = new SingularValueDecomposition(matrix);
  // What is lost in rounding is zero.
  const singular = svd.diagonal.map((value) => (value > rows * Number.EPSILON * svd.diagonal[0] ? value : 0));
  return { singular, directions: svd.rightSingularVectors };
}

function direction(
  names: readonly string[],
  vector: readonly number[],
  singularValue: number,
): NullDirection {
  const leading = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-9 ? value : best), 0);
  const exponents: Record<string, number> = {};
  vector.forEach((value, p) => {
    if (Math.abs(value / leading) >= 0.05) exponents[names[p]] = value / leading;
  });
  const product = Object.entries(exponents)
    .map(([name, exponent]) => {
      const rounded = Number(exponent.toFixed(2));
      return rounded === 1 ? name : `${name}^${rounded}`;
    })
    .join(' * ');
  return { exponents, product, singularValue };
}

function beside({
  estimate,
  standardError,
  prior,
}: LeastSquaresAnswer['parameters'][string]): Identifiability['parameters'][string] {
  if (!prior) return { shrinkage: null, priorDominated: false, shift: null };
  const shrinkage = standardError === null ? null : standardError / prior.standardDeviation;
  return {
    shrinkage,
    priorDominated: shrinkage !== null && shrinkage > dominated,
    shift: (estimate - prior.mean) / prior.standardDeviation,
  };
}
