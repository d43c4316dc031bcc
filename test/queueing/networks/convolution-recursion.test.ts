import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convolutionRecursion, exactMva, mvaRecursion } from '../../../src/queueing';
import { closed, closeTo } from './closed-networks';

const demands = fc.array(fc.oneof(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), fc.constant(0)), {
  minLength: 1,
  maxLength: 8,
});

describe('convolutionRecursion', () => {
  it('is mean value analysis without think time, at every population', () => {
    fc.assert(
      fc.property(
        demands.filter((d) => d.some((value) => value > 0)),
        fc.integer({ min: 1, max: 60 }),
        (d, population) => {
          const throughput = new Float64Array(population);
          const last = convolutionRecursion(Float64Array.from(d), population, throughput);
          expect(last).toBe(throughput[population - 1]);
          throughput.forEach((rate, i) => {
            const queue = new Float64Array(d.length);
            closeTo(rate, mvaRecursion(Float64Array.from(d), i + 1, 0, queue), 1e-11);
            expect(rate).toBeLessThanOrEqual((1 + 1e-12) / Math.max(...d));
            if (i > 0) expect(rate).toBeGreaterThanOrEqual(throughput[i - 1] * (1 - 1e-12));
          });
        },
      ),
    );
  });

  it('does not overflow with a thousand equal stations', () => {
    // balanced: X(N) = N / (D (N + K - 1)), Lazowska et al. 1984, section 5.4
    const throughput = new Float64Array(5000);
    convolutionRecursion(new Float64Array(1000).fill(2), 5000, throughput);
    for (const n of [1, 2, 999, 5000]) closeTo(throughput[n - 1], n / (2 * (n + 999)), 1e-11);
  });

  it('does not depend on the order of the stations, and scales with time', () => {
    fc.assert(
      fc.property(demands, fc.integer({ min: 0, max: 30 }), (d, population) => {
        const rate = (values: number[]) =>
          convolutionRecursion(Float64Array.from(values), population, new Float64Array(population));
        const plain = rate(d);
        if (population === 0) expect(plain).toBe(0);
        else if (d.every((value) => value === 0)) expect(plain).toBe(Number.POSITIVE_INFINITY);
        else {
          closeTo(rate([...d].reverse()), plain, 1e-12);
          closeTo(rate(d.map((value) => 7 * value)) * 7, plain, 1e-12);
          closeTo(
            plain,
            exactMva(closed({ demands: d.map((value) => [value]), population: [population], thinkTime: [0] }))
              .classes.c0.throughput,
            1e-11,
          );
        }
      }),
    );
  });
});
