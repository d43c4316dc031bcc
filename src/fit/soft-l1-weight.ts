import { finite, onlyFields, plainObject, positive } from '../common';

/**
 * Weight that the soft-L1 loss 2 s^2 (sqrt(1 + (r/s)^2) - 1) gives to a residual: 1 / sqrt(1 + (r/s)^2), smooth where
 * Huber's has a kink.
 *
 * @param residual in standard deviations, as is the scale s (default 1)
 * @throws SidecoreError `invalid-value`
 * @example softL1Weight(0.75); // 0.8
 * @see Charbonnier, Blanc-Feraud, Aubert and Barlaud 1997, IEEE Transactions on Image Processing 6(2), pp. 298-311
 */
export function softL1Weight(residual: number, options: { readonly scale?: number } = {}): number {
  onlyFields(plainObject(options, 'options'), ['scale'], 'options');
  return 1 / Math.hypot(1, finite(residual, 'residual') / positive(options.scale ?? 1, 'scale'));
}
