export { reloadTransient, touchedLines } from './cache';
export { type CostMechanism, costMechanisms, type MissLevel, missLevels } from './charger';
export type {
  CacheLevel,
  Context,
  Core,
  FittedParameters,
  LevelTable,
  Link,
  Machine,
  Mechanism,
  Movability,
  Network,
  ParameterRange,
  PathModel,
  Placement,
  Stage,
  Topology,
  Traffic,
  Unit,
} from './model';
export { pathModel } from './path-model';
export { defaultMechanisms, type PathModelInput } from './path-model-input';
export { templates } from './templates';
export { xenPv } from './templates/xen-pv';
export { valueAt, withValues } from './with-values';
