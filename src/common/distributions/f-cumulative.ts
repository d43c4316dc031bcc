import { logIncompleteBeta } from '../special-functions';
import { numberOf } from './check-value';
import { betaOf } from './log-scale';
import { distributionOptions, type TailOption } from './tail';

export interface FOptions extends TailOption {
  /** Above 0, not necessarily whole. */
  readonly numeratorDegreesOfFreedom: number;
  /** Above 0, not necessarily whole. */
  readonly denominatorDegreesOfFreedom: number;
}

/**
 * The F distribution function: the probability of at most `value` (or above it, `tail: 'upper'`).
 *
 *   P(F <= f) = I_x(m/2, n/2), x = m f / (m f + n), the regularised incomplete beta function
 *
 * Relative error below 1e-12 in either tail for up to 1e6 degrees of freedom.
 *
 * @param value without unit; may be infinite
 * @throws SidecoreError `invalid-value`; `too-large` beyond about 1e12 degrees of freedom
 * @example
 * fCumulative(3.7082648190468435, { numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 10 }); // 0.95
 * @see NIST Digital Library of Mathematical Functions, section 8.17; Abramowitz and Stegun 1964, 26.6.2
 */
export function fCumulative(value: number, options: FOptions): number {
  const { tail, ...degrees } = fOptions(options);
  const a = degrees.numeratorDegreesOfFreedom / 2;
  const b = degrees.denominatorDegreesOfFreedom / 2;
  const [x, y] = betaOf(a, b, Math.max(numberOf(value), 0));
  return Math.exp(logIncompleteBeta(a, b, x, y, 'numeratorDegreesOfFreedom')[tail]);
}

export function fOptions(options: FOptions): Required<FOptions> {
  return distributionOptions(options, ['numeratorDegreesOfFreedom', 'denominatorDegreesOfFreedom']);
}
