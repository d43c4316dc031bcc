import { exactMva } from '../../src/queueing';

const severalKinds = {
  a: { demand: 0.3 },
  b: { demand: 0.2, servers: 2 },
  z: { demand: 0.5, discipline: 'delay' },
};
const plainStations = { a: { demand: 0.3 }, b: { demand: 0.2 } };
const closed = {
  classes: { r: { population: 3, thinkTime: 1 }, w: { population: 2, thinkTime: 2 } },
  stations: {
    a: { demand: { r: 0.3, w: 0.2 } },
    b: { visits: { r: 2, w: 1 }, serviceTime: { r: 0.2, w: 0.1 }, servers: 2 },
    l: { demand: { r: 0.1, w: 0.1 }, rates: [1, 1.5] },
  },
};
const closedPlain = {
  classes: { r: { population: 3, thinkTime: 1 }, w: { population: 2, thinkTime: 2 } },
  stations: {
    a: { demand: { r: 0.3, w: 0.2 } },
    b: { visits: { r: 2, w: 1 }, serviceTime: { r: 0.2, w: 0.1 } },
  },
};
const oneClass = (stations: object = plainStations, thinkTime = 1) => ({
  classes: { job: { population: 5, thinkTime } },
  stations,
});
const mixed = {
  classes: { r: { population: 3, thinkTime: 1 }, w: { arrivalRate: 0.5 } },
  stations: { a: { demand: { r: 0.3, w: 0.2 } }, b: { demand: { r: 0.2, w: 0.1 }, servers: 2 } },
};
const open = {
  classes: { r: { arrivalRate: 1 }, w: { arrivalRate: 0.5 } },
  stations: {
    a: { demand: { r: 0.3, w: 0.2 } },
    b: { visits: 2, serviceTime: { r: 0.2, w: 0.1 }, servers: 2 },
    z: { demand: 1, discipline: 'delay' },
  },
};
const openRouted = {
  classes: { j: { arrivalRate: 1 } },
  stations: { a: { serviceTime: 0.3, serviceVariability: 2 }, b: { serviceTime: 0.5 } },
  routing: [
    { from: null, to: 'a', probability: 1 },
    { from: 'a', to: 'b', probability: 0.5 },
    { from: 'a', to: null, probability: 0.5 },
    { from: 'b', to: 'a', probability: 1 },
  ],
};
const closedRouted = {
  classes: { j: { population: 3, thinkTime: 1 }, k: { population: 1 } },
  stations: { a: { serviceTime: 0.3 }, b: { serviceTime: { j: 0.5, k: 0.4 } } },
  routing: [
    { from: null, to: 'a', class: 'j', probability: 1 },
    { from: 'a', to: 'b', class: 'j', toClass: 'k', probability: 0.5 },
    { from: 'a', class: 'j', to: null, probability: 0.5 },
    { from: 'b', to: 'a', class: 'k', toClass: 'j', probability: 1 },
  ],
};
const twoStages = { type: 'erlang', mean: 1, stages: 2 };
const phases = {
  type: 'phase-type',
  initial: [0.4, 0.6],
  generator: [
    [-2, 1],
    [0.5, -3],
  ],
};
const chain = {
  states: ['up', 'down', 'off'],
  transitions: [
    { from: 'up', to: 'down', rate: 1 },
    { from: 'down', to: 'up', rate: 2 },
    { from: 'down', to: 'off', rate: 0.5 },
    { from: 'off', to: 'up', rate: 1 },
  ],
};
const endingChain = {
  states: ['up', 'down', 'off'],
  transitions: [
    { from: 'up', to: 'down', rate: 1 },
    { from: 'down', to: 'up', rate: 2 },
    { from: 'down', to: 'off', rate: 0.5 },
  ],
};
const steps = {
  states: 3,
  transitions: [
    { from: 0, to: 1, probability: 1 },
    { from: 1, to: 0, probability: 0.5 },
    { from: 1, to: 2, probability: 0.5 },
    { from: 2, to: 0, probability: 1 },
  ],
};
const endingSteps = {
  states: 3,
  transitions: [
    { from: 0, to: 1, probability: 1 },
    { from: 1, to: 0, probability: 0.5 },
    { from: 1, to: 2, probability: 0.5 },
    { from: 2, to: 2, probability: 1 },
  ],
};
/** Arguments that every public function takes, by its name: what tests of bad input start from. */
export const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  asymmetricMmc: [
    [{ arrivalRate: 20, serviceTimes: [0.1, 0.05] }],
    [{ arrivalRate: 20, serviceTimes: [0.1, 0.05], method: 'mean-rate' }],
  ],
  bulkService: [[{ arrivalRate: 15, serviceTime: 0.1, batchLimit: 4, batchMinimum: 2 }]],
  cacheHitRatio: [
    [{ popularity: { items: 10, zipfExponent: 1 }, capacity: 4 }],
    [{ popularity: [3, 2, 1, 1], capacity: 2, policy: 'fifo', method: 'exact' }],
    [{ popularity: [3, 2, 1, 1], capacity: 2, policy: 'lru', method: 'exact' }],
  ],
  engset: [[{ population: 5, thinkTime: 1, serviceTime: 1, servers: 4 }]],
  erlangB: [[{ offeredLoad: 8, servers: 10 }]],
  erlangC: [[{ offeredLoad: 8, servers: 10 }]],
  fewestServers: [
    [{ arrivalRate: 90, serviceTime: 0.1, target: { waitingTime: 0.01 } }],
    [{ arrivalRate: 90, serviceTime: 0.1, waitingPlaces: 3, target: { blockingProbability: 0.01 } }],
    [{ arrivalRate: 90, serviceTime: 0.1, patience: 3, target: { serviceLevel: { share: 0.9, time: 0.1 } } }],
  ],
  finitePopulation: [[{ population: 20, thinkTime: 10, serviceTime: 1, servers: 2 }]],
  forkJoin: [[{ arrivalRate: 0.9, serviceTime: 1, branches: 8 }]],
  gatedBatch: [
    [{ population: 8, thinkTime: 5, activationTime: 2, serviceTime: 1, batchLimit: 4 }],
    [{ population: 8, thinkTime: 5, activationTime: 2, serviceTime: 1, method: 'fixed-point' }],
  ],
  gg1: [
    [
      {
        arrivalRate: 0.7,
        arrivalVariability: 1.44,
        serviceTime: 1,
        serviceVariability: 0.25,
        method: 'marchal',
      },
    ],
  ],
  ggc: [
    [{ arrivalRate: 1.7, arrivalVariability: 1.44, serviceTime: 1, serviceVariability: 0.25, servers: 2 }],
  ],
  highestArrivalRate: [
    [{ serviceTime: 0.01, servers: 1, target: { responseTime: 0.05 } }],
    [{ serviceTime: 0.01, servers: 2, patience: 1, target: { abandonmentProbability: 0.05 } }],
  ],
  lossNetwork: [
    [
      {
        links: { n: { capacity: 6 }, s: { capacity: 7 } },
        routes: {
          x: { arrivalRate: 3, serviceTime: 1, circuits: { n: 1 } },
          y: { arrivalRate: 4, serviceTime: 1, circuits: { n: 1, s: 2 } },
        },
      },
    ],
  ],
  mErlangK1: [[{ arrivalRate: 0.8, serviceTime: 1, stages: 4 }]],
  mHyperexponential1: [[{ arrivalRate: 0.8, probabilities: [0.5, 0.5], means: [0.5, 1] }]],
  md1: [[{ arrivalRate: 0.9, serviceTime: 1 }]],
  mg1: [
    [{ arrivalRate: 0.5, serviceTime: 1, serviceVariability: 4 }],
    [{ arrivalRate: 0.5, service: phases }],
    [{ arrivalRate: 0.5, service: { type: 'bounded-pareto', minimum: 0.1, maximum: 10, exponent: 1.5 } }],
    [{ arrivalRate: 0.5, service: { type: 'uniform', minimum: 0.1, maximum: 1 } }],
    [{ arrivalRate: 0.5, service: { type: 'discrete', values: [0.1, 1], probabilities: [0.5, 0.5] } }],
  ],
  mg1Priority: [
    [
      {
        classes: [
          { arrivalRate: 0.2, serviceTime: 1, serviceVariability: 1, name: 'u' },
          { arrivalRate: 0.3, service: twoStages },
        ],
        rule: 'preemptive-resume',
      },
    ],
  ],
  mg1Setup: [
    [{ arrivalRate: 0.8, serviceTime: 1, serviceVariability: 0, setupTime: 2, setupVariability: 0 }],
  ],
  mg1Vacation: [
    [{ arrivalRate: 0.5, serviceTime: 1, serviceVariability: 1, vacationTime: 2, vacationVariability: 1 }],
  ],
  mg1k: [
    [{ arrivalRate: 0.8, service: { type: 'deterministic', value: 1 }, capacity: 5 }],
    [{ arrivalRate: 0.8, service: phases, capacity: 5 }],
  ],
  mg1kLossApproximation: [[{ arrivalRate: 0.8, serviceTime: 1, serviceVariability: 0.25, capacity: 10 }]],
  receiveLivelock: [[{ arrivalRate: 5e5, interruptTime: 1e-6, serviceTime: 4e-6, polling: false }]],
  mmInfinity: [[{ arrivalRate: 4, serviceTime: 0.5 }]],
  mm1: [[{ arrivalRate: 90, serviceTime: 0.01 }]],
  mm1Setup: [[{ arrivalRate: 0.8, serviceTime: 1, setupTime: 10 }]],
  mm1k: [[{ arrivalRate: 1, serviceTime: 1, capacity: 10 }]],
  mmc: [[{ arrivalRate: 90, serviceTime: 0.01, servers: 2 }]],
  mmcAbandonment: [[{ arrivalRate: 1, serviceTime: 10, servers: 9, patience: 30 }]],
  mmck: [[{ arrivalRate: 8, serviceTime: 1, servers: 10, capacity: 12 }]],
  mmckTransient: [
    [{ arrivalRate: 1.2, serviceTime: 1, servers: 1, capacity: 3, time: 10, initial: [0, 0.5, 0.5, 0] }],
  ],
  phph1: [[{ arrival: twoStages, service: phases }]],
  polling: [
    [
      {
        queues: [
          {
            arrivalRate: 0.2,
            serviceTime: 1,
            serviceVariability: 1,
            switchoverTime: 0.1,
            switchoverVariability: 0,
            policy: 'gated',
          },
          { arrivalRate: 0.3, service: twoStages, switchoverTime: 0.1, switchoverVariability: 1 },
        ],
      },
    ],
  ],
  processorSharing: [[{ arrivalRate: 80, serviceTime: 0.01 }]],
  sizeBased: ['shortest-job-first', 'shortest-remaining-processing-time', 'foreground-background'].map(
    (discipline) => [{ arrivalRate: 0.5, service: { type: 'exponential', mean: 1 }, discipline }],
  ),
  approximateMva: [
    [closed, { multiServer: 'seidmann', recursion: 'exact', maxIterations: 1000 }],
    [closed, { maxIterations: 1000 }],
  ],
  aql: [[closedPlain, { tolerance: 1e-9, maxIterations: 1000 }]],
  asymptoticBounds: [[closed], [open]],
  balancedJobBounds: [[closedPlain]],
  bardSchweitzer: [[closedPlain, {}]],
  chow: [[closedPlain, {}]],
  blockingMva: [[oneClass({ a: { serviceTime: 1, capacity: 4 }, b: { serviceTime: 2, capacity: 3 } }, 0)]],
  blockingNetwork: [
    [
      oneClass({ a: { serviceTime: 1, capacity: 4 }, b: { serviceTime: 2, capacity: 3 } }, 0),
      { blocking: 'after-service', maxStates: 1000 },
    ],
  ],
  closedCurve: [[oneClass()], [oneClass(severalKinds)]],
  closedMarkov: [
    [
      { ...closedPlain, stations: { a: { serviceTime: { r: 0.3, w: 0.2 }, servers: 2 } } },
      { maxStates: 10000 },
    ],
    [closedRouted, {}],
  ],
  closedResponseTime: [
    [
      oneClass({ a: { demand: 0.3, discipline: 'first-come-first-served', servers: 2 }, b: { demand: 0.4 } }),
      { station: 'a', class: 'job' },
    ],
  ],
  compositeBounds: [[{ ...closedPlain, classes: { r: { population: 3 }, w: { population: 2 } } }]],
  exactConvolution: [
    [closed, { distributions: true }],
    [mixed, {}],
  ],
  exactIntegral: [[closedPlain, { tolerance: 1e-3 }]],
  exactMva: [
    [closedPlain, {}],
    [{ ...mixed, stations: { a: { demand: { r: 0.3, w: 0.2 } } } }, {}],
  ],
  forkJoinMva: [[oneClass(), { branches: { a: 2 } }]],
  geometricBounds: [[oneClass(plainStations, 0), {}]],
  layeredNetwork: [
    [
      {
        clients: { u: { population: 5, thinkTime: 1, calls: { app: 1 } } },
        tasks: {
          app: { threads: 4, processors: 2, serviceTime: 0.02, calls: { disk: 2 } },
          disk: { serviceTime: 0.03 },
        },
      },
      {},
    ],
  ],
  linearizer: [[closedPlain, { corrections: 2 }]],
  networkBounds: [[closedPlain], [oneClass()]],
  openNetwork: [[open], [openRouted]],
  proportionalBounds: [[oneClass(plainStations, 0)]],
  qna: [[openRouted, { arrivalVariability: 0.5 }]],
  seidmann: [
    [closedPlain, {}],
    [oneClass({ a: { demand: 0.3, servers: 3 } }), {}],
  ],
  solve: [
    [closed, { method: 'auto', limit: { operations: 1e8, bytes: 1e8 } }],
    [open, {}],
    [openRouted, {}],
    [closedRouted, {}],
    [mixed, {}],
  ],
  solveByChain: [[closedRouted, exactMva]],
  trafficEquations: [
    [openRouted, { reference: 'a' }],
    [closedRouted, {}],
  ],
  ctmcSteadyState: [[chain, {}]],
  ctmcTransient: [[chain, { time: 3, initial: 'up' }]],
  ctmcAbsorption: [[endingChain, { initial: 'up' }]],
  ctmcFirstPassage: [[chain, { to: 'off' }]],
  dtmcSteadyState: [[steps, {}]],
  dtmcTransient: [[steps, { steps: 3, initial: 0 }]],
  dtmcAbsorption: [[endingSteps, { initial: 0 }]],
  dtmcFirstPassage: [[steps, { to: 2 }]],
};
