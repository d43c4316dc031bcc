import { probability as probabilityOf } from '../check';
import { fScale } from './log-scale';
import { symmetricQuantile } from './normal-quantile';
import type { StudentTOptions } from './student-t-cumulative';
import { distributionOptions } from './tail';

/**
 * Student's t quantile: the value with the given probability below it (or above it, `tail: 'upper'`). Relative error
 * below 1e-13 for up to 1e6 degrees of freedom.
 *
 * Method: the square is an F variable; Newton's method on the logarithm of its tail, as in `normalQuantile`.
 *
 * @throws SidecoreError `invalid-value`; `too-large`
 * @example studentTQuantile(0.975, { degreesOfFreedom: 10 }); // 2.228138851986274
 * @see studentTCumulative
 */
export function studentTQuantile(probability: number, options: StudentTOptions): number {
  const { tail, degreesOfFreedom } = distributionOptions(options, ['degreesOfFreedom']);
  const square = () => fScale(0.5, degreesOfFreedom / 2, 'degreesOfFreedom');
  return symmetricQuantile(probabilityOf(probability, 'probability'), tail, square);
}
