export { aql } from './aql';
export { bardSchweitzer } from './bard-schweitzer';
export { chow } from './chow';
export { exactMva } from './exact-mva';
export { type LinearizerOptions, linearizer } from './linearizer';
export type { Discipline, NetworkClass, PerClass, QueueingNetwork, Route, Station } from './network';
export type { ClassResult, NetworkSolution, StationClassResult, StationResult } from './solution';
export { solveByChain } from './solve-by-chain';
export { type TrafficChain, type TrafficOptions, type TrafficSolution, trafficEquations } from './traffic-equations';
