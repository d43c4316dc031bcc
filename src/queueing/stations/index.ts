export { type AsymmetricMmcAnswer, type AsymmetricMmcOptions, asymmetricMmc } from './asymmetric-mmc';
export { type BulkServiceAnswer, type BulkServiceOptions, bulkService } from './bulk-service';
export {
  type CacheHitRatioAnswer,
  type CacheHitRatioOptions,
  type CacheMethod,
  type CachePolicy,
  cacheHitRatio,
} from './cache-hit-ratio';
export type { Distribution } from './distribution';
export { type EngsetAnswer, type EngsetOptions, engset } from './engset';
export { type ErlangOptions, erlangB } from './erlang-b';
export { erlangC } from './erlang-c';
export { type FewestServersAnswer, type FewestServersOptions, fewestServers } from './fewest-servers';
export { type FinitePopulationOptions, finitePopulation } from './finite-population';
export { type ForkJoinAnswer, type ForkJoinOptions, forkJoin } from './fork-join';
export {
  type GatedBatchAnswer,
  type GatedBatchMethod,
  type GatedBatchOptions,
  gatedBatch,
} from './gated-batch';
export { type Gg1Answer, type Gg1Method, type Gg1Options, gg1 } from './gg1';
export { type GgcAnswer, type GgcMethod, type GgcOptions, ggc } from './ggc';
export {
  type HighestArrivalRateAnswer,
  type HighestArrivalRateOptions,
  highestArrivalRate,
} from './highest-arrival-rate';
export type { KnownQueueAnswer } from './known-queue';
export { type LossNetworkAnswer, type LossNetworkOptions, lossNetwork } from './loss-network';
export type { LossLink, LossRoute } from './loss-network-model';
export { type MErlangK1Options, mErlangK1 } from './m-erlang-k1';
export { type MHyperexponential1Options, mHyperexponential1 } from './m-hyperexponential1';
export type { BlockingAnswer, MarkovianAnswer } from './markovian-answer';
export { type Md1Options, md1 } from './md1';
export { type Mg1Answer, type Mg1Options, mg1 } from './mg1';
export {
  type Mg1PriorityAnswer,
  type Mg1PriorityOptions,
  mg1Priority,
  type PriorityClass,
  type PriorityClassAnswer,
  type PriorityRule,
} from './mg1-priority';
export { type Mg1SetupAnswer, type Mg1SetupOptions, mg1Setup, type SetupFigures } from './mg1-setup';
export { type Mg1VacationAnswer, type Mg1VacationOptions, mg1Vacation } from './mg1-vacation';
export { type Mg1kAnswer, type Mg1kOptions, mg1k } from './mg1k';
export { type Mg1kLossAnswer, type Mg1kLossOptions, mg1kLossApproximation } from './mg1k-loss-approximation';
export { type MmInfinityOptions, mmInfinity } from './mm-infinity';
export { type Mm1Options, mm1 } from './mm1';
export { type Mm1SetupAnswer, type Mm1SetupOptions, mm1Setup } from './mm1-setup';
export { type Mm1kOptions, mm1k } from './mm1k';
export { type MmcOptions, mmc } from './mmc';
export { type AbandonmentAnswer, type MmcAbandonmentOptions, mmcAbandonment } from './mmc-abandonment';
export { type MmckOptions, mmck } from './mmck';
export { type MmckTransient, type MmckTransientOptions, mmckTransient } from './mmck-transient';
export type { TimeMoments } from './open-answer';
export { type Phph1Answer, type Phph1Options, phph1 } from './phph1';
export {
  type PollingAnswer,
  type PollingOptions,
  type PollingPolicy,
  type PollingQueue,
  type PollingQueueAnswer,
  polling,
} from './polling';
export {
  type ProcessorSharingAnswer,
  type ProcessorSharingOptions,
  processorSharing,
} from './processor-sharing';
export {
  type ReceiveLivelockAnswer,
  type ReceiveLivelockOptions,
  receiveLivelock,
} from './receive-livelock';
export type { ServiceTime } from './service-moments';
export {
  type SizeBasedAnswer,
  type SizeBasedDiscipline,
  type SizeBasedOptions,
  sizeBased,
} from './size-based';
export type { ShareWithin, StationTarget, TargetAnswer } from './station-target';
export type { StationAnswer, TimeDistribution, TimeResult } from './time-result';
