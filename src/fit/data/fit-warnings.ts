/** Codes of the remarks that a fit, a validation or a suggestion can make; docs/warnings.md explains each. */
export const fitWarningCodes = [
  'aliased-parameters',
  'few-observations',
  'ill-conditioned',
  'no-convergence',
  'not-fitted',
  'nothing-to-learn',
  'one-placement',
  'parameter-at-bound',
  'polling-utilization',
  'predicted-zero',
  'prior-dominated',
  'seen-data',
  'several-minima',
  'shares-not-attributable',
  'unit-slip',
  'unobserved-parameter',
  'unpredictable-metric',
  'unseen-metric',
  'zero-observation',
] as const;
export type FitWarningCode = (typeof fitWarningCodes)[number];
