import fc from 'fast-check';
import { expect } from 'vitest';
import {
  type NetworkSolution,
  type QueueingNetwork,
  SidecoreError,
  type Station,
} from '../../../src/queueing';

/** A closed network by numbers: demands station by class. */
export interface Closed {
  readonly demands: readonly (readonly number[])[];
  readonly population: readonly number[];
  readonly thinkTime: readonly number[];
  /** What every station has besides its demand, by station. */
  readonly stations?: readonly Omit<Station, 'demand' | 'serviceTime'>[];
}

export function closeTo(actual: number, expected: number, relative = 1e-9): void {
  expect(
    Math.abs(actual - expected),
    `${actual} is not ${expected} within ${relative}, relative`,
  ).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-300));
}

export function closed({ demands, population, thinkTime, stations = [] }: Closed): QueueingNetwork {
  return {
    classes: Object.fromEntries(
      population.map((n, r) => [`c${r}`, { population: n, thinkTime: thinkTime[r] }]),
    ),
    stations: Object.fromEntries(
      demands.map((row, k) => [
        `s${k}`,
        { ...stations[k], demand: Object.fromEntries(row.map((demand, r) => [`c${r}`, demand])) },
      ]),
    ),
  };
}

export const throughputs = (solution: NetworkSolution): number[] =>
  Object.values(solution.classes).map((one) => one.throughput);

const demand = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: 0.01, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
);

/** Random closed networks; every class works somewhere. */
export function arbitraryClosed(limits: { classes?: number; stations?: number; population?: number } = {}) {
  const { classes = 3, stations = 4, population = 6 } = limits;
  return fc
    .tuple(fc.integer({ min: 1, max: classes }), fc.integer({ min: 1, max: stations }))
    .chain(([classCount, stationCount]) =>
      fc.record({
        demands: fc
          .array(fc.array(demand, { minLength: classCount, maxLength: classCount }), {
            minLength: stationCount,
            maxLength: stationCount,
          })
          .map((rows) => rows.map((row, k) => (k === 0 ? row.map((value) => value || 0.5) : row))),
        population: fc.array(fc.integer({ min: 0, max: population }), {
          minLength: classCount,
          maxLength: classCount,
        }),
        thinkTime: fc.array(fc.constantFrom(0, 0.5, 4), { minLength: classCount, maxLength: classCount }),
      }),
    );
}

/**
 * Exact multi-class mean value analysis of single-server stations by plain recursion over the populations (Reiser and
 * Lavenberg 1980): throughput of each class.
 */
export function exactThroughputs({ demands, population, thinkTime }: Closed): number[] {
  const solved = new Map<string, { queue: number[]; throughput: number[] }>();
  const at = (n: readonly number[]): { queue: number[]; throughput: number[] } => {
    const known = solved.get(n.join());
    if (known) return known;
    const queue = demands.map(() => 0);
    const throughput = n.map((own, r) => {
      if (own === 0) return 0;
      const before = at(n.map((value, s) => (s === r ? value - 1 : value))).queue;
      const residence = demands.map((row, k) => row[r] * (1 + before[k]));
      const rate = own / (thinkTime[r] + residence.reduce((sum, time) => sum + time, 0));
      residence.forEach((time, k) => {
        queue[k] += rate * time;
      });
      return rate;
    });
    const answer = { queue, throughput };
    solved.set(n.join(), answer);
    return answer;
  };
  return at(population).throughput;
}

/** Little's law at every station and of every class, the utilisation law, and that nothing is negative or NaN. */
export function obeysTheLaws(given: Closed, solution: NetworkSolution, relative = 1e-9): void {
  given.population.forEach((population, r) => {
    const { throughput, responseTime, queueLength } = solution.classes[`c${r}`];
    closeTo(throughput * (responseTime + given.thinkTime[r]), population, relative);
    closeTo(throughput * responseTime, queueLength, 1e-9);
    given.demands.forEach((row, k) => {
      const station = solution.stations[`s${k}`].classes[`c${r}`];
      const servers = given.stations?.[k]?.servers ?? 1;
      closeTo(station.queueLength, throughput * station.residenceTime, 1e-9);
      closeTo(station.utilization * servers, throughput * row[r], 1e-9);
      expect(station.residenceTime).toBeGreaterThanOrEqual(row[r] * (1 - 1e-9));
    });
  });
  expect(Object.isFrozen(solution.classes)).toBe(true);
  expect(JSON.parse(JSON.stringify(solution))).toEqual(solution);
}

/** Another order of classes and stations gives the same numbers, and time in another unit scales them. */
export function isInvariant(
  given: Closed,
  solve: (network: QueueingNetwork) => NetworkSolution,
  relative = 1e-8,
): void {
  const plain = throughputs(solve(closed(given)));
  const turned: Closed = {
    demands: [...given.demands].reverse().map((row) => [...row].reverse()),
    population: [...given.population].reverse(),
    thinkTime: [...given.thinkTime].reverse(),
    stations: given.stations && [...given.stations].reverse(),
  };
  throughputs(solve(closed(turned)))
    .reverse()
    .forEach((rate, r) => {
      closeTo(rate, plain[r], relative);
    });
  const slower: Closed = {
    ...given,
    demands: given.demands.map((row) => row.map((value) => value * 1000)),
    thinkTime: given.thinkTime.map((value) => value * 1000),
  };
  throughputs(solve(closed(slower))).forEach((rate, r) => {
    closeTo(rate * 1000, plain[r], relative);
  });
}

/** The error that a call throws. */
export function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(SidecoreError);
    return error;
  }
  return undefined;
}

const one = (station: Station) => ({ classes: { c: { population: 3 } }, stations: { s: station } });

/** What every method for closed single-server networks rejects: title, network, code, path. */
export const badNetworks: [string, unknown, string, string][] = [
  ['a negative demand', one({ demand: -1 }), 'invalid-value', 'stations.s.demand'],
  ['a demand that is no number', one({ demand: Number.NaN }), 'invalid-value', 'stations.s.demand'],
  ['an infinite demand', one({ demand: Number.POSITIVE_INFINITY }), 'invalid-value', 'stations.s.demand'],
  ['no time anywhere', one({ demand: 0 }), 'invalid-value', 'stations'],
  [
    'a fractional population',
    { classes: { c: { population: 2.5 } }, stations: { s: { demand: 1 } } },
    'invalid-value',
    'classes.c.population',
  ],
  ['no class', { classes: {}, stations: { s: { demand: 1 } } }, 'invalid-shape', 'classes'],
];
