import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, mg1Setup, mm1Setup } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times, variabilities } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections } from './markovian-laws';

const good = { arrivalRate: 0.8, serviceTime: 1, serviceVariability: 0, setupTime: 2, setupVariability: 0 };

describe('mg1Setup', () => {
  it('gives the worked figures at rho = 0.8, s = 1, sigma = 2: batches of 13, waits of 3.38 and 5.38', () => {
    // by hand: 0.8 / 0.4 + (4 + 3.2) / 5.2 = 3.3846, and 4 + 1.3846 with exponential service and constant set-up
    const constant = mg1Setup(good);
    closeTo(constant.batchSize, 13, 1e-12);
    closeTo(constant.waitingTime.mean, 2 + 7.2 / 5.2, 1e-12);
    closeTo(mg1Setup({ ...good, serviceVariability: 1 }).waitingTime.mean, 4 + 7.2 / 5.2, 1e-12);
  });

  it("obeys Little's law and the utilisation law, and accounts for all of the server's time", () => {
    fc.assert(
      fc.property(
        loads,
        times,
        variabilities,
        fc.double({ min: 0, max: 50, noNaN: true }),
        variabilities,
        (load, serviceTime, serviceVariability, ratio, setupVariability) => {
          const arrivalRate = load / serviceTime;
          const setupTime = ratio * serviceTime;
          const given = { arrivalRate, serviceTime, serviceVariability, setupTime, setupVariability };
          const answer = mg1Setup(given);
          expectOpenLaws(answer, arrivalRate, serviceTime);
          expectPlain(answer);
          closeTo(answer.utilization + answer.setupRate * setupTime + answer.offProbability, 1, 1e-12);
          closeTo(answer.setupRate * answer.batchSize, arrivalRate, 1e-12);
          const alone = mg1({ arrivalRate, serviceTime, serviceVariability });
          expect(answer.waitingTime.mean).toBeGreaterThanOrEqual(alone.waitingTime.mean);
        },
      ),
    );
  });

  it('is M/G/1 without a set-up, and M/M/1 with set-up when both times are exponential', () => {
    fc.assert(
      fc.property(loads, fc.double({ min: 1e-3, max: 100, noNaN: true }), (arrivalRate, setupTime) => {
        const service = { arrivalRate, serviceTime: 1, serviceVariability: 1 };
        const none = mg1Setup({ ...service, setupTime: 0, setupVariability: 0 });
        closeTo(none.waitingTime.mean, mg1(service).waitingTime.mean, 1e-12);
        const both = mg1Setup({ ...service, setupTime, setupVariability: 1 });
        const markovian = mm1Setup({ arrivalRate, serviceTime: 1, setupTime });
        closeTo(both.waitingTime.mean, markovian.waitingTime.mean, 1e-11);
        closeTo(both.offProbability, markovian.offProbability, 1e-12);
      }),
    );
  });

  it('answers without arrivals and at saturation', () => {
    const idle = mg1Setup({ ...good, arrivalRate: 0 });
    expect(idle).toMatchObject({ batchSize: 1, setupRate: 0, offProbability: 1 });
    expect(idle.waitingTime.mean).toBe(2);
    const full = mg1Setup({ ...good, arrivalRate: 1.2 });
    expectSaturated(full, 1);
    expect(full).toMatchObject({ batchSize: Number.POSITIVE_INFINITY, setupRate: 0, offProbability: 0 });
  });

  it('rejects bad input', () => {
    expectRejections(mg1Setup, good, [
      ...badRates,
      ...badTimes,
      [{ setupTime: -1 }, 'invalid-value', 'setupTime'],
      [{ setupVariability: Number.NaN }, 'invalid-value', 'setupVariability'],
    ]);
  });
});
