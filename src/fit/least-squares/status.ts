/** Why a least-squares run ended. The first four are answers; the rest are not, and say what to do. */
export const leastSquaresMessages = {
  gradient: 'the residuals are at right angles to every direction that the parameters can move them in',
  step: 'the next full step is negligible beside the parameters',
  cost: 'the next full step would not reduce the sum of squares noticeably',
  exact: 'the residuals are zero',
  'not-identified':
    'some combination of the parameters does not move the residuals: leave one out, fix it, add a prior or start elsewhere',
  stalled:
    'no step reduced the sum of squares although the slope says it should: the residuals are noisy or not smooth',
  'evaluation-limit': 'the limit of evaluations was reached before any criterion was met',
  'invalid-start': 'the residuals at the start are not finite numbers: start elsewhere',
} as const;

/** Why a search ended. */
export type LeastSquaresStatus = keyof typeof leastSquaresMessages;

/** True when the run ended at an answer. */
export function hasConverged(status: LeastSquaresStatus): boolean {
  return status === 'gradient' || status === 'step' || status === 'cost' || status === 'exact';
}
