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
export { predict, type Scenario } from './predict';
export type {
  BatchResult,
  CentreResult,
  CycleRow,
  FlowResult,
  Ledger,
  MissRow,
  Prediction,
  StageLedger,
} from './prediction';
export { type Sweep, type SweepPart, sweep } from './sweep';
export type { SweepOptions, SweepRange, SweepSampling, SweepValue } from './sweep/sweep-options';
export type { SweepRow } from './sweep/sweep-row';
export { type WarningCode, warningCodes } from './warnings';
