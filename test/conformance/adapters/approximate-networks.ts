import {
  type ApproximateMvaOptions,
  approximateMva,
  aql,
  asymptoticBounds,
  balancedJobBounds,
  bardSchweitzer,
  blockingMva,
  compositeBounds,
  exactMva,
  geometricBounds,
  type LayeredNetworkOptions,
  layeredNetwork,
  linearizer,
  type NetworkBounds,
  type NetworkSolution,
  proportionalBounds,
  type QueueingNetwork,
} from '../../../src/queueing';
import type { Adapter } from '../harness';

const className = (r: number) => `class${r}`;
const stationName = (k: number) => `station${k}`;

/** A closed network; tables are class by station, `servers` below 1 is a delay station. */
export function closedNetwork(given: {
  N: number[];
  S: number[][];
  V?: number[][];
  Z?: number[];
  m?: number[];
}): QueueingNetwork {
  const { N, S, V, Z, m } = given;
  const perClass = (table: number[][], k: number) =>
    Object.fromEntries(table.map((row, r) => [className(r), row[k]]));
  return {
    classes: Object.fromEntries(
      N.map((population, r) => [className(r), { population, thinkTime: Z?.[r] ?? 0 }]),
    ),
    stations: Object.fromEntries(
      S[0].map((_, k) => {
        const servers = m?.[k] ?? 1;
        return [
          stationName(k),
          {
            serviceTime: perClass(S, k),
            ...(V ? { visits: perClass(V, k) } : {}),
            ...(servers < 1 ? { discipline: 'delay' as const } : { servers }),
          },
        ];
      }),
    ),
  };
}

const transposed = (table: number[][]) => table[0].map((_, c) => table.map((row) => row[c]));

/** Class-by-station tables, as in octave and hard cases. */
function byClass(solution: NetworkSolution) {
  const stations = Object.values(solution.stations);
  const table = (field: 'utilization' | 'queueLength' | 'throughput' | 'responseTime') =>
    Object.keys(solution.classes).map((name) => stations.map((station) => station.classes[name][field]));
  return {
    U: table('utilization'),
    R: table('responseTime'),
    Q: table('queueLength'),
    X: table('throughput'),
    Xsys: Object.values(solution.classes).map((one) => one.throughput),
  };
}

/** Station-by-class tables, as in line cases: R and throughput are of a whole passage. */
function byStation(solution: NetworkSolution) {
  const names = Object.keys(solution.classes);
  const table = (field: 'utilization' | 'queueLength' | 'residenceTime') =>
    Object.values(solution.stations).map((station) => names.map((name) => station.classes[name][field]));
  return {
    X: names.map((name) => solution.classes[name].throughput),
    Q: table('queueLength'),
    R: table('residenceTime'),
    U: table('utilization'),
  };
}

/** The first class of class-by-station tables. */
function ofOneClass(tables: ReturnType<typeof byClass>) {
  return Object.fromEntries(Object.entries(tables).map(([field, value]) => [field, value[0]]));
}

const lineNetwork = (input: { D: number[][]; N: number[]; Z?: number[]; m?: number[] }) =>
  closedNetwork({ N: input.N, S: transposed(input.D), Z: input.Z, m: input.m });

/** Demands of one class, as in the bounds kinds. */
const oneClass = ({ N, D, Z, m }: { N: number; D: number[]; Z?: number; m?: number[] }) =>
  closedNetwork({ N: [N], S: [D], Z: [Z ?? 0], m });

/** Demands of several classes under first come, first served with one visit, for which the asymptotic bounds hold. */
const severalClasses = ({ N, D, Z, m }: { N: number[]; D: number[][]; Z?: number[]; m?: number[] }) => {
  const network = closedNetwork({ N, S: D, Z, m });
  const stations = Object.entries(network.stations).map(([name, station]) => [
    name,
    { discipline: 'first-come-first-served' as const, ...station },
  ]);
  return { ...network, stations: Object.fromEntries(stations) };
};

function boundsByClass(bounds: NetworkBounds) {
  const classes = Object.values(bounds.classes);
  return {
    Xlower: classes.map((one) => one.throughput.lower),
    Xupper: classes.map((one) => one.throughput.upper),
    Rlower: classes.map((one) => one.responseTime.lower),
    Rupper: classes.map((one) => one.responseTime.upper),
  };
}

function boundsOfOne(bounds: NetworkBounds) {
  const queues = Object.values(bounds.stations ?? {}).map((station) => station.queueLength);
  return {
    ...Object.fromEntries(Object.entries(boundsByClass(bounds)).map(([field, value]) => [field, value[0]])),
    Qlower: queues.map((range) => range.lower),
    Qupper: queues.map((range) => range.upper),
  };
}

/**
 * Multi-server cases: `exact MVA` is the recursion over every population; `linearizer` is that of LQNS, with two
 * corrections and Chandy and Neuse's stop at 1/4000 of a population.
 */
function multiServerCase(multiServer: ApproximateMvaOptions['multiServer']): Adapter {
  return (input) => {
    const options = /linearizer/i.test(input.solveWith)
      ? ({ recursion: 'linearizer', corrections: 2, tolerance: 1 / 4000 } as const)
      : /schweitzer/i.test(input.solveWith)
        ? ({ recursion: 'schweitzer', tolerance: 1 / 4000 } as const)
        : ({ recursion: 'exact' } as const);
    return byStation(approximateMva(lineNetwork(input), { ...options, multiServer }));
  };
}

