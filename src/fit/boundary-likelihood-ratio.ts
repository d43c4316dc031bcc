import { finite, onlyFields, plainObject } from '../common';
import { chiSquaredCumulative } from '../common/distributions/chi-squared-cumulative';

/**
 * Probability, if a parameter is truly at its bound (a cost term truly zero), of a likelihood ratio statistic as large as
 * the one observed: half of that of chi-squared with one degree of freedom, and 1 for a statistic of 0, because the
 * estimate sits at the bound in half of all samples.
 *
 *   p = 1/2 P(chi2_1 >= x) for x > 0,  x = twice the difference of log likelihoods, or of costs with known variance
 *
 * Assumes one tested parameter, none of the others at a bound, and many observations. Small negative statistics, which
 * rounding produces, count as 0.
 *
 * @throws SidecoreError `invalid-value`
 * @example boundaryLikelihoodRatio({ statistic: 2.705543454095404 }); // 0.05
 * @see Self and Liang 1987, Journal of the American Statistical Association 82(398), pp. 605-610, case 5
 */
export function boundaryLikelihoodRatio(test: { readonly statistic: number }): number {
  onlyFields(plainObject(test, 'test'), ['statistic'], '');
  const statistic = finite(test.statistic, 'statistic');
  return statistic <= 0 ? 1 : 0.5 * chiSquaredCumulative(statistic, { degreesOfFreedom: 1, tail: 'upper' });
}
