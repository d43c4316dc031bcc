import {
  blockingNetwork,
  closedMarkov,
  closedResponseTime,
  ctmcAbsorption,
  ctmcFirstPassage,
  ctmcSteadyState,
  ctmcTransient,
  type Discipline,
  dtmcAbsorption,
  dtmcFirstPassage,
  dtmcSteadyState,
  dtmcTransient,
  mmckTransient,
  type NetworkSolution,
  openNetwork,
  type QueueingNetwork,
  qna,
  type Route,
  solve,
  trafficEquations,
} from '../../../src/queueing';
import type { Adapter } from '../harness';

/** Class by station tables: a row per class, `r0`, `r1`, ..., a column per station, `s0`, `s1`, ... */
type Table = readonly (readonly number[])[];

const stationName = (k: number) => `s${k}`;
const className = (r: number) => `r${r}`;

const columns = (size: number, column: (to: number) => readonly number[]): number[][] => {
  const all = Array.from({ length: size }, (_, to) => column(to));
  return Array.from({ length: size }, (_, from) => all.map((times) => times[from]));
};

/** Stations from class by station tables; servers below 1 are delays. */
function stations(
  serviceTimes: Table,
  servers: readonly number[] | undefined,
  visits?: Table,
): QueueingNetwork['stations'] {
  const byClass = (table: Table, k: number) =>
    Object.fromEntries(table.map((row, r) => [className(r), row[k]]));
  return Object.fromEntries(
    serviceTimes[0].map((_, k) => {
      const count = servers?.[k] ?? 1;
      return [
        stationName(k),
        {
          ...(count < 1 ? { discipline: 'delay' as const } : { servers: count }),
          serviceTime: byClass(serviceTimes, k),
          ...(visits && { visits: byClass(visits, k) }),
        },
      ];
    }),
  );
}

/** Routes of one class between stations, by a matrix; what is left of a row leaves when `open`. */
function routesOf(matrix: Table, open: boolean, name?: string): Route[] {
  const whose = name === undefined ? {} : { class: name };
  return matrix.flatMap((row, i) => {
    const left = 1 - row.reduce((sum, p) => sum + p, 0);
    return [
      ...row.map((p, j) => ({ ...whose, from: stationName(i), to: stationName(j), probability: p })),
      ...(open ? [{ ...whose, from: stationName(i), to: null, probability: Math.max(0, left) }] : []),
    ];
  });
}

/** Routes from outside, in proportion to the arrivals at each station. */
function arrivalRoutes(arrivals: readonly number[], name?: string): Route[] {
  const total = arrivals.reduce((sum, rate) => sum + rate, 0);
  const whose = name === undefined ? {} : { class: name };
  return arrivals.map((rate, k) => ({ ...whose, from: null, to: stationName(k), probability: rate / total }));
}

/** Routes by P[r][i][s][j]: class r at station i to class s at station j. */
function switchingRoutes(P: readonly (readonly Table[])[], open: boolean): Route[] {
  return P.flatMap((ofClass, r) =>
    ofClass.flatMap((from, i) => {
      const left = 1 - from.flat().reduce((sum, p) => sum + p, 0);
      const inside = from.flatMap((to, s) =>
        to.map((probability, j) => ({
          from: stationName(i),
          class: className(r),
          to: stationName(j),
          toClass: className(s),
          probability,
        })),
      );
      const used = inside.some((route) => route.probability > 0);
      if (!open) return used ? inside : [];
      return [
        ...inside,
        { from: stationName(i), class: className(r), to: null, probability: Math.max(0, left) },
      ];
    }),
  );
}

/** A solution as class by station tables. */
function tables(solution: NetworkSolution) {
  const names = Object.keys(solution.classes);
  const table = (value: (own: NetworkSolution['stations'][string]['classes'][string]) => number | null) =>
    names.map((name) => Object.values(solution.stations).map((station) => value(station.classes[name])));
  return {
    U: table((own) => own.utilization),
    R: table((own) => own.responseTime),
    Q: table((own) => own.queueLength),
    X: table((own) => own.throughput),
    Xsys: names.map((name) => solution.classes[name].throughput),
    Rsys: names.map((name) => solution.classes[name].responseTime),
    Qsys: names.map((name) => solution.classes[name].queueLength),
  };
}

/** The same of a network with one class. */
function single(solution: NetworkSolution) {
  const { U, R, Q, X, Xsys, Rsys, Qsys } = tables(solution);
  return { U: U[0], R: R[0], Q: Q[0], X: X[0], Xsys: Xsys[0], Rsys: Rsys[0], Qsys: Qsys[0] };
}

