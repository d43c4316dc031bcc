import * as special from '../../common/special-functions';

/** The rising sum of `common/special-functions` for a queue with patience, which an error names. */
export function risingSum(a: number, y: number): { readonly sum: number; readonly weighted: number } {
  return special.risingSum(a, y, 'patience');
}

/** Natural logarithm of the regularised lower incomplete gamma function P(a, x), a > 0, x >= 0. */
export function logLowerGamma(a: number, x: number): number {
  return special.logIncompleteGamma(a, x, 'patience').lower;
}
