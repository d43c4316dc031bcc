export { exactMva } from './exact-mva';
export type { Discipline, NetworkClass, PerClass, QueueingNetwork, Route, Station } from './network';
export type { ClassResult, NetworkSolution, StationClassResult, StationResult } from './solution';
