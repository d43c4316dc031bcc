import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { exactConvolution, exactMva, mvaRecursion, SidecoreError } from '../../../src/queueing';
import { arbitraryClosed, closed, errorOf, isInvariant, obeysTheLaws } from './closed-networks';
import { enumerated } from './random-networks';

const closeTo = (actual: number, expected: number, relative = 1e-12) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(Math.abs(expected), 1e-300));

const network = (demands: number[], population: number, thinkTime = 0) => ({
  classes: { job: { population, thinkTime } },
  stations: Object.fromEntries(demands.map((demand, k) => [`s${k}`, { demand }])),
});

const demands = fc.array(fc.double({ min: 1e-3, max: 10, noNaN: true }), { minLength: 1, maxLength: 6 });

describe('exactMva', () => {
  it('gives the worked example of Lazowska et al. 1984, p. 117', () => {
    const solution = exactMva(network([0.605, 2.1, 1.35], 3, 15));
    expect(solution.classes.job.throughput).toBeCloseTo(0.152, 3);
    expect(solution.exact).toBe(true);
  });

  it('gives the interactive system of Jain 1991, The Art of Computer Systems Performance Analysis, p. 577', () => {
    const solution = exactMva({
      classes: { user: { population: 20, thinkTime: 4 } },
      stations: {
        cpu: { visits: 16, serviceTime: 0.125 },
        diskA: { visits: 10, serviceTime: 0.3 },
        diskB: { visits: 5, serviceTime: 0.2 },
      },
    });
    expect(solution.stations.cpu.classes.user.responseTime).toBeCloseTo(0.373, 3);
    expect(solution.stations.diskA.classes.user.responseTime).toBeCloseTo(4.854, 3);
    expect(solution.stations.diskB.queueLength).toBeCloseTo(0.5, 3);
  });

  it("obeys Little's law, the utilisation law and population balance on random networks", () => {
    fc.assert(
      fc.property(
        demands,
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (d, n, z) => {
          const solution = exactMva(network(d, n, z));
          const job = solution.classes.job;
          closeTo(job.throughput * (job.responseTime + z), n);
          for (const [name, station] of Object.entries(solution.stations)) {
            closeTo(station.queueLength, job.throughput * station.classes.job.residenceTime);
            closeTo(station.utilization, job.throughput * d[Number(name.slice(1))]);
            expect(station.utilization).toBeLessThanOrEqual(1 + 1e-12);
          }
        },
      ),
    );
  });

  it('does not depend on the order of the stations, and scales with time', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 1, max: 40 }), (d, n) => {
        const x = exactMva(network(d, n, 1)).classes.job.throughput;
        closeTo(exactMva(network([...d].reverse(), n, 1)).classes.job.throughput, x);
        closeTo(
          exactMva(
            network(
              d.map((value) => value * 7),
              n,
              7,
            ),
          ).classes.job.throughput,
          x / 7,
        );
      }),
    );
  });

  it('treats a delay station as think time', () => {
    const withDelay = exactMva({
      classes: { job: { population: 9, thinkTime: 1 } },
      stations: { disk: { demand: 0.4 }, link: { demand: 2, discipline: 'delay' } },
    });
    closeTo(withDelay.classes.job.throughput, exactMva(network([0.4], 9, 3)).classes.job.throughput);
    closeTo(withDelay.stations.link.queueLength, 2 * withDelay.classes.job.throughput);
  });

  it('answers an empty network with zeros', () => {
    const solution = exactMva(network([1, 2], 0, 3));
    expect(solution.classes.job.throughput).toBe(0);
    expect(solution.stations.s0.queueLength).toBe(0);
  });

  it('agrees with the product form summed state by state with several classes', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 4, stations: 3 }), (given) => {
        const truth = enumerated(given);
        const solution = exactMva(closed(given));
        obeysTheLaws(given, solution);
        truth.throughput.forEach((rate, r) => {
          closeTo(solution.classes[`c${r}`].throughput, rate, 1e-9);
        });
        truth.queueLength.forEach((row, k) => {
          row.forEach((length, r) => {
            closeTo(solution.stations[`s${k}`].classes[`c${r}`].queueLength, length, 1e-9);
          });
        });
        if (given.population.some((n) => n > 0))
          expect(solution.logNormalizingConstant).toBeCloseTo(truth.logConstant, 9);
      }),
    );
  });

  it('agrees with convolution beyond enumeration, in any order and unit of time', () => {
    fc.assert(
      fc.property(arbitraryClosed({ population: 14, stations: 5 }), (given) => {
        const byMeans = exactMva(closed(given));
        const byConstants = exactConvolution(closed(given));
        for (const name of Object.keys(byMeans.classes))
          closeTo(byMeans.classes[name].responseTime, byConstants.classes[name].responseTime, 1e-9);
        isInvariant(given, (network) => exactMva(network), 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is the same with and without WebAssembly', () => {
    const sizes: [number, number[]][] = [
      [5, [40, 40]],
      [8, [1, 90, 30]],
      [3, [9, 8, 14, 11]],
      [1, [100, 120]],
      [6, [4, 5, 3, 6, 7]],
      [2, [2, 3, 4, 3, 2, 9]],
    ];
    for (const [stations, population] of sizes) {
      const given = {
        demands: Array.from({ length: stations }, (_, k) =>
          population.map((_, r) => (((7 * r + 3 * k) % 11) + 1) / 10),
        ),
        population,
        thinkTime: population.map((_, r) => r),
      };
      const usual = exactMva(closed(given));
      obeysTheLaws(given, usual);
      vi.stubGlobal('WebAssembly', undefined);
      const plain = exactMva(closed(given));
      vi.unstubAllGlobals();
      for (const [name, station] of Object.entries(plain.stations))
        closeTo(usual.stations[name].queueLength, station.queueLength);
      closeTo(usual.logNormalizingConstant ?? Number.NaN, plain.logNormalizingConstant ?? 0);
    }
  });

  it('solves alike stations once, with the same answer', () => {
    const alike = exactMva(
      closed({
        demands: [
          [1, 2],
          [1, 2],
          [3, 1],
        ],
        population: [6, 7],
        thinkTime: [1, 0],
      }),
    );
    // told apart by a demand that differs in the last bits
    const apart = exactMva(
      closed({
        demands: [
          [1, 2],
          [1 + 1e-15, 2],
          [3, 1],
        ],
        population: [6, 7],
        thinkTime: [1, 0],
      }),
    );
    closeTo(alike.classes.c0.throughput, apart.classes.c0.throughput);
    closeTo(alike.stations.s1.queueLength, apart.stations.s1.queueLength);
  });

  it('goes on in closed form from its limit, to the last bits', () => {
    // the same station twice cannot settle, so this runs through; the limit is Qk = Dk / (Dmax - Dk)
    const { stations, classes } = exactMva(network([1, 0.5, 0.9], 1_000_000, 7));
    closeTo(classes.job.throughput, 1);
    closeTo(stations.s1.queueLength, 1);
    closeTo(stations.s2.queueLength, 9);
    closeTo(stations.s0.queueLength, 1_000_000 - 17);
    const short = exactMva(network([1, 0.5, 0.9], 2000, 7));
    const constants = exactConvolution(network([1, 0.5, 0.9], 2000, 7));
    closeTo(short.stations.s0.queueLength, constants.stations.s0.queueLength);
    expect(short.logNormalizingConstant).toBeCloseTo(constants.logNormalizingConstant ?? Number.NaN, 8);
  });

  it('rejects several servers and load dependence, and names the method for them', () => {
    for (const station of [
      { demand: 1, servers: 2 },
      { demand: 1, rates: [1, 2] },
    ])
      expect(
        errorOf(() => exactMva({ classes: { job: { population: 3 } }, stations: { s: station } })),
      ).toMatchObject({ code: 'unsupported', hint: 'use exactConvolution' });
  });

  it.each([
    ['a negative demand', network([1, -2], 3), 'invalid-value', 'stations.s1.demand'],
    ['a demand that is not a number', network([Number.NaN], 3), 'invalid-value', 'stations.s0.demand'],
    ['a fractional population', network([1], 2.5), 'invalid-value', 'classes.job.population'],
    ['no time anywhere', network([0], 2), 'invalid-value', 'stations'],
  ])('rejects %s', (_, given, code, path) => {
    let caught: unknown;
    try {
      exactMva(given);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SidecoreError);
    expect(caught).toMatchObject({ code, path });
  });
});

describe('mvaRecursion', () => {
  it('is exactMva without names and checks', () => {
    fc.assert(
      fc.property(
        demands,
        fc.integer({ min: 0, max: 300 }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (d, n, z) => {
          const queue = new Float64Array(d.length);
          const throughput = mvaRecursion(Float64Array.from(d), n, z, queue);
          const solution = exactMva(network(d, n, z));
          closeTo(throughput, solution.classes.job.throughput, 1e-10);
          d.forEach((_, k) => {
            closeTo(queue[k], solution.stations[`s${k}`].queueLength, 1e-9);
          });
          // population balance
          closeTo(
            queue.reduce((sum, length) => sum + length, throughput * z),
            n,
            1e-12,
          );
        },
      ),
    );
  });

  it('has no limit when nothing takes time', () => {
    expect(mvaRecursion(Float64Array.of(0), 3, 0, new Float64Array(1))).toBe(Number.POSITIVE_INFINITY);
    expect(mvaRecursion(Float64Array.of(1), 0, 0, new Float64Array(1))).toBe(0);
  });
});
