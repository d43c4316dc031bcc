import { probability as probabilityOf } from '../check';
import { type FOptions, fOptions } from './f-cumulative';
import { fScale, solveLogScale } from './log-scale';

/**
 * The quantile of the F distribution: the value with the given probability below it (or above it, `tail: 'upper'`).
 * Relative error below 1e-13 for up to 1e6 degrees of freedom. 0 and Infinity where the quantile is beyond the doubles.
 *
 * Method: Newton's method on the logarithm of the tail, as in `normalQuantile`.
 *
 * @throws SidecoreError `invalid-value`; `too-large` beyond about 1e12 degrees of freedom
 * @example
 * fQuantile(0.95, { numeratorDegreesOfFreedom: 3, denominatorDegreesOfFreedom: 10 }); // 3.7082648190468435
 * @see fCumulative
 */
export function fQuantile(probability: number, options: FOptions): number {
  const { tail, ...degrees } = fOptions(options);
  const p = probabilityOf(probability, 'probability');
  const [lower, upper] = tail === 'lower' ? [p, 1 - p] : [1 - p, p];
  const a = degrees.numeratorDegreesOfFreedom / 2;
  const b = degrees.denominatorDegreesOfFreedom / 2;
  return Math.exp(solveLogScale(fScale(a, b, 'numeratorDegreesOfFreedom'), lower, upper));
}
