import { logIncompleteGamma } from '../special-functions';
import { numberOf } from './check-value';
import { distributionOptions, type TailOption } from './tail';

export interface ChiSquaredOptions extends TailOption {
  /** Above 0, not necessarily whole. */
  readonly degreesOfFreedom: number;
}

/**
 * The chi-squared distribution function: the probability of at most `value` (or above it, `tail: 'upper'`).
 *
 *   P(X <= x) = P(n/2, x/2), the regularised incomplete gamma function
 *
 * Relative error below 1e-12 in either tail for up to 1e6 degrees of freedom.
 *
 * @param value without unit; may be infinite
 * @throws SidecoreError `invalid-value`; `too-large` beyond about 1e11 degrees of freedom
 * @example chiSquaredCumulative(3.841458820694124, { degreesOfFreedom: 1 }); // 0.95
 * @see NIST Digital Library of Mathematical Functions, section 8.2; Abramowitz and Stegun 1964, 26.4.19
 */
export function chiSquaredCumulative(value: number, options: ChiSquaredOptions): number {
  const { tail, degreesOfFreedom } = distributionOptions(options, ['degreesOfFreedom']);
  const half = Math.max(numberOf(value), 0) / 2;
  return Math.exp(logIncompleteGamma(degreesOfFreedom / 2, half, 'degreesOfFreedom')[tail]);
}
