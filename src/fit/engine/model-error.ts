import { softL1Weight } from '../soft-l1-weight';

/** E[z^2 / sqrt(1 + z^2)] of a standard normal z: what soft-L1 weights leave of the mean square. By quadrature. */
const robustShare = 0.56489084724562;

const largestError = 3;

interface Residuals {
  /** ln(model / measured). */
  readonly differences: Float64Array;
  /** Standard deviation of each measurement. */
  readonly errors: Float64Array;
  readonly leverage: Float64Array;
  readonly loss: 'soft-l1' | 'squares';
}

/**
 * Standard deviation of what the model misses, for some measurements of one kind: such that their squared residuals,
 * in standard deviations and weighted by the loss, add up to what normal ones would,
 *
 *   sum_i w_i r_i^2 / (e_i^2 + s^2) = c sum_i (1 - h_i),
 *
 * less the part h_i that each takes of its own prediction. 0 when the measurement errors alone are enough; null when
 * the measurements leave less than one degree of freedom to tell it from.
 */
export function modelErrorOf(
  { differences, errors, leverage, loss }: Residuals,
  rows: readonly number[],
): number | null {
  let freedom = 0;
  for (const i of rows) freedom += 1 - leverage[i];
  if (freedom < 1) return null;
  const share = loss === 'squares' ? 1 : robustShare;
  const excess = (error: number) => {
    let sum = 0;
    for (const i of rows) {
      const standardized = differences[i] / Math.hypot(errors[i], error);
      sum += standardized ** 2 * (loss === 'squares' ? 1 : softL1Weight(standardized));
    }
    return sum - share * freedom;
  };
  if (excess(0) <= 0) return 0;
  let low = 0;
  let high = largestError;
  if (excess(high) > 0) return high;
  while (high - low > 1e-5 * high) {
    const middle = 0.5 * (low + high);
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return 0.5 * (low + high);
}
