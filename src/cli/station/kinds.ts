import type { FieldName } from './fields';

/** A kind of station as the command line knows it. */
export interface Kind {
  /** Name of the function in `sidecore/queueing`. */
  readonly solve: keyof typeof import('../../queueing/stations');
  readonly summary: string;
  readonly needs: readonly FieldName[];
  readonly may?: readonly FieldName[];
  /** What the number is, for functions that give one. */
  readonly figure?: string;
}

const open = ['arrivalRate', 'serviceTime'] as const;
const moments = ['serviceTime', 'serviceVariability', 'serviceThirdMoment', 'service'] as const;
const targets = [
  'targetWaitingTime',
  'targetResponseTime',
  'targetWaitingTimePercentile',
  'targetResponseTimePercentile',
  'targetWaitingProbability',
  'targetBlockingProbability',
  'targetAbandonmentProbability',
  'targetServiceLevel',
] as const;

/** Every kind: what it needs, what it may have, and what it is. */
export const kinds: Readonly<Record<string, Kind>> = {
  mm1: { solve: 'mm1', summary: 'M/M/1: one server', needs: open },
  mmc: { solve: 'mmc', summary: 'M/M/c: several servers, one queue', needs: [...open, 'servers'] },
  'mm-infinity': { solve: 'mmInfinity', summary: 'M/M/inf: a server for everyone', needs: open },
  mm1k: { solve: 'mm1k', summary: 'M/M/1/K: one server, limited room', needs: [...open, 'capacity'] },
  mmck: {
    solve: 'mmck',
    summary: 'M/M/c/K: several servers, limited room',
    needs: [...open, 'servers', 'capacity'],
  },
  'mmck-transient': {
    solve: 'mmckTransient',
    summary: 'M/M/c/K some time after the start',
    needs: [...open, 'servers', 'capacity', 'time'],
    may: ['initial'],
  },
  'mmc-abandonment': {
    solve: 'mmcAbandonment',
    summary: 'M/M/c+M: customers who give up',
    needs: [...open, 'servers', 'patience'],
  },
  'asymmetric-mmc': {
    solve: 'asymmetricMmc',
    summary: 'M/M/c with servers of unequal speed',
    needs: ['arrivalRate', 'serviceTimes'],
    may: ['method'],
  },
  'erlang-b': {
    solve: 'erlangB',
    summary: 'share of calls lost without a queue',
    needs: ['offeredLoad', 'servers'],
    figure: 'blockingProbability',
  },
  'erlang-c': {
    solve: 'erlangC',
    summary: 'share of customers that wait in a queue without limit',
    needs: ['offeredLoad', 'servers'],
    figure: 'waitingProbability',
  },
  engset: {
    solve: 'engset',
    summary: 'a few sources, lost when all servers are busy',
    needs: ['population', 'thinkTime', 'serviceTime', 'servers'],
  },
  'finite-population': {
    solve: 'finitePopulation',
    summary: 'M/M/c//N: a few customers that come back',
    needs: ['population', 'thinkTime', 'serviceTime', 'servers'],
  },
  'loss-network': {
    solve: 'lossNetwork',
    summary: 'calls that need circuits of several links',
    needs: ['links', 'routes'],
    may: ['method'],
  },
  mg1: { solve: 'mg1', summary: 'M/G/1: any service time', needs: ['arrivalRate'], may: moments },
  md1: { solve: 'md1', summary: 'M/D/1: constant service time', needs: open },
  'm-erlang-k1': { solve: 'mErlangK1', summary: 'M/E_k/1: service in stages', needs: [...open, 'stages'] },
  'm-hyperexponential1': {
    solve: 'mHyperexponential1',
    summary: 'M/H_k/1: short and long services',
    needs: ['arrivalRate', 'probabilities', 'means'],
  },
  'mg1-priority': {
    solve: 'mg1Priority',
    summary: 'M/G/1 with classes of priority',
    needs: ['classes'],
    may: ['rule'],
  },
  'mg1-setup': {
    solve: 'mg1Setup',
    summary: 'M/G/1 whose server sleeps and must wake up',
    needs: ['arrivalRate', 'setupTime', 'setupVariability'],
    may: moments,
  },
  'mm1-setup': {
    solve: 'mm1Setup',
    summary: 'M/M/1 whose server sleeps and must wake up',
    needs: [...open, 'setupTime'],
  },
  'mg1-vacation': {
    solve: 'mg1Vacation',
    summary: 'M/G/1 whose server goes away when idle',
    needs: ['arrivalRate', 'vacationTime', 'vacationVariability'],
    may: moments,
  },
  mg1k: {
    solve: 'mg1k',
    summary: 'M/G/1/K: any service time, limited room',
    needs: ['arrivalRate', 'service', 'capacity'],
  },
  'mg1k-loss-approximation': {
    solve: 'mg1kLossApproximation',
    summary: 'M/G/1/K by two moments',
    needs: [...open, 'serviceVariability', 'capacity'],
  },
  'receive-livelock': {
    solve: 'receiveLivelock',
    summary: 'a receiver under overload, interrupted or polling',
    needs: ['arrivalRate', 'interruptTime', 'serviceTime'],
    may: ['polling'],
  },
  'processor-sharing': {
    solve: 'processorSharing',
    summary: 'M/G/1 that serves all at once',
    needs: open,
  },
  'size-based': {
    solve: 'sizeBased',
    summary: 'M/G/1 that looks at the size of jobs',
    needs: ['arrivalRate', 'service', 'discipline'],
  },
  phph1: {
    solve: 'phph1',
    summary: 'PH/PH/1: phase-type arrivals and service',
    needs: ['arrival', 'service'],
  },
  gg1: {
    solve: 'gg1',
    summary: 'G/G/1 by two moments',
    needs: [...open, 'arrivalVariability', 'serviceVariability'],
    may: ['method'],
  },
  ggc: {
    solve: 'ggc',
    summary: 'G/G/c by two moments',
    needs: [...open, 'arrivalVariability', 'serviceVariability', 'servers'],
    may: ['method'],
  },
  polling: { solve: 'polling', summary: 'one server that goes round several queues', needs: ['queues'] },
  'bulk-service': {
    solve: 'bulkService',
    summary: 'M/M/1 that serves batches in one go',
    needs: [...open, 'batchLimit'],
    may: ['batchMinimum'],
  },
  'gated-batch': {
    solve: 'gatedBatch',
    summary: 'a closed loop whose server takes all that wait',
    needs: ['population', 'activationTime', 'serviceTime'],
    may: ['thinkTime', 'batchLimit', 'method'],
  },
  'fork-join': {
    solve: 'forkJoin',
    summary: 'jobs that split into branches and join',
    needs: [...open, 'branches'],
  },
  'cache-hit-ratio': {
    solve: 'cacheHitRatio',
    summary: 'hits of an LRU, FIFO or random cache',
    needs: ['popularity', 'capacity'],
    may: ['policy', 'method'],
  },
  'fewest-servers': {
    solve: 'fewestServers',
    summary: 'servers that reach a target',
    needs: open,
    may: ['waitingPlaces', 'patience', ...targets],
  },
  'highest-arrival-rate': {
    solve: 'highestArrivalRate',
    summary: 'arrivals that keep a target',
    needs: ['serviceTime', 'servers'],
    may: ['waitingPlaces', 'patience', ...targets],
  },
};