const visitsOf = (network: QueueingNetwork, reference?: string) =>
  Object.values(trafficEquations(network, reference === undefined ? {} : { reference }).visits).map(
    (own) => own.r0,
  );

function jackson({
  arrivals,
  P,
  S,
  m,
}: {
  arrivals: number[];
  P: Table;
  S: number[];
  m?: number[];
}): QueueingNetwork {
  return {
    classes: { r0: { arrivalRate: arrivals.reduce((sum, rate) => sum + rate, 0) } },
    stations: stations([S], m),
    routing: [...arrivalRoutes(arrivals), ...routesOf(P, true)],
  };
}

/** One or more stations in a cycle with think time, station by class tables, solved by its Markov chain. */
const markov =
  (discipline: Discipline): Adapter =>
  ({ N, Z, S, m, weights }) => {
    const byClass = (row: number[]) => Object.fromEntries(row.map((value, r) => [className(r), value]));
    const solution = closedMarkov({
      classes: Object.fromEntries(
        N.map((population: number, r: number) => [
          className(r),
          { population, thinkTime: Z?.[r] ?? 0, priority: discipline.startsWith('priority') ? r : 0 },
        ]),
      ),
      stations: Object.fromEntries(
        S.map((row: number[], k: number) => [
          stationName(k),
          {
            discipline,
            servers: m?.[k] ?? 1,
            serviceTime: byClass(row),
            ...(weights && { weight: byClass(weights[k]) }),
          },
        ]),
      ),
    });
    const { Xsys } = tables(solution);
    const perStation = (value: (name: string, r: number) => number) =>
      Object.keys(solution.stations).map((name) => Xsys.map((_, r) => value(name, r)));
    const own = (name: string, r: number) => solution.stations[name].classes[className(r)];
    return {
      X: Xsys,
      Q: perStation((name, r) => own(name, r).queueLength),
      R: perStation((name, r) => own(name, r).residenceTime),
      U: perStation((name, r) => own(name, r).utilization),
    };
  };

