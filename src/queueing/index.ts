export { SidecoreError } from '../common';
export { exactMva } from './networks/exact-mva';
export type {
  Discipline,
  NetworkClass,
  PerClass,
  QueueingNetwork,
  Route,
  Station,
} from './networks/network';
export type {
  ClassResult,
  NetworkSolution,
  StationClassResult,
  StationResult,
} from './networks/solution';
