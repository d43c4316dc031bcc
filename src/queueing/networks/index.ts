export { type ApproximateMvaOptions, approximateMva } from './approximate-mva';
export type { IterationOptions } from './approximation';
export { aql } from './aql';
export { asymptoticBounds } from './asymptotic-bounds';
export { balancedJobBounds } from './balanced-job-bounds';
export { bardSchweitzer } from './bard-schweitzer';
export { blockingMva } from './blocking-mva';
export {
  type BlockingNetworkOptions,
  type BlockingSolution,
  type BlockingStation,
  blockingNetwork,
} from './blocking-network';
export type { ClassBounds, NetworkBounds } from './bounds';
export { chow } from './chow';
export { type ClosedCurve, closedCurve } from './closed-curve';
export { type ClosedMarkovOptions, type ClosedMarkovSolution, closedMarkov } from './closed-markov';
export {
  type ClosedResponseOptions,
  type ClosedResponseTime,
  closedResponseTime,
} from './closed-response-time';
export { compositeBounds } from './composite-bounds';
export { convolutionRecursion } from './convolution-recursion';
export { type ExactConvolutionOptions, exactConvolution } from './exact-convolution';
export { type ExactIntegralOptions, exactIntegral } from './exact-integral';
export { exactMva } from './exact-mva';
export { type ForkJoinMvaOptions, forkJoinMva } from './fork-join-mva';
export { type GeometricBoundsOptions, geometricBounds } from './geometric-bounds';
export type { LayeredClients, LayeredModel, LayeredTask } from './layered-model';
export {
  type LayeredNetworkOptions,
  layeredNetwork,
} from './layered-network';
export type { LayeredClientsResult, LayeredSolution, LayeredTaskResult } from './layered-solution';
export { type LinearizerOptions, linearizer } from './linearizer';
export { mvaRecursion } from './mva-recursion';
export type { Discipline, NetworkClass, PerClass, QueueingNetwork, Route, Station } from './network';
export { networkBounds } from './network-bounds';
export { type OpenNetworkSolution, openNetwork } from './open-network';
export { proportionalBounds } from './proportional-bounds';
export { type QnaOptions, type QnaSolution, qna } from './qna';
export { seidmann } from './seidmann';
export type { Range } from './single-class-bounds';
export type {
  ClassResult,
  NetworkSolution,
  Saturation,
  SolveCost,
  StationClassResult,
  StationResult,
} from './solution';
export { type SolveMethod, type SolveOptions, solve, solveMethods } from './solve';
export { solveByChain } from './solve-by-chain';
export {
  type TrafficChain,
  type TrafficOptions,
  type TrafficSolution,
  trafficEquations,
} from './traffic-equations';
export type { StopSignal, WatchOptions } from './watch';
