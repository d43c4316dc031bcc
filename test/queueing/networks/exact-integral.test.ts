import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactConvolution, exactIntegral, exactMva } from '../../../src/queueing';
import {
  arbitraryClosed,
  badNetworks,
  closed,
  closeTo,
  errorOf,
  isInvariant,
  obeysTheLaws,
  throughputs,
} from './closed-networks';

const few = arbitraryClosed({ stations: 2, population: 12 });

describe('exactIntegral', () => {
  it('agrees with mean value analysis and convolution on random networks, within the error it states', () => {
    fc.assert(
      fc.property(few, (given) => {
        const byIntegral = exactIntegral(closed(given));
        const byMeans = exactMva(closed(given));
        for (const [name, station] of Object.entries(byMeans.stations))
          for (const [own, figures] of Object.entries(station.classes)) {
            const found = byIntegral.stations[name].classes[own].queueLength;
            expect(Math.abs(found - figures.queueLength)).toBeLessThanOrEqual(
              (1e-11 + (byIntegral.errorEstimate ?? 0)) * figures.queueLength,
            );
          }
        if (given.population.some((n) => n > 0))
          expect(byIntegral.logNormalizingConstant).toBeCloseTo(
            exactConvolution(closed(given)).logNormalizingConstant ?? Number.NaN,
            9,
          );
      }),
    );
  });

  it("obeys Little's law and the utilisation law, in any order and in any unit of time", () => {
    fc.assert(
      fc.property(few, (given) => {
        obeysTheLaws(given, exactIntegral(closed(given)));
        isInvariant(given, (network) => exactIntegral(network), 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it('is as quick and as exact with a million customers: one station is a birth-death chain', () => {
    // one class at one station: M/M/1//N, P(n) proportional to (N)_n (D/Z)^n, summed from the busy end
    for (const population of [10, 1000, 1_000_000]) {
      let weight = 1;
      let total = 1;
      for (let thinking = 1; thinking <= Math.min(population, 2000); thinking++) {
        weight *= 100 / (thinking * 0.5);
        total += weight;
      }
      const solution = exactIntegral({
        classes: { user: { population, thinkTime: 100 } },
        stations: { disk: { demand: 0.5 } },
      });
      // P(all think) = weight of the state with N thinking, over the total
      const idle = population <= 2000 ? weight / total : 0;
      closeTo(solution.classes.user.throughput, (1 - idle) / 0.5, 1e-10);
    }
  });

  it('meets convolution at populations where both are possible', () => {
    const given = {
      demands: [
        [0.172, 0.119],
        [0.408, 0.493],
      ],
      population: [300, 400],
      thinkTime: [10, 20],
    };
    const byConstants = exactConvolution(closed(given));
    const byIntegral = exactIntegral(closed(given));
    throughputs(byIntegral).forEach((rate, r) => {
      closeTo(rate, throughputs(byConstants)[r], 1e-12);
    });
    expect(byIntegral.logNormalizingConstant).toBeCloseTo(
      byConstants.logNormalizingConstant ?? Number.NaN,
      8,
    );
    expect(byIntegral.errorEstimate).toBeLessThan(1e-10);
  });

  it('takes many classes at a time that no lattice could hold', () => {
    const classes = 12;
    const given = {
      demands: [Array.from({ length: classes }, (_, r) => 0.01 * (r + 1))],
      population: Array.from({ length: classes }, (_, r) => 50 + r),
      thinkTime: Array.from({ length: classes }, (_, r) => 1 + r),
    };
    const solution = exactIntegral(closed(given));
    obeysTheLaws(given, solution);
    const busy = throughputs(solution).reduce((sum, rate, r) => sum + rate * given.demands[0][r], 0);
    expect(busy).toBeLessThanOrEqual(1);
  });

  it.each(badNetworks)('rejects %s', (_, given, code, path) => {
    expect(errorOf(() => exactIntegral(given as never))).toMatchObject({ code, path });
  });

  it('rejects several servers, too many stations, and a bad tolerance', () => {
    const several = closed({ demands: [[1]], population: [3], thinkTime: [0], stations: [{ servers: 2 }] });
    expect(errorOf(() => exactIntegral(several))).toMatchObject({ code: 'unsupported' });
    const many = closed({ demands: [[1], [2], [3], [4], [5]], population: [3], thinkTime: [0] });
    expect(errorOf(() => exactIntegral(many))).toMatchObject({ code: 'too-large' });
    const fine = closed({ demands: [[1]], population: [3], thinkTime: [0] });
    expect(errorOf(() => exactIntegral(fine, { tolerance: 0 }))).toMatchObject({ path: 'options.tolerance' });
  });
});
