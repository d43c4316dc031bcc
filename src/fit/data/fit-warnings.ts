/** Codes of the remarks that a fit can make; docs/warnings.md explains each. */
export const fitWarningCodes = [
  'aliased-parameters',
  'few-observations',
  'ill-conditioned',
  'no-convergence',
  'not-fitted',
  'one-placement',
  'parameter-at-bound',
  'polling-utilization',
  'predicted-zero',
  'prior-dominated',
  'several-minima',
  'shares-not-attributable',
  'unit-slip',
  'unobserved-parameter',
  'unpredictable-metric',
  'zero-observation',
] as const;
export type FitWarningCode = (typeof fitWarningCodes)[number];