interface LayeredInput {
  users: number;
  think?: number;
  clientCalls: Record<string, number>;
  tasks: { name: string; threads?: number; cpu?: number; service: number; calls?: Record<string, number> }[];
}

/** A layered case in the words of LQNS: utilization counts busy threads, procUtilization busy cores. */
function layered(input: LayeredInput, options: LayeredNetworkOptions) {
  const solution = layeredNetwork(
    {
      clients: {
        Client: { population: input.users, thinkTime: input.think ?? 0, calls: input.clientCalls },
      },
      tasks: Object.fromEntries(
        input.tasks.map(({ name, threads, cpu, service, calls }) => [
          name,
          { threads, processors: cpu, serviceTime: service, calls },
        ]),
      ),
    },
    options,
  );
  const { throughput, queueLength, responseTime } = solution.clients.Client;
  return {
    Client: { throughput, utilization: queueLength, procUtilization: 0, serviceTime: responseTime },
    ...Object.fromEntries(
      Object.entries(solution.tasks).map(([name, task]) => [
        name,
        {
          throughput: task.throughput,
          utilization: task.busyThreads,
          procUtilization: task.busyProcessors,
          serviceTime: task.serviceTime,
        },
      ]),
    ),
  };
}

export const adapters: Record<string, Adapter> = {
  'closed-schweitzer': ({ N, S, V, Z, m }) =>
    ofOneClass(byClass(bardSchweitzer(closedNetwork({ N: [N], S: [S], V: V && [V], Z: [Z ?? 0], m })))),
  'multi-schweitzer': (input) => byClass(bardSchweitzer(closedNetwork(input))),
  'amva-schweitzer': (input) => byStation(bardSchweitzer(lineNetwork(input))),
  'amva-linearizer': (input) => byStation(linearizer(lineNetwork(input), { corrections: input.passes ?? 3 })),
  'amva-linearizer-converged': (input) =>
    byStation(linearizer(lineNetwork(input), { corrections: 'converged' })),
  'amva-aql': (input) => byStation(aql(lineNetwork(input))),
  'bounds-aba': (input) => boundsOfOne(asymptoticBounds(oneClass(input))),
  'bounds-bjb': (input) => boundsOfOne(balancedJobBounds(oneClass(input))),
  'bounds-pb': (input) => boundsOfOne(proportionalBounds(oneClass(input))),
  'bounds-geometric': (input) => boundsOfOne(geometricBounds(oneClass(input), { startFrom: 'asymptotic' })),
  'bounds-geometric-paper': (input) => boundsOfOne(geometricBounds(oneClass(input))),
  'multi-bounds-aba': (input) => boundsByClass(asymptoticBounds(severalClasses(input))),
  'multi-bounds-bjb': (input) => boundsByClass(balancedJobBounds(severalClasses(input))),
  'multi-bounds-composite': (input) => boundsByClass(compositeBounds(severalClasses(input))),
  'open-bounds-aba': ({ lambda, D }) =>
    boundsOfOne(
      asymptoticBounds({
        classes: { job: { arrivalRate: lambda } },
        stations: Object.fromEntries(D.map((demand: number, k: number) => [stationName(k), { demand }])),
      }),
    ),
  'bounds-closed': (input) => {
    const network = lineNetwork(input);
    const range = (bounds: NetworkBounds) => bounds.classes[className(0)].throughput;
    const asymptotic = range(asymptoticBounds(network));
    const balanced = range(balancedJobBounds(network));
    const geometric = range(geometricBounds(network));
    return {
      exactX: exactMva(network).classes[className(0)].throughput,
      abaLower: asymptotic.lower,
      abaUpper: asymptotic.upper,
      bjbLower: balanced.lower,
      bjbUpper: balanced.upper,
      gbLower: geometric.lower,
      gbUpper: geometric.upper,
    };
  },
  'multiserver-seidmann': multiServerCase('seidmann'),
  'multiserver-conway': multiServerCase('conway'),
  'multiserver-reiser': multiServerCase('reiser'),
  'multiserver-rolia': multiServerCase('rolia'),
  'closed-blocking-mva': ({ N, S, capacity, P }) =>
    ofOneClass(
      byClass(
        blockingMva({
          classes: { job: { population: N } },
          stations: Object.fromEntries(
            S.map((serviceTime: number, k: number) => [
              stationName(k),
              { serviceTime, ...(Number.isFinite(capacity[k]) ? { capacity: capacity[k] } : {}) },
            ]),
          ),
          routing: P.flatMap((row: number[], from: number) =>
            row.flatMap((probability, to) =>
              probability > 0 ? [{ from: stationName(from), to: stationName(to), probability }] : [],
            ),
          ),
        }),
      ),
    ),
  lqn: (input) => ({
    exactMvaConway: layered(input, { recursion: 'exact', multiServer: 'conway' }),
    default: layered(input, { multiServer: 'conway-or-rolia' }),
  }),
};
