import { logIncompleteGamma } from '../special-functions';
import { numberOf } from './check-value';
import { distributionOptions, symmetricTail, type TailOption } from './tail';

/**
 * The standard normal distribution function: the probability of at most `value` (or above it, `tail: 'upper'`).
 *
 *   P(|X| <= z) = P(1/2, z^2 / 2), the regularised incomplete gamma function
 *
 * Relative error below 1e-12 in either tail, as far as doubles reach (|value| = 38).
 *
 * @param value without unit; may be infinite
 * @throws SidecoreError `invalid-value`
 * @example normalCumulative(1.959963984540054); // 0.975
 * @see NIST Digital Library of Mathematical Functions, equations 7.2.2 and 7.11.2
 */
export function normalCumulative(value: number, options: TailOption = {}): number {
  const { tail } = distributionOptions(options, []);
  const z = numberOf(value);
  return symmetricTail(z, logIncompleteGamma(0.5, 0.5 * z * z), tail);
}
