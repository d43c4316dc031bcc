export { type ChiSquaredOptions, chiSquaredCumulative } from '../common/distributions/chi-squared-cumulative';
export { chiSquaredQuantile } from '../common/distributions/chi-squared-quantile';
export { type FOptions, fCumulative } from '../common/distributions/f-cumulative';
export { fQuantile } from '../common/distributions/f-quantile';
export { normalCumulative } from '../common/distributions/normal-cumulative';
export { normalQuantile } from '../common/distributions/normal-quantile';
export { type StudentTOptions, studentTCumulative } from '../common/distributions/student-t-cumulative';
export { studentTQuantile } from '../common/distributions/student-t-quantile';
export type { TailOption } from '../common/distributions/tail';
export type { RandomStream } from '../common/random-stream';
export { type CaseBootstrapProblem, caseBootstrap } from './bootstrap/case-bootstrap';
export { type ParametricBootstrapProblem, parametricBootstrap } from './bootstrap/parametric-bootstrap';
export type { BootstrapAnswer, BootstrapOptions } from './bootstrap/replicates';
export { type BootstrapSummary, summarizeBootstrap } from './bootstrap/summarize-bootstrap';
export { type BootstrapFitOptions, bootstrapFit } from './bootstrap-fit';
export { boundaryLikelihoodRatio } from './boundary-likelihood-ratio';
export { correctedAkaike } from './corrected-akaike';
export { fit } from './fit';
export type { FitOptions, LeaveOut } from './fit-options';
export {
  type ErrorSummary,
  type ExcludedObservation,
  type FitParameter,
  type FitResidual,
  type FitResult,
  type FusedParameters,
  type Ladder,
  type LadderRung,
  type LeaveOutResult,
  type LeftOutGroup,
  type RungName,
  rungNames,
} from './fit-result';
export { huberWeight } from './huber-weight';
export {
  type Identifiability,
  type IdentifiabilityOptions,
  identifiability,
  type NullDirection,
} from './identifiability';
export type { LeastSquaresAnswer, LeastSquaresEstimate } from './least-squares/answer';
export { type LeastSquaresOptions, leastSquares } from './least-squares/least-squares';
export {
  type MultiStartAnswer,
  type MultiStartOptions,
  multiStartLeastSquares,
} from './least-squares/multi-start';
export type { LeastSquaresParameter, LeastSquaresProblem } from './least-squares/problem';
export { type LeastSquaresStatus, leastSquaresMessages } from './least-squares/status';
export {
  type NonNegativeLeastSquaresAnswer,
  type NonNegativeLeastSquaresOptions,
  type NonNegativeLeastSquaresProblem,
  nonNegativeLeastSquares,
} from './non-negative-least-squares';
export {
  type Observation,
  type ObservedLevel,
  type ObservedMetric,
  observedLevels,
  observedMetrics,
} from './observation';
export {
  type ProfileInterval,
  type ProfileOptions,
  type ProfilePoint,
  profileInterval,
} from './profile-interval';
export { softL1Weight } from './soft-l1-weight';
export type { AnswerNow, ChosenAnswer, Suggestion, Suggestions, SuggestOptions } from './suggest/suggestions';
export { suggestMeasurements } from './suggest-measurements';
export { validate } from './validate';
export type {
  BoundCheck,
  ValidateBy,
  ValidatedGroup,
  ValidateOptions,
  Validation,
  ValidationBounds,
} from './validation';