export const adapters: Record<string, Adapter> = {
  'ctmc-fcfs': markov('first-come-first-served'),
  'ctmc-hol': markov('priority-non-preemptive'),
  'ctmc-prio-pr': markov('priority-preemptive'),
  'ctmc-dps': markov('discriminatory-processor-sharing'),
  'blocking-bas-closed': ({ N, mu, capacity }) => {
    const solution = blockingNetwork(
      {
        classes: { r0: { population: N } },
        stations: Object.fromEntries(
          mu.map((rate: number, k: number) => [
            stationName(k),
            { serviceTime: 1 / rate, capacity: capacity[k] },
          ]),
        ),
      },
      { blocking: 'after-service' },
    );
    return {
      X: solution.throughput,
      Q: Object.values(solution.stations).map((station) => station.queueLength),
      states: solution.states,
    };
  },
  'transient-mmck': ({ lambda, mu, c, K, initial, t }) => {
    const at: ReturnType<typeof mmckTransient>[] = t.map((time: number) =>
      mmckTransient({
        arrivalRate: lambda,
        serviceTime: 1 / mu,
        servers: c,
        capacity: K,
        time,
        initial: initial === 'empty' || initial === undefined ? 0 : initial === 'full' ? K : initial,
      }),
    );
    return {
      meanJobs: at.map((one) => one.queueLength),
      p0: at.map((one) => one.probabilities[0]),
      pK: at.map((one) => one.blockingProbability),
    };
  },
  'sojourn-distribution-closed': ({ D, N, Z, m, t }, whole) => {
    const byClass = (row: number[]) => Object.fromEntries(row.map((value, r) => [className(r), value]));
    const { responseTime } = closedResponseTime(
      {
        classes: Object.fromEntries(
          N.map((population: number, r: number) => [className(r), { population, thinkTime: Z?.[r] ?? 0 }]),
        ),
        stations: Object.fromEntries(
          D.map((row: number[], k: number) => [
            stationName(k),
            { discipline: 'first-come-first-served', servers: m?.[k] ?? 1, demand: byClass(row) },
          ]),
        ),
      },
      { station: stationName(0), class: className(0) },
    );
    const shares = Object.keys((whole.expected.percentiles as object | undefined) ?? {});
    return {
      cdf: t.map((time: number) => responseTime.cumulative(time)),
      percentiles: Object.fromEntries(shares.map((share) => [share, responseTime.percentile(Number(share))])),
      mean: responseTime.mean,
    };
  },
  'multi-class-switching': ({ N, S, P, m }) => {
    const result = tables(
      solve({
        classes: Object.fromEntries(N.map((population: number, r: number) => [className(r), { population }])),
        stations: stations(S, m),
        routing: switchingRoutes(P, false),
      }),
    );
    // A class that never comes to a delay station has the station's service time as its response time here.
    const R = result.R.map((row, r) => row.map((time, k) => time ?? (m?.[k] < 1 ? S[r][k] : null)));
    return { ...result, R };
  },
  'open-single': ({ lambda, S, V, m }) =>
    single(openNetwork({ classes: { r0: { arrivalRate: lambda } }, stations: stations([S], m, [V]) })),
  'open-multi': ({ lambda, S, V, m }) =>
    tables(
      openNetwork({
        classes: Object.fromEntries(
          lambda.map((rate: number, r: number) => [className(r), { arrivalRate: rate }]),
        ),
        stations: stations(S, m, V),
      }),
    ),
  'open-jackson': (input) => ({ ...single(openNetwork(jackson(input))), V: visitsOf(jackson(input)) }),
  'open-multi-routing': ({ arrivals, P, S, m }) => {
    const rates: number[] = arrivals.map((row: number[]) => row.reduce((sum, rate) => sum + rate, 0));
    const result = tables(
      openNetwork({
        classes: Object.fromEntries(rates.map((rate, r) => [className(r), { arrivalRate: rate }])),
        stations: stations(S, m),
        routing: [
          ...arrivals.flatMap((row: number[], r: number) =>
            rates[r] > 0 ? arrivalRoutes(row, className(r)) : [],
          ),
          ...switchingRoutes(P, true),
        ],
      }),
    );
    return { ...result, V: result.X.map((row, r) => row.map((x) => x! / rates[r])) };
  },
  'visits-closed': ({ P, refStation }) => ({
    V: visitsOf(
      {
        classes: { r0: { population: 1 } },
        stations: stations([P.map(() => 1)], undefined),
        routing: routesOf(P, false),
      },
      stationName(refStation ?? 0),
    ),
  }),
  'visits-open': ({ P, arrivals }) => ({ V: visitsOf(jackson({ arrivals, P, S: P.map(() => 1) })) }),
  'qna-open': ({ lambda0, ca2_0, P, mu, cs2, m }) => {
    const base = jackson({ arrivals: lambda0, P, S: mu.map((rate: number) => 1 / rate), m });
    const network: QueueingNetwork = {
      ...base,
      stations: Object.fromEntries(
        Object.entries(base.stations).map(([name, station], k) => [
          name,
          { ...station, serviceVariability: cs2[k] },
        ]),
      ),
    };
    const arrivalVariability = Object.fromEntries(
      ca2_0.map((value: number, k: number) => [stationName(k), value]),
    );
    const solve = (variant: 'whitt' | 'gautam') => {
      const solution = qna(network, { variant, arrivalVariability });
      return {
        solution,
        numbers: { ca2: Object.values(solution.arrivalVariability), Wq: Object.values(solution.waitingTime) },
      };
    };
    const { solution, numbers } = solve('whitt');
    const { X, U } = single(solution);
    return { lambda: X, rho: U, whitt: numbers, gautam: solve('gautam').numbers };
  },
  'ctmc-steady': ({ Q }) => ({ p: ctmcSteadyState(Q).probabilities }),
  'ctmc-transient': ({ Q, t, p0 }) => ({ p: ctmcTransient(Q, { initial: p0, time: t }).probabilities }),
  'ctmc-absorption': ({ Q, p0 }) => ({ t: ctmcAbsorption(Q, { initial: p0 }).meanTime }),
  'ctmc-first-passage': ({ Q }) => ({ M: columns(Q.length, (to) => ctmcFirstPassage(Q, { to }).meanTime) }),
  'dtmc-steady': ({ P }) => ({ p: dtmcSteadyState(P).probabilities }),
  'dtmc-transient': ({ P, n, p0 }) => ({ p: dtmcTransient(P, { initial: p0, steps: n }).probabilities }),
  'dtmc-absorption': ({ P, p0 }) => ({ t: dtmcAbsorption(P, { initial: p0 }).meanSteps }),
  'dtmc-first-passage': ({ P }) => ({ M: columns(P.length, (to) => dtmcFirstPassage(P, { to }).meanSteps) }),
};
