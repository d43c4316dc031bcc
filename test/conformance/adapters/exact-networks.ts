import {
  closedCurve,
  exactConvolution,
  exactIntegral,
  exactMva,
  type NetworkClass,
  type NetworkSolution,
  type QueueingNetwork,
  type Station,
  solve,
} from '../../../src/queueing';
import type { Adapter } from '../harness';

/** Builds a network from classes and stations by number; the names are c0, c1, ... and s0, s1, ... */
function numbered(classes: readonly NetworkClass[], stations: readonly Station[]): QueueingNetwork {
  return {
    classes: Object.fromEntries(classes.map((given, r) => [`c${r}`, given])),
    stations: Object.fromEntries(stations.map((given, k) => [`s${k}`, given])),
  };
}

const perClass = <T>(values: readonly T[]) => Object.fromEntries(values.map((value, r) => [`c${r}`, value]));

/** m < 1 is a delay station, otherwise the number of servers. */
const serversOf = (m: number | undefined): Partial<Station> =>
  m === undefined ? {} : m < 1 ? { discipline: 'delay' } : { servers: m };

const column = (rows: readonly (readonly number[])[], k: number) => perClass(rows.map((row) => row[k]));

/** Results by number: one class. */
function singleFigures(solution: NetworkSolution) {
  const stations = Object.values(solution.stations);
  return {
    U: stations.map((station) => station.utilization),
    R: stations.map((station) => station.classes.c0.responseTime),
    Q: stations.map((station) => station.queueLength),
    X: stations.map((station) => station.throughput),
    Xsys: solution.classes.c0.throughput,
    Rsys: solution.classes.c0.throughput > 0 ? solution.classes.c0.responseTime : 0,
    logG: solution.logNormalizingConstant,
  };
}

/** Results by number: class by station. */
function multiFigures(solution: NetworkSolution) {
  const stations = Object.values(solution.stations);
  const classes = Object.keys(solution.classes);
  const table = (field: 'utilization' | 'responseTime' | 'queueLength' | 'throughput') =>
    classes.map((name) => stations.map((station) => station.classes[name][field]));
  return {
    U: table('utilization'),
    R: table('responseTime'),
    Q: table('queueLength'),
    X: table('throughput'),
    Xsys: classes.map((name) => solution.classes[name].throughput),
    Rsys: classes.map((name) => solution.classes[name].responseTime),
  };
}

const closedSingle: Adapter = ({ N, S, V, m, Z = 0 }) =>
  singleFigures(
    solve(
      numbered(
        [{ population: N, thinkTime: Z }],
        S.map((serviceTime: number, k: number) => ({ serviceTime, visits: V[k], ...serversOf(m?.[k]) })),
      ),
      { method: m?.some((servers: number) => servers > 1) ? 'exact-convolution' : 'exact-mva' },
    ),
  );

const closedConvolution: Adapter = ({ N, S, V, m, Z = 0 }) => {
  const network = numbered(
    [{ population: N, thinkTime: Z }],
    S.map((serviceTime: number, k: number) => ({ serviceTime, visits: V[k], ...serversOf(m?.[k]) })),
  );
  return { ...singleFigures(exactConvolution(network)), G: constants(network) };
};

/** G(0) ... G(N). */
const constants = (network: QueueingNetwork) => [
  1,
  ...closedCurve(network).logNormalizingConstant.map((value) => Math.exp(value)),
];

/** S[k][n-1] with n customers present: a speed relative to one customer alone. */
const loadDependent = (times: readonly number[], visits: number): Station => ({
  serviceTime: times[0],
  visits,
  rates: times.map((time) => times[0] / time),
});

const closedLoadDependent: Adapter = ({ N, S, V, Z = 0 }) => {
  const network = numbered(
    [{ population: N, thinkTime: Z }],
    S.map((times: number[], k: number) => loadDependent(times, V[k])),
  );
  return { ...singleFigures(exactConvolution(network)), G: constants(network) };
};

const closedOneLoadDependent: Adapter = ({ N, S, Sld, V, Z = 0 }) =>
  singleFigures(
    exactConvolution(
      numbered(
        [{ population: N, thinkTime: Z }],
        [
          ...S.map((serviceTime: number, k: number) => ({ serviceTime, visits: V[k] })),
          loadDependent(Sld, V[S.length]),
        ],
      ),
    ),
  );

