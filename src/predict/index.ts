export { type Check, type CheckOptions, type CheckRow, check, type Estimate } from './check';
export { type ComparedPrediction, type Comparison, compare } from './compare';
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
export { type WarningCode, warningCodes } from './warnings';
