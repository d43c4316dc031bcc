import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1k, mg1kLossApproximation, mm1k } from '../../../src/queueing';
import { expectPlain } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections } from './markovian-laws';

const good = { arrivalRate: 0.8, serviceTime: 1, serviceVariability: 0.25, capacity: 10 };

describe('mg1kLossApproximation', () => {
  it('is exact for exponential service at any load', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 20, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (load, capacity) => {
          const exact = mm1k({ arrivalRate: load, serviceTime: 1, capacity }).blockingProbability;
          const answer = mg1kLossApproximation({
            arrivalRate: load,
            serviceTime: 1,
            serviceVariability: 1,
            capacity,
          });
          closeTo(answer.blockingProbability, exact, 1e-10);
        },
      ),
    );
  });

  it('is a probability, obeys the utilisation law, falls with the room and scales with time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 3.9, noNaN: true }),
        fc.double({ min: 0, max: 9, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (load, serviceVariability, capacity) => {
          const answer = mg1kLossApproximation({
            arrivalRate: load,
            serviceTime: 1,
            serviceVariability,
            capacity,
          });
          expectPlain(answer);
          expect(answer.blockingProbability).toBeGreaterThanOrEqual(0);
          expect(answer.blockingProbability).toBeLessThanOrEqual(1);
          closeTo(answer.throughput, load * (1 - answer.blockingProbability), 1e-12);
          const more = mg1kLossApproximation({
            arrivalRate: load / 2,
            serviceTime: 2,
            serviceVariability,
            capacity: capacity + 1,
          });
          expect(more.blockingProbability).toBeLessThanOrEqual(answer.blockingProbability * (1 + 1e-12));
        },
      ),
    );
  });

  it('is smooth through a load of 1', () => {
    const at = (arrivalRate: number) => mg1kLossApproximation({ ...good, arrivalRate }).blockingProbability;
    closeTo(at(1 - 1e-9), at(1), 1e-7);
    closeTo(at(1 + 1e-9), at(1), 1e-7);
  });

  it('is as near to the exact loss as its documentation says', () => {
    for (const [stages, arrivalRate, capacity] of [
      [2, 0.8, 5],
      [2, 0.9, 10],
      [4, 1, 10],
      [4, 1.2, 5],
    ]) {
      const exact = mg1k({ arrivalRate, service: { type: 'erlang', mean: 1, stages }, capacity });
      const answer = mg1kLossApproximation({
        arrivalRate,
        serviceTime: 1,
        serviceVariability: 1 / stages,
        capacity,
      });
      closeTo(answer.blockingProbability, exact.blockingProbability, 0.08);
      expect(answer.exact).toBe(false);
    }
  });

  it('answers without arrivals and for huge rooms', () => {
    expect(mg1kLossApproximation({ ...good, arrivalRate: 0 })).toMatchObject({
      blockingProbability: 0,
      throughput: 0,
    });
    expect(mg1kLossApproximation({ ...good, capacity: 1e9 }).blockingProbability).toBe(0);
    closeTo(
      mg1kLossApproximation({ ...good, arrivalRate: 2, capacity: 1e9 }).blockingProbability,
      0.5,
      1e-12,
    );
  });

  it('rejects bad input', () => {
    expectRejections(mg1kLossApproximation, good, [
      ...badRates,
      ...badTimes,
      [{ serviceVariability: -1 }, 'invalid-value', 'serviceVariability'],
      [{ capacity: 0 }, 'invalid-value', 'capacity'],
      [{ serviceVariability: 0, arrivalRate: 5 }, 'unsupported', 'arrivalRate'],
    ]);
  });
});
