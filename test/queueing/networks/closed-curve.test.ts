import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedCurve, exactConvolution, type QueueingNetwork, type Station } from '../../../src/queueing';
import { badNetworks, closed, closeTo, errorOf } from './closed-networks';
import { mixedBag } from './random-networks';

const single = (population: number, thinkTime: number, stations: Station[]): QueueingNetwork => ({
  classes: { c0: { population, thinkTime } },
  stations: Object.fromEntries(stations.map((station, k) => [`s${k}`, station])),
});

describe('closedCurve', () => {
  it('is what one solution for each population says', () => {
    fc.assert(
      fc.property(
        mixedBag({ population: 12, stations: 4 }).filter((given) => given.population.length === 1),
        (given) => {
          const curve = closedCurve(closed(given));
          expect(curve.population).toEqual(Array.from({ length: given.population[0] }, (_, n) => n + 1));
          curve.population.forEach((population, i) => {
            const one = exactConvolution(closed({ ...given, population: [population] }));
            closeTo(curve.throughput[i], one.classes.c0.throughput);
            closeTo(curve.responseTime[i], one.classes.c0.responseTime);
            expect(curve.logNormalizingConstant[i]).toBeCloseTo(one.logNormalizingConstant ?? Number.NaN, 9);
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("rises to the bottleneck and obeys Little's law, however many customers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(0, 1, 300),
        (population, servers, thinkTime) => {
          const { throughput, responseTime } = closedCurve(
            single(population, thinkTime, [{ demand: 0.7, servers }, { demand: 0.01 }]),
          );
          throughput.forEach((rate, i) => {
            closeTo(rate * (responseTime[i] + thinkTime), i + 1);
            expect(rate).toBeLessThanOrEqual(Math.min(servers / 0.7, 100) * (1 + 1e-12));
            if (i > 0) expect(rate).toBeGreaterThanOrEqual(throughput[i - 1] * (1 - 1e-12));
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it('keeps its digits where one scaling cannot reach from the full population to the first', () => {
    const network = (population: number) =>
      single(population, 1000, [{ demand: 0.5, servers: 2 }, { demand: 0.1 }]);
    const { throughput } = closedCurve(network(20_000));
    for (const population of [1, 2, 10, 100, 1000, 5000, 20_000])
      closeTo(throughput[population - 1], exactConvolution(network(population)).classes.c0.throughput);
    closeTo(throughput[0], 1 / 1000.6, 1e-12);
  });

  it('has no points without customers, and counts delay stations as response time', () => {
    expect(closedCurve(single(0, 1, [{ demand: 1 }])).throughput).toEqual([]);
    closeTo(closedCurve(single(1, 3, [{ demand: 1, discipline: 'delay' }])).responseTime[0], 1);
  });

  it.each(badNetworks)('rejects %s', (_, given, code, path) => {
    expect(errorOf(() => closedCurve(given as never))).toMatchObject({ code, path });
  });

  it('rejects more points than fit into memory, before it begins', () => {
    const many = single(100_000_000, 1, [{ demand: 1 }]);
    expect(errorOf(() => closedCurve(many))).toMatchObject({ code: 'too-large' });
  });

  it('rejects several classes and open ones', () => {
    const two = closed({ demands: [[1, 1]], population: [1, 1], thinkTime: [0, 0] });
    expect(errorOf(() => closedCurve(two))).toMatchObject({ code: 'unsupported', path: 'classes' });
    const open = { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1 } } };
    expect(errorOf(() => closedCurve(open))).toMatchObject({ code: 'unsupported' });
  });
});
