import { integer, nonNegative, onlyFields, plainObject, SidecoreError } from '../common';

/**
 * Akaike's information criterion with the correction for few observations, of a least-squares fit: the lower, the better
 * a model is expected to predict new data.
 *
 *   AICc = n ln(S / n) + 2 k + 2 k (k + 1) / (n - k - 1)
 *
 * Assumes normal residuals of equal, unknown variance. Only differences between models of the same observations have a
 * meaning. -Infinity for a perfect fit.
 *
 * @param fit `sumOfSquares` S of weighted residuals, `observations` n, `parameters` k with the variance counted as one
 * @throws SidecoreError `invalid-value`, also unless n > k + 1
 * @example correctedAkaike({ sumOfSquares: 10, observations: 20, parameters: 3 }); // -6.36
 * @see Hurvich and Tsai 1989, Biometrika 76(2), pp. 297-307
 */
export function correctedAkaike(fit: {
  readonly sumOfSquares: number;
  readonly observations: number;
  readonly parameters: number;
}): number {
  onlyFields(plainObject(fit, 'fit'), ['sumOfSquares', 'observations', 'parameters'], '');
  const sum = nonNegative(fit.sumOfSquares, 'sumOfSquares');
  const n = integer(fit.observations, 'observations', 1);
  const k = integer(fit.parameters, 'parameters', 1);
  if (n <= k + 1)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'observations',
      message: `${n} observations are too few for ${k} parameters`,
      hint: `at least ${k + 2} are needed`,
    });
  return n * Math.log(sum / n) + 2 * k + (2 * k * (k + 1)) / (n - k - 1);
}
