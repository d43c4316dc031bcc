export { type AsymmetricMmcAnswer, type AsymmetricMmcOptions, asymmetricMmc } from './asymmetric-mmc';
export { type EngsetAnswer, type EngsetOptions, engset } from './engset';
export { type ErlangOptions, erlangB } from './erlang-b';
export { erlangC } from './erlang-c';
export { type FewestServersAnswer, type FewestServersOptions, fewestServers } from './fewest-servers';
export { type FinitePopulationOptions, finitePopulation } from './finite-population';
export {
  type HighestArrivalRateAnswer,
  type HighestArrivalRateOptions,
  highestArrivalRate,
} from './highest-arrival-rate';
export { type LossNetworkAnswer, type LossNetworkOptions, lossNetwork } from './loss-network';
export type { LossLink, LossRoute } from './loss-network-model';
export type { BlockingAnswer, MarkovianAnswer } from './markovian-answer';
export { type MmInfinityOptions, mmInfinity } from './mm-infinity';
export { type Mm1Options, mm1 } from './mm1';
export { type Mm1kOptions, mm1k } from './mm1k';
export { type MmcOptions, mmc } from './mmc';
export { type AbandonmentAnswer, type MmcAbandonmentOptions, mmcAbandonment } from './mmc-abandonment';
export { type MmckOptions, mmck } from './mmck';
export type { ShareWithin, StationTarget, TargetAnswer } from './station-target';
export type { StationAnswer, TimeDistribution, TimeResult } from './time-result';
