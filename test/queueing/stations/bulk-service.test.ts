import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bulkService, mm1 } from '../../../src/queueing';
import { expectPlain, expectSaturated, times } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections, steadyState } from './markovian-laws';

const sizes = fc
  .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const someLoad = fc.double({ min: 1e-6, max: 0.995, noNaN: true });

describe('bulkService', () => {
  it('agrees with the balance equations, cut off where nobody is', () => {
    for (const [lambda, minimum, limit] of [
      [1.3, 1, 3],
      [2.5, 2, 5],
      [0.4, 4, 4],
    ]) {
      const size = 150;
      // states: n waiting and idle, n < minimum; then n waiting and busy
      const rates = Array.from({ length: minimum + size }, () => new Array<number>(minimum + size).fill(0));
      for (let n = 0; n < minimum; n++) rates[n][Math.min(n + 1, minimum)] = lambda;
      for (let n = 0; n < size; n++) {
        if (n + 1 < size) rates[minimum + n][minimum + n + 1] = lambda;
        rates[minimum + n][n < minimum ? n : minimum + n - Math.min(n, limit)] = 1;
      }
      const states = steadyState(rates);
      const answer = bulkService({
        arrivalRate: lambda,
        serviceTime: 1,
        batchLimit: limit,
        batchMinimum: minimum,
      });
      const waiting = (n: number) => states[minimum + n] + (n < minimum ? states[n] : 0);
      for (const n of [0, 1, 3, 9]) closeTo(answer.waitingLengthProbability(n), waiting(n), 1e-9, 1e-15);
      let mean = 0;
      for (let n = 0; n < size; n++) mean += n * waiting(n);
      closeTo(answer.waitingLength, mean, 1e-9);
      closeTo(
        answer.utilization,
        states.slice(minimum).reduce((sum, p) => sum + p, 0),
        1e-9,
      );
    }
  });

  it("obeys Little's law, the flow of batches, and scales with time", () => {
    fc.assert(
      fc.property(someLoad, times, sizes, (load, serviceTime, [minimum, limit]) => {
        const arrivalRate = (load * limit) / serviceTime;
        const answer = bulkService({ arrivalRate, serviceTime, batchLimit: limit, batchMinimum: minimum });
        expectPlain(answer);
        closeTo(answer.queueLength, arrivalRate * answer.responseTime.mean, 1e-11);
        closeTo(answer.waitingLength, arrivalRate * answer.waitingTime.mean, 1e-11);
        // batches per second x their size is the throughput
        closeTo((answer.utilization / serviceTime) * answer.batchSize, arrivalRate, 1e-11);
        expect(answer.batchSize).toBeGreaterThanOrEqual(minimum * (1 - 1e-12));
        expect(answer.batchSize).toBeLessThanOrEqual(limit * (1 + 1e-12));
        expect(answer.utilization).toBeLessThanOrEqual(1);
        const slow = bulkService({
          arrivalRate: arrivalRate / 4,
          serviceTime: serviceTime * 4,
          batchLimit: limit,
          batchMinimum: minimum,
        });
        closeTo(slow.responseTime.mean, 4 * answer.responseTime.mean, 1e-9);
        if (load < 0.9) {
          let total = 0;
          for (let n = 0; n < 3000; n++) total += answer.waitingLengthProbability(n);
          closeTo(total, 1, 1e-10);
        }
      }),
    );
  });

  it('is M/M/1 for batches of one', () => {
    fc.assert(
      fc.property(someLoad, (load) => {
        const markovian = mm1({ arrivalRate: load, serviceTime: 1 });
        const answer = bulkService({ arrivalRate: load, serviceTime: 1, batchLimit: 1 });
        closeTo(answer.queueLength, markovian.queueLength, 1e-10);
        closeTo(answer.utilization, load, 1e-10);
      }),
    );
  });

  it('waits less with larger batches, down to none when the first comes alone', () => {
    let before = Number.POSITIVE_INFINITY;
    for (const batchLimit of [1, 2, 4, 8, 1e6]) {
      const { mean } = bulkService({ arrivalRate: 0.9, serviceTime: 1, batchLimit }).waitingTime;
      expect(mean).toBeLessThan(before);
      before = mean;
    }
  });

  it('answers without arrivals and at saturation', () => {
    const idle = bulkService({ arrivalRate: 0, serviceTime: 1, batchLimit: 4 });
    expect(idle).toMatchObject({ queueLength: 0, utilization: 0, batchSize: 1, waitingTime: { mean: 0 } });
    // the first of three waits for ever when nobody follows
    const lone = bulkService({ arrivalRate: 0, serviceTime: 1, batchLimit: 4, batchMinimum: 3 });
    expect(lone).toMatchObject({
      waitingLength: 1,
      batchSize: 3,
      waitingTime: { mean: Number.POSITIVE_INFINITY },
    });
    const full = bulkService({ arrivalRate: 4, serviceTime: 1, batchLimit: 4 });
    expectSaturated(full, 4);
    expect(full.batchSize).toBe(4);
  });

  it('rejects bad input', () => {
    expectRejections(bulkService, { arrivalRate: 1, serviceTime: 1, batchLimit: 3 }, [
      ...badRates,
      ...badTimes,
      [{ batchLimit: 0 }, 'invalid-value', 'batchLimit'],
      [{ batchMinimum: 4 }, 'invalid-value', 'batchMinimum'],
      [{ batchMinimum: 1.5 }, 'invalid-value', 'batchMinimum'],
    ]);
  });
});
