import { logIncompleteGamma } from '../common/special-functions';

/**
 * E[min(N, most)] of a Poisson number N: mean P(N <= most - 2) + most P(N >= most).
 *
 * @param mean 0 or more
 * @param most a whole number of 0 or more, or Infinity
 */
export function poissonMinimum(mean: number, most: number): number {
  if (mean === 0 || most === 0) return 0;
  if (most === Number.POSITIVE_INFINITY) return mean;
  const reached = Math.exp(logIncompleteGamma(most, mean, 'slots').lower);
  const below = most > 1 ? Math.exp(logIncompleteGamma(most - 1, mean, 'slots').upper) : 0;
  return Math.min(most, mean * below + most * reached);
}
