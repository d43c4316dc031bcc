import { logIncompleteBeta } from '../special-functions';
import { numberOf } from './check-value';
import { betaOf, fScale } from './log-scale';
import { distributionOptions, symmetricTail, type TailOption } from './tail';

export interface StudentTOptions extends TailOption {
  /** Above 0, not necessarily whole. */
  readonly degreesOfFreedom: number;
}

/**
 * Student's t distribution function: the probability of at most `value` (or above it, `tail: 'upper'`).
 *
 *   P(|T| <= t) = I_x(1/2, n/2), x = t^2 / (n + t^2), the regularised incomplete beta function
 *
 * Relative error below 1e-12 in either tail for up to 1e6 degrees of freedom.
 *
 * @param value without unit; may be infinite
 * @throws SidecoreError `invalid-value`; `too-large`
 * @example studentTCumulative(2.228138851986274, { degreesOfFreedom: 10 }); // 0.975
 * @see NIST Digital Library of Mathematical Functions, section 8.17; Abramowitz and Stegun 1964, 26.7.1
 */
export function studentTCumulative(value: number, options: StudentTOptions): number {
  const { tail, degreesOfFreedom } = distributionOptions(options, ['degreesOfFreedom']);
  const t = numberOf(value);
  if (Math.abs(t) > 1e100)
    return symmetricTail(
      t,
      fScale(0.5, degreesOfFreedom / 2, 'degreesOfFreedom').at(2 * Math.log(Math.abs(t))),
      tail,
    );
  const [x, y] = betaOf(0.5, degreesOfFreedom / 2, t * t);
  return symmetricTail(t, logIncompleteBeta(0.5, degreesOfFreedom / 2, x, y, 'degreesOfFreedom'), tail);
}
