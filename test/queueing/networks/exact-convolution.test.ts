import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedMarkov, exactConvolution, exactMva, type NetworkSolution } from '../../../src/queueing';
import {
  arbitraryClosed,
  badNetworks,
  type Closed,
  closed,
  closeTo,
  errorOf,
  isInvariant,
  obeysTheLaws,
  throughputs,
} from './closed-networks';
import { enumerated, mixedBag } from './random-networks';

const solved = (given: Closed) => exactConvolution(closed(given), { distributions: true });

/** A figure below 1e-12 of the customers is rounding. */
const near = (actual: number, expected: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected) + 1e-13);

describe('exactConvolution', () => {
  it('agrees with the Markov chain on 1,000 random networks', () => {
    fc.assert(
      fc.property(mixedBag({ population: 4, stations: 3 }), (given) => {
        const chain = closedMarkov(closed(given));
        const solution = solved(given);
        for (const name of Object.keys(chain.classes))
          near(solution.classes[name].throughput, chain.classes[name].throughput);
        for (const [name, station] of Object.entries(chain.stations)) {
          near(solution.stations[name].queueLength, station.queueLength);
          near(solution.stations[name].utilization, station.utilization);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees with the product form summed state by state: means, distributions and log G', () => {
    fc.assert(
      fc.property(mixedBag({ population: 8, stations: 4 }), (given) => {
        const truth = enumerated(given);
        const solution = solved(given);
        throughputs(solution).forEach((rate, r) => {
          near(rate, truth.throughput[r]);
        });
        Object.values(solution.stations).forEach((station, k) => {
          truth.queueLength[k].forEach((length, r) => {
            near(station.classes[`c${r}`].queueLength, length);
          });
          truth.distribution[k].forEach((probability, n) => {
            near(station.distribution?.[n] ?? 0, probability);
          });
        });
        if (given.population.some((n) => n > 0))
          expect(solution.logNormalizingConstant).toBeCloseTo(truth.logConstant, 9);
      }),
      { numRuns: 300 },
    );
  });

  it("obeys Little's law, the utilisation law and population balance, and nothing is negative", () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 9 }), fc.integer({ min: 1, max: 30 }), (given, servers) => {
        const several = {
          ...given,
          stations: given.demands.map((_, k) => ({ servers: 1 + ((k * servers) % 17) })),
        };
        obeysTheLaws(several, exactConvolution(closed(several)));
      }),
    );
  });

  it('does not depend on the order of classes and stations, and scales with time', () => {
    fc.assert(
      fc.property(mixedBag({ population: 9, stations: 4 }), (given) => {
        isInvariant(given, (network) => exactConvolution(network), 1e-9);
      }),
    );
  });

  it('meets mean value analysis with single servers, and a delay station with more servers than customers', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 7 }), (given) => {
        const byMeans = exactMva(closed(given));
        const byConstants = exactConvolution(closed(given));
        same(byConstants, byMeans);
        const everybody = given.population.reduce((sum, n) => sum + n, 1);
        same(
          exactConvolution(closed({ ...given, stations: given.demands.map(() => ({ servers: everybody })) })),
          exactConvolution(
            closed({ ...given, stations: given.demands.map(() => ({ discipline: 'delay' })) }),
          ),
        );
      }),
    );
  });

  it('carries no less with another server, and no more than the servers can', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (population, servers, thinkTime) => {
          const rate = (count: number) =>
            throughputs(
              exactConvolution(
                closed({
                  demands: [[1], [0.02]],
                  population: [population],
                  thinkTime: [thinkTime],
                  stations: [{ servers: count }],
                }),
              ),
            )[0];
          expect(rate(servers)).toBeLessThanOrEqual(
            Math.min(servers, population / (1.02 + thinkTime)) * (1 + 1e-12),
          );
          expect(rate(servers + 1)).toBeGreaterThanOrEqual(rate(servers) * (1 - 1e-12));
        },
      ),
    );
  });

  it('finds the machine repair model with 20 repairers, where marginal probabilities lose every digit', () => {
    // birth and death: P(n) proportional to prod (N-i+1)/Z / min(i, 20)
    const population = 200;
    const weights = [1];
    for (let n = 1; n <= population; n++)
      weights.push((weights[n - 1] * (population - n + 1)) / 10 / Math.min(n, 20));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const busy = weights.reduce((sum, weight, n) => sum + Math.min(n, 20) * weight, 0);
    const solution = exactConvolution({
      classes: { user: { population, thinkTime: 10 } },
      stations: { cpu: { demand: 1, servers: 20 } },
    });
    closeTo(solution.classes.user.throughput, busy / total, 1e-12);
  });

  it('keeps its digits from one customer to a million, and demands from nanoseconds to years', () => {
    for (const unit of [1e-9, 1, 3e7])
      for (const population of [1, 1000, 100_000]) {
        const solution = exactConvolution(
          closed({
            demands: [[2 * unit], [0.5 * unit], [0.08 * unit]],
            population: [population],
            thinkTime: [40 * unit],
            stations: [{ servers: 16 }, { servers: 4 }, {}],
          }),
        );
        const { throughput, responseTime } = solution.classes.c0;
        expect(throughput * unit).toBeLessThanOrEqual(8 * (1 + 1e-12));
        closeTo(throughput * (responseTime + 40 * unit), population);
        // two stations that can do 8 per unit share the crowd: 8 N / (N + 1) but for those who think
        if (population === 100_000) closeTo(throughput * unit, 8, 1e-4);
      }
  });

  it('takes hundreds of stations that all nearly saturate', () => {
    // balanced: X(N) = N / (D (N + K - 1)), Lazowska et al. 1984, section 5.4
    const solution = exactConvolution(
      closed({ demands: new Array(300).fill([0.5]), population: [900], thinkTime: [0] }),
    );
    closeTo(solution.classes.c0.throughput, 900 / (0.5 * 1199));
    const apart = exactConvolution(
      closed({
        demands: Array.from({ length: 300 }, (_, k) => [0.5 + k * 1e-13]),
        population: [900],
        thinkTime: [0],
      }),
    );
    closeTo(apart.classes.c0.throughput, 900 / (0.5 * 1199), 1e-9);
  });

  it('keeps its digits at stations that break down under load, where the constants fall and rise by 200 powers of ten', () => {
    const collapse = (full: number, rest: number) => ({
      rates: [...Array.from({ length: full }, (_, n) => n + 1), rest],
    });
    const given = {
      demands: [
        [1, 0.5],
        [0.3, 0.2],
      ],
      population: [24, 20],
      thinkTime: [5, 40],
      stations: [collapse(12, 1e-6), {}],
    };
    const truth = enumerated(given);
    const solution = solved(given);
    throughputs(solution).forEach((rate, r) => {
      closeTo(rate, truth.throughput[r]);
    });
    Object.values(solution.stations).forEach((station, k) => {
      closeTo(station.queueLength, truth.queueLength[k][0] + truth.queueLength[k][1]);
    });
    // one class: 2,000 customers, of which the station can take 200 before it slows down
    const rates = Array.from({ length: 2000 }, (_, n) => (n < 200 ? n + 1 : Math.max(20, 40_000 / (n + 1))));
    const crowd = exactConvolution({
      classes: { user: { population: 2000, thinkTime: 1 } },
      stations: { server: { demand: 1, rates } },
    });
    // birth and death, from the busy end: P(n-1) / P(n) = rate(n) Z / (N - n + 1)
    let weight = 1;
    let total = 1;
    let work = rates[1999];
    for (let n = 2000; n > 1; n--) {
      weight *= rates[n - 1] / (2000 - n + 1);
      total += weight;
      work += weight * rates[n - 2];
      if (weight > 1e200) {
        weight /= 1e200;
        total /= 1e200;
        work /= 1e200;
      }
    }
    closeTo(crowd.classes.user.throughput, work / total);
  });

  it('shows a class without customers what one would see', () => {
    const solution = exactConvolution({
      classes: { here: { population: 4 }, nobody: { population: 0 } },
      stations: { cpu: { demand: 1, servers: 2 }, disk: { demand: 3 } },
    });
    expect(solution.classes.nobody.throughput).toBe(0);
    // the limit of a vanishing open stream (arrivals see time averages)
    const stream = exactConvolution({
      classes: { here: { population: 4 }, nobody: { arrivalRate: 1e-9 } },
      stations: { cpu: { demand: 1, servers: 2 }, disk: { demand: 3 } },
    });
    closeTo(solution.classes.nobody.responseTime, stream.classes.nobody.responseTime, 1e-6);
  });

  it.each(badNetworks)('rejects %s', (_, given, code, path) => {
    expect(errorOf(() => exactConvolution(given as never))).toMatchObject({ code, path });
  });

  it('rejects what has no product form, an unknown option, and a call that is stopped', () => {
    const fcfs = {
      classes: { a: { population: 2 }, b: { population: 2 } },
      stations: { s: { discipline: 'first-come-first-served' as const, demand: { a: 1, b: 2 } } },
    };
    expect(errorOf(() => exactConvolution(fcfs))).toMatchObject({ code: 'unsupported' });
    const fine = closed({ demands: [[1], [2]], population: [3], thinkTime: [0] });
    expect(errorOf(() => exactConvolution(fine, { distribution: true } as never))).toMatchObject({
      code: 'invalid-shape',
      path: 'options.distribution',
    });
    expect(errorOf(() => exactConvolution(fine, { signal: { aborted: true } }))).toMatchObject({
      code: 'aborted',
    });
  });
});

function same(one: NetworkSolution, other: NetworkSolution): void {
  for (const name of Object.keys(other.classes)) {
    near(one.classes[name].throughput, other.classes[name].throughput);
    near(one.classes[name].responseTime, other.classes[name].responseTime);
  }
  for (const name of Object.keys(other.stations))
    near(one.stations[name].queueLength, other.stations[name].queueLength);
}
