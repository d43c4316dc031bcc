import fc from 'fast-check';
import type { Station } from '../../../src/queueing';
import type { Closed } from './closed-networks';

type Rest = Omit<Station, 'demand' | 'serviceTime'>;

const rest: fc.Arbitrary<Rest> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 3, arbitrary: fc.integer({ min: 2, max: 4 }).map((servers) => ({ servers })) },
  { weight: 2, arbitrary: fc.constant({ discipline: 'delay' as const }) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.double({ min: 0.3, max: 4, noNaN: true }), { minLength: 1, maxLength: 5 })
      .map((rates) => ({ rates })),
  },
);

const time = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0.05, max: 3, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(0) },
);

/** Random closed networks with single- and multi-server, load-dependent and delay stations and 1 to 3 classes. */
export const mixedBag = (limits: { population: number; stations: number }): fc.Arbitrary<Closed> =>
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: limits.stations }))
    .chain(([classes, stations]) => {
      const population = Math.max(1, Math.floor(limits.population / classes));
      return fc.record({
        demands: fc
          .array(fc.array(time, { minLength: classes, maxLength: classes }), {
            minLength: stations,
            maxLength: stations,
          })
          .map((rows) => rows.map((row, k) => (k === 0 ? row.map((value) => value || 0.5) : row))),
        population: fc.array(fc.integer({ min: 0, max: population }), {
          minLength: classes,
          maxLength: classes,
        }),
        thinkTime: fc.array(fc.constantFrom(0, 0.5, 4), { minLength: classes, maxLength: classes }),
        stations: fc.array(rest, { minLength: stations, maxLength: stations }),
      });
    });

/** Throughput of each class and mean number of each class at each station. */
export interface Means {
  readonly throughput: readonly number[];
  readonly queueLength: readonly (readonly number[])[];
  /** Probabilities of 0, 1, ... customers at each station. */
  readonly distribution: readonly (readonly number[])[];
  readonly logConstant: number;
}

/**
 * The product form summed over every state, straight from the theorem of Baskett, Chandy, Muntz and Palacios (J. ACM
 * 22(2), 1975): weight = prod_r Z_r^n / n! x prod_k |n_k|! prod_r D_kr^n_kr / n_kr! / (mu_k(1) ... mu_k(|n_k|)).
 */
export function enumerated({ demands, population, thinkTime, stations = [] }: Closed): Means {
  const customers = population.reduce((sum, n) => sum + n, 0);
  const whole = sumOver(demands, population, thinkTime, stations);
  const throughput = population.map((n, r) =>
    n === 0
      ? 0
      : sumOver(
          demands,
          population.map((value, s) => (s === r ? value - 1 : value)),
          thinkTime,
          stations,
        ).total / whole.total,
  );
  return {
    throughput,
    queueLength: whole.queue.map((row) => row.map((value) => value / whole.total)),
    distribution: whole.marginal.map((row) =>
      Array.from({ length: customers + 1 }, (_, n) => row[n] / whole.total),
    ),
    logConstant: Math.log(whole.total),
  };
}

function sumOver(
  demands: readonly (readonly number[])[],
  population: readonly number[],
  thinkTime: readonly number[],
  stations: readonly Rest[],
) {
  const customers = population.reduce((sum, n) => sum + n, 0);
  const queue = demands.map((row) => row.map(() => 0));
  const marginal = demands.map(() => new Array<number>(customers + 1).fill(0));
  const present = demands.map((row) => row.map(() => 0));
  let total = 0;
  const visit = (k: number, left: readonly number[], weight: number): void => {
    if (weight === 0) return;
    if (k === demands.length) {
      const all = left.reduce((product, n, r) => (product * thinkTime[r] ** n) / factorial(n), weight);
      total += all;
      present.forEach((row, i) => {
        marginal[i][row.reduce((sum, n) => sum + n, 0)] += all;
        row.forEach((n, r) => {
          queue[i][r] += n * all;
        });
      });
      return;
    }
    const choose = (r: number, factor: number): void => {
      if (r === left.length) {
        const here = present[k].reduce((sum, n) => sum + n, 0);
        let own = factor * factorial(here);
        for (let n = 1; n <= here; n++) own /= speed(stations[k] ?? {}, n);
        visit(
          k + 1,
          left.map((n, s) => n - present[k][s]),
          weight * own,
        );
        return;
      }
      for (let n = 0; n <= left[r]; n++) {
        present[k][r] = n;
        choose(r + 1, (factor * demands[k][r] ** n) / factorial(n));
      }
      present[k][r] = 0;
    };
    choose(0, 1);
  };
  visit(0, population, 1);
  return { total, queue, marginal };
}

function speed(station: Rest, n: number): number {
  if (station.discipline === 'delay') return n;
  if (station.rates) return station.rates[Math.min(n, station.rates.length) - 1];
  return Math.min(n, station.servers ?? 1);
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}
