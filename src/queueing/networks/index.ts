export type { IterationOptions } from './approximation';
export { aql } from './aql';
export { asymptoticBounds } from './asymptotic-bounds';
export { balancedJobBounds } from './balanced-job-bounds';
export { bardSchweitzer } from './bard-schweitzer';
export type { ClassBounds, NetworkBounds } from './bounds';
export { chow } from './chow';
export { compositeBounds } from './composite-bounds';
export { exactMva } from './exact-mva';
export { type GeometricBoundsOptions, geometricBounds } from './geometric-bounds';
export { type LinearizerOptions, linearizer } from './linearizer';
export type { Discipline, NetworkClass, PerClass, QueueingNetwork, Route, Station } from './network';
export { networkBounds } from './network-bounds';
export { proportionalBounds } from './proportional-bounds';
export type { Range } from './single-class-bounds';
export type { ClassResult, NetworkSolution, StationClassResult, StationResult } from './solution';
export { solveByChain } from './solve-by-chain';
export {
  type TrafficChain,
  type TrafficOptions,
  type TrafficSolution,
  trafficEquations,
} from './traffic-equations';
