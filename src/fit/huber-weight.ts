import { finite, onlyFields, plainObject, positive } from '../common';

/**
 * Weight that Huber's loss gives to a residual: 1 up to the threshold, threshold / |residual| beyond.
 *
 * The default threshold keeps 95 % efficiency when residuals are normal with standard deviation 1.
 *
 * @param residual in standard deviations
 * @throws SidecoreError `invalid-value`
 * @example huberWeight(2.69); // 0.5
 * @see Huber 1964, Annals of Mathematical Statistics 35(1), pp. 73-101
 */
export function huberWeight(residual: number, options: { readonly threshold?: number } = {}): number {
  onlyFields(plainObject(options, 'options'), ['threshold'], 'options');
  const threshold = positive(options.threshold ?? 1.345, 'threshold');
  return Math.min(1, threshold / Math.abs(finite(residual, 'residual')));
}
