import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, mg1Vacation, polling } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times, variabilities } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections } from './markovian-laws';

const good = {
  arrivalRate: 0.5,
  serviceTime: 1,
  serviceVariability: 1,
  vacationTime: 2,
  vacationVariability: 1,
};

describe('mg1Vacation', () => {
  it("obeys Little's law and the utilisation law, and decomposes into M/G/1 and a vacation's residual", () => {
    fc.assert(
      fc.property(loads, times, variabilities, variabilities, (load, serviceTime, serviceVariability, v) => {
        const arrivalRate = load / serviceTime;
        const vacationTime = 3 * serviceTime;
        const answer = mg1Vacation({
          arrivalRate,
          serviceTime,
          serviceVariability,
          vacationTime,
          vacationVariability: v,
        });
        expectOpenLaws(answer, arrivalRate, serviceTime);
        expectPlain(answer);
        const alone = mg1({ arrivalRate, serviceTime, serviceVariability });
        closeTo(answer.waitingTime.mean - alone.waitingTime.mean, (vacationTime * (1 + v)) / 2, 1e-7);
        closeTo(answer.vacationRate * vacationTime, 1 - load, 1e-12);
      }),
    );
  });

  it('is a polled queue of one, exhaustive, with vacations as switch-over times', () => {
    fc.assert(
      fc.property(loads, variabilities, variabilities, (arrivalRate, u, v) => {
        const service = { arrivalRate, serviceTime: 1, serviceVariability: u };
        const polled = polling({ queues: [{ ...service, switchoverTime: 2, switchoverVariability: v }] });
        const answer = mg1Vacation({ ...service, vacationTime: 2, vacationVariability: v });
        closeTo(polled.queues[0].waitingTime.mean, answer.waitingTime.mean, 1e-11);
      }),
    );
  });

  it('becomes M/G/1 as vacations vanish, and grows with them', () => {
    const short = mg1Vacation({ ...good, vacationTime: 1e-12 });
    closeTo(
      short.waitingTime.mean,
      mg1({ arrivalRate: 0.5, serviceTime: 1, serviceVariability: 1 }).waitingTime.mean,
      1e-11,
    );
    expect(mg1Vacation({ ...good, vacationTime: 3 }).waitingTime.mean).toBeGreaterThan(
      mg1Vacation(good).waitingTime.mean,
    );
  });

  it('answers without arrivals and at saturation', () => {
    expect(mg1Vacation({ ...good, arrivalRate: 0 }).waitingTime.mean).toBe(2);
    const full = mg1Vacation({ ...good, arrivalRate: 1 });
    expectSaturated(full, 1);
    expect(full.vacationRate).toBe(0);
  });

  it('rejects bad input', () => {
    expectRejections(mg1Vacation, good, [
      ...badRates,
      ...badTimes,
      [{ vacationTime: 0 }, 'invalid-value', 'vacationTime'],
      [{ vacationVariability: -1 }, 'invalid-value', 'vacationVariability'],
    ]);
  });
});
