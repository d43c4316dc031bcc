import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMva, forkJoinMva } from '../../../src/queueing';
import { closed, closeTo, errorOf, throughputs } from './closed-networks';

const network = (demands: readonly number[], population: number, thinkTime = 0) =>
  closed({ demands: demands.map((demand) => [demand]), population: [population], thinkTime: [thinkTime] });

describe('forkJoinMva', () => {
  it('without branches is exact mean value analysis', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 0, max: 40 }),
        (demands, n) => {
          const given = network(demands, n, 2);
          const solution = forkJoinMva(given, { branches: {} });
          closeTo(throughputs(solution)[0], throughputs(exactMva(given))[0], 1e-12);
          expect(solution.exact).toBe(true);
        },
      ),
    );
  });

  it('is exact for one customer: the mean of the largest of b exponential times is H_b', () => {
    for (let b = 1; b <= 10; b++) {
      const solution = forkJoinMva(network([1, 2], 1), { branches: { s1: b } });
      let harmonic = 0;
      for (let i = 1; i <= b; i++) harmonic += 1 / i;
      closeTo(throughputs(solution)[0], 1 / (1 + 2 * harmonic));
    }
  });

  it.each([
    // [customers, cpu, array of 2, throughput by Markov chain of the two branch queues]
    [2, 1, 1, 26 / 45],
    [3, 0.5, 1, 0.8003646308113037],
    [5, 1, 1, 0.7776491644676203],
    [12, 1, 0.5, 0.999763483011493],
  ])('is at most 1.3 %% below the Markov chain of %i customers, %f and 2 x %f s', (n, cpu, array, exact) => {
    const rate = throughputs(forkJoinMva(network([cpu, array], n), { branches: { s1: 2 } }))[0];
    expect(rate).toBeLessThanOrEqual(exact);
    closeTo(rate, exact, 0.013);
  });

  it("obeys Little's law, loses with branches, gains with customers and scales with time", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 2000 }),
        (demands, n, b) => {
          const at = (population: number, branches: number, scale = 1) =>
            forkJoinMva(
              network(
                demands.map((demand) => demand * scale),
                population,
                scale,
              ),
              { branches: { s0: branches } },
            );
          const { throughput, responseTime } = at(n, b).classes.c0;
          closeTo(throughput * (responseTime + 1), n);
          expect(throughputs(at(n, b + 1))[0]).toBeLessThanOrEqual(throughput * (1 + 1e-12));
          expect(throughputs(at(n + 1, b))[0]).toBeGreaterThan(throughput * (1 - 1e-12));
          closeTo(throughputs(at(n, b, 7))[0] * 7, throughput);
        },
      ),
    );
  });

  it.each([
    ['branches at no station', { branches: { s9: 2 } }, 'unknown-name', 'options.branches.s9'],
    ['half a branch', { branches: { s0: 1.5 } }, 'invalid-value', 'options.branches.s0'],
    ['no branches', {}, 'invalid-value', 'options.branches'],
  ])('rejects %s', (_, options, code, path) => {
    expect(errorOf(() => forkJoinMva(network([1], 2), options as never))).toMatchObject({ code, path });
  });
});