const closedMulti: Adapter = ({ N, S, V, m, Z }) =>
  multiFigures(
    solve(
      numbered(
        N.map((population: number, r: number) => ({ population, thinkTime: Z?.[r] ?? 0 })),
        S[0].map((_: number, k: number) => ({
          serviceTime: column(S, k),
          visits: column(V, k),
          ...serversOf(m?.[k]),
        })),
      ),
    ),
  );

const mixed: Adapter = ({ lambda, N, S, V, m, Z }) =>
  multiFigures(
    solve(
      numbered(
        lambda.map((arrivalRate: number, r: number) =>
          arrivalRate > 0 ? { arrivalRate } : { population: N[r], thinkTime: Z?.[r] ?? 0 },
        ),
        S[0].map((_: number, k: number) => ({
          serviceTime: column(S, k),
          visits: column(V, k),
          ...serversOf(m?.[k]),
        })),
      ),
    ),
  );

/** Results by number: station by class, times per passage. */
function demandFigures(solution: NetworkSolution, names: readonly string[]) {
  const stations = Object.values(solution.stations);
  return {
    X: names.map((name) => solution.classes[name].throughput),
    Q: stations.map((station) => names.map((name) => station.classes[name].queueLength)),
    R: stations.map((station) =>
      names.map((name) => (solution.classes[name].throughput > 0 ? station.classes[name].residenceTime : 0)),
    ),
    U: stations.map((station) => names.map((name) => station.classes[name].utilization)),
    logG: solution.logNormalizingConstant,
    marginal: stations.map((station) => station.distribution),
  };
}

/** A network of demands D[k][r], optionally with servers m[k] or rates[k]. */
// biome-ignore lint/suspicious/noExplicitAny: the input of a reference case
const ofDemands = ({ D, N, Z, m, rates }: any) =>
  numbered(
    N.map((population: number, r: number) => ({ population, thinkTime: Z?.[r] ?? 0 })),
    D.map((row: number[], k: number) => ({
      demand: perClass(row),
      ...(rates?.[k] ? { rates: rates[k] } : serversOf(m?.[k])),
    })),
  );

const named = (input: { N: readonly number[] }) => input.N.map((_, r) => `c${r}`);

const closedDemands: Adapter = (input) =>
  demandFigures(exactConvolution(ofDemands(input), { distributions: true }), named(input));

const largePopulation: Adapter = (input) => {
  const network = ofDemands(input);
  // one or two stations: the integral; otherwise what `solve` takes
  const solution = input.D.length <= 2 ? exactIntegral(network) : solve(network);
  return demandFigures(solution, named(input));
};

const mixedDemands: Adapter = ({ open, closed, m }) => {
  const closedCount = closed.N.length;
  const solution = solve(
    numbered(
      [
        ...closed.N.map((population: number, r: number) => ({ population, thinkTime: closed.Z?.[r] ?? 0 })),
        ...open.lambda.map((arrivalRate: number) => ({ arrivalRate })),
      ],
      closed.D.map((row: number[], k: number) => ({
        demand: perClass([...row, ...open.D[k]]),
        ...serversOf(m?.[k]),
      })),
    ),
  );
  const names = Object.keys(solution.classes);
  return {
    closed: demandFigures(solution, names.slice(0, closedCount)),
    open: demandFigures(solution, names.slice(closedCount)),
  };
};

export const adapters: Record<string, Adapter> = {
  'closed-mva': closedSingle,
  'closed-conv': closedConvolution,
  'closed-ld-mva': closedLoadDependent,
  'closed-ld-conv': closedLoadDependent,
  'closed-ld-cmva': closedOneLoadDependent,
  'multi-mva': closedMulti,
  mixed,
  'closed-exact': (input) => demandFigures(exactMva(ofDemands(input)), named(input)),
  'closed-multiserver-exact': closedDemands,
  'closed-loaddep-exact': closedDemands,
  'mixed-exact': mixedDemands,
  'mixed-multiserver-exact': mixedDemands,
  'large-population': largePopulation,
};
