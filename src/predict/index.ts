export { type BreakEven, type BreakEvenOptions, breakEven, type Crossing, type GainAt } from './break-even';
export { type CheckOptions, check } from './check';
export type { Check, CheckRow, Estimate } from './check-rows';
export { type ComparedPrediction, type Comparison, compare } from './compare';
export { type ExplainOptions, explain } from './explain/explain';
export {
  type BeforeAfter,
  type Explanation,
  type GainShare,
  type RefusalCode,
  refusalCodes,
  type SameCores,
  type SavedCycles,
  type Uncertainty,
} from './explain/explanation';
export { type ShapleyDivision, type ShapleyGame, type ShapleyValue, shapley } from './explain/shapley';
export { type PlaceOptions, place } from './place/place';
export type {
  MovableBlock,
  PlacedCandidate,
  PlacementAnswer,
  PlacementSearch,
  PlacementStep,
} from './place/placed';
export { predict, type Scenario } from './predict';
export type {
  BatchResult,
  CentreResult,
  CycleRow,
  FlowResult,
  Ledger,
  MissRow,
  OpenLoad,
  Prediction,
  PredictionInterval,
  StageLedger,
} from './prediction';
export {
  type Sensitivity,
  type SensitivityAnswer,
  type SensitivityEnd,
  type SensitivityOptions,
  sensitivity,
} from './sensitivity';
export { type Sweep, type SweepPart, sweep } from './sweep';
export type { SweepOptions, SweepRange, SweepSampling, SweepValue } from './sweep/sweep-options';
export type { SweepRow } from './sweep/sweep-row';
export { type WarningCode, warningCodes } from './warnings/warning-codes';
