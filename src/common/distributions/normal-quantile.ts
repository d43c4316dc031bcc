import { probability as probabilityOf } from '../check';
import { gammaScale, solveLogScale } from './log-scale';
import { distributionOptions, type TailOption } from './tail';

/**
 * The standard normal quantile: the value with the given probability below it (or above it, `tail: 'upper'`, which
 * keeps its precision for tiny probabilities). Relative error below 1e-13.
 *
 * Method: the square is a gamma variable of shape 1/2; Newton's method on the logarithm of its tail, which is concave in
 * the logarithm of the value, so that it converges from anywhere.
 *
 * @throws SidecoreError `invalid-value`
 * @example normalQuantile(0.975); // 1.959963984540054
 * @see normalCumulative
 */
export function normalQuantile(probability: number, options: TailOption = {}): number {
  const { tail } = distributionOptions(options, []);
  return symmetricQuantile(probabilityOf(probability, 'probability'), tail, () => gammaScale(0.5));
}

/** The quantile of a symmetric variable whose square is on the given scale. */
export function symmetricQuantile(
  probability: number,
  tail: 'lower' | 'upper',
  square: () => ReturnType<typeof gammaScale>,
): number {
  if (probability === 0.5) return 0;
  const outer = probability < 0.5 ? probability : 1 - probability;
  const size = Math.exp(0.5 * solveLogScale(square(), 1 - 2 * outer, 2 * outer));
  return probability < 0.5 === (tail === 'upper') ? size : -size;
}
