import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mm1, mm1k } from '../../../src/queueing';
import {
  anyTime,
  badRates,
  badTimes,
  closeTo,
  expectDistribution,
  expectLaws,
  expectRejections,
  expectStates,
} from './markovian-laws';

const anyRatio = fc.oneof(
  fc.double({ min: 1e-6, max: 5, noNaN: true }),
  fc.constantFrom(1, 1 + 1e-9, 1 - 1e-12, 1 + 1e-4, 1e-200, 1e12),
);
const anyCapacity = fc.integer({ min: 1, max: 300 });

describe('mm1k', () => {
  it('is symmetric: holes behave as customers do at the inverse load', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), anyCapacity, (ratio, capacity) => {
        const customers = mm1k({ arrivalRate: ratio, serviceTime: 1, capacity });
        const holes = mm1k({ arrivalRate: 1, serviceTime: ratio, capacity });
        const swapped = mm1k({ arrivalRate: 1, serviceTime: 1 / ratio, capacity });
        closeTo(swapped.queueLength + customers.queueLength, capacity, 1e-10);
        closeTo(swapped.blockingProbability, customers.stateProbability(0), 1e-9);
        closeTo(holes.queueLength, customers.queueLength, 1e-12);
      }),
    );
  });

  it("obeys Little's law, flow balance and the utilisation law, with states that add up", () => {
    fc.assert(
      fc.property(anyRatio, anyTime, anyCapacity, (ratio, serviceTime, capacity) => {
        const arrivalRate = ratio / serviceTime;
        const answer = mm1k({ arrivalRate, serviceTime, capacity });
        expectLaws(answer, serviceTime, 1);
        expectStates(answer, capacity);
        closeTo(answer.stateProbability(capacity), answer.blockingProbability, 1e-12);
        closeTo(1 - answer.utilization, answer.stateProbability(0), 1e-9, 1e-14);
        expect(answer.stateProbability(capacity + 1)).toBe(0);
      }),
    );
  });

  it('tends to M/M/1, blocks less with every place, and scales with time', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.95, noNaN: true }), anyCapacity, (load, capacity) => {
        const options = { arrivalRate: load, serviceTime: 1 };
        closeTo(mm1k({ ...options, capacity: 1e12 }).queueLength, mm1(options).queueLength, 1e-11);
        const answer = mm1k({ ...options, capacity });
        const larger = mm1k({ ...options, capacity: capacity + 1 });
        expect(larger.blockingProbability).toBeLessThanOrEqual(answer.blockingProbability);
        expect(larger.queueLength).toBeGreaterThanOrEqual(answer.queueLength);
        closeTo(
          mm1k({ arrivalRate: load / 4, serviceTime: 4, capacity }).responseTime.mean,
          answer.responseTime.mean * 4,
        );
      }),
    );
  });

  it('is uniform at a load of 1 and keeps its digits beside it and far above', () => {
    closeTo(mm1k({ arrivalRate: 1, serviceTime: 1, capacity: 10 }).queueLength, 5, 1e-15);
    // at rho = 1 + e: K / 2 + e K (K + 2) / 12 + O(e^2), the derivative of the mean at rho = 1
    closeTo(mm1k({ arrivalRate: 1 + 1e-9, serviceTime: 1, capacity: 10 }).queueLength, 5 + 1e-8, 1e-15);
    // at rho = 2: K - 1 + (K + 1) / (2^(K+1) - 1)
    closeTo(mm1k({ arrivalRate: 2, serviceTime: 1, capacity: 2000 }).queueLength, 1999, 1e-15);
    closeTo(mm1k({ arrivalRate: 2, serviceTime: 1, capacity: 3 }).queueLength, 2 + 4 / 15, 1e-14);
    closeTo(mm1k({ arrivalRate: 2, serviceTime: 1, capacity: 1e15 }).blockingProbability, 0.5, 1e-15);
  });

  it('has distributions of those that get in that fit their means', () => {
    for (const [ratio, capacity] of [
      [0.7, 1],
      [0.7, 5],
      [1, 4],
      [3, 30],
      [0.99, 200],
    ]) {
      const answer = mm1k({ arrivalRate: ratio, serviceTime: 1, capacity });
      expectDistribution(answer.responseTime);
      expectDistribution(answer.waitingTime);
    }
  });

  it('rejects bad input', () => {
    expectRejections(mm1k, { arrivalRate: 1, serviceTime: 0.5, capacity: 3 }, [
      ...badRates,
      ...badTimes,
      [{ capacity: 0 }, 'invalid-value', 'capacity'],
      [{ capacity: 2.5 }, 'invalid-value', 'capacity'],
      [{ capacity: Number.POSITIVE_INFINITY }, 'invalid-value', 'capacity'],
    ]);
  });
});
