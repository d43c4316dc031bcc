export { checkObservations } from '../../fit/data/check-observations';
export {
  type Observation,
  type ObservedLevel,
  type ObservedMetric,
  observedLevels,
  observedMetrics,
} from '../../fit/observation';
export {
  type ObservationProblem,
  type ObservationProblemCode,
  type ObservationSet,
  type ObservationWarningCode,
  observationProblems,
  observationWarnings,
} from './collector';
export type { ColumnMap, ColumnMeaning } from './columns';
export {
  type ImportedSet,
  type ImportFormat,
  type ImportOptions,
  importFormats,
  importObservations,
} from './import-observations';
export { readIperf3 } from './read-iperf3';
export { readNetperf } from './read-netperf';
export { type ReadObservationsOptions, readObservations } from './read-observations';
export { type ReadPerfStatOptions, readPerfStat } from './read-perf-stat';
export { readRunName } from './read-run-name';
export { readSysstat } from './read-sysstat';
export { type ReadXentopOptions, readXentop } from './read-xentop';
export type { RunOptions } from './run-options';
export { writeObservations } from './write-observations';
