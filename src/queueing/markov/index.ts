export type {
  ContinuousChain,
  DiscreteChain,
  InitialState,
  ProbabilityTransition,
  RateTransition,
  StateReference,
  TransitionList,
} from './chain';
export { type CtmcAbsorption, type CtmcAbsorptionOptions, ctmcAbsorption } from './ctmc-absorption';
export { type CtmcFirstPassage, type CtmcFirstPassageOptions, ctmcFirstPassage } from './ctmc-first-passage';
export { ctmcSteadyState } from './ctmc-steady-state';
export { type CtmcTransient, type CtmcTransientOptions, ctmcTransient } from './ctmc-transient';
export { type DtmcAbsorption, type DtmcAbsorptionOptions, dtmcAbsorption } from './dtmc-absorption';
export { type DtmcFirstPassage, type DtmcFirstPassageOptions, dtmcFirstPassage } from './dtmc-first-passage';
export { dtmcSteadyState } from './dtmc-steady-state';
export { type DtmcTransient, type DtmcTransientOptions, dtmcTransient } from './dtmc-transient';
export type { SteadyState, SteadyStateOptions } from './stationary';
