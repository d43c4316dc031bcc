import {
  aql,
  bardSchweitzer,
  linearizer,
  type NetworkSolution,
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

export const adapters: Record<string, Adapter> = {
  'closed-schweitzer': ({ N, S, V, Z, m }) =>
    ofOneClass(byClass(bardSchweitzer(closedNetwork({ N: [N], S: [S], V: V && [V], Z: [Z ?? 0], m })))),
  'multi-schweitzer': (input) => byClass(bardSchweitzer(closedNetwork(input))),
  'amva-schweitzer': (input) => byStation(bardSchweitzer(lineNetwork(input))),
  'amva-linearizer': (input) =>
    byStation(linearizer(lineNetwork(input), { corrections: input.passes ?? 3 })),
  'amva-linearizer-converged': (input) =>
    byStation(linearizer(lineNetwork(input), { corrections: 'converged' })),
  'amva-aql': (input) => byStation(aql(lineNetwork(input))),
};
