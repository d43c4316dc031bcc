import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, mmc, mmcAbandonment, mmInfinity } from '../../../src/queueing';
import {
  anyTime,
  badRates,
  badServers,
  badTimes,
  closeTo,
  expectDistribution,
  expectLaws,
  expectRejections,
  expectStates,
  steadyState,
} from './markovian-laws';

const anyRatio = fc.double({ min: 1e-4, max: 3, noNaN: true });
const fewServers = fc.integer({ min: 1, max: 20 });
const anyPatience = fc.double({ min: 0.01, max: 30, noNaN: true });

describe('mmcAbandonment', () => {
  it('agrees with the balance equations, cut off where nobody is', () => {
    for (const [arrivalRate, servers, patience] of [
      [3, 2, 0.5],
      [1, 2, 4],
      [8, 10, 1],
      [6, 3, 10],
    ]) {
      const size = 160;
      const rates = Array.from({ length: size }, (_, n) =>
        Array.from({ length: size }, (_, m) =>
          m === n + 1
            ? arrivalRate
            : m === n - 1
              ? Math.min(n, servers) + Math.max(n - servers, 0) / patience
              : 0,
        ),
      );
      const states = steadyState(rates);
      const answer = mmcAbandonment({ arrivalRate, serviceTime: 1, servers, patience });
      for (let n = 0; n < 60; n++) closeTo(answer.stateProbability(n), states[n], 1e-9, 1e-30);
      closeTo(
        answer.waitingLength,
        states.reduce((sum, p, n) => sum + Math.max(n - servers, 0) * p, 0),
        1e-10,
      );
    }
  });

  it("obeys Little's law for all customers; those served and those who give up add up", () => {
    fc.assert(
      fc.property(anyRatio, anyTime, fewServers, anyPatience, (ratio, serviceTime, servers, patience) => {
        const arrivalRate = (ratio * servers) / serviceTime;
        const answer = mmcAbandonment({
          arrivalRate,
          serviceTime,
          servers,
          patience: patience * serviceTime,
        });
        expectLaws(answer, serviceTime, servers, arrivalRate);
        closeTo(answer.throughput, arrivalRate * (1 - answer.abandonmentProbability), 1e-11);
        closeTo(
          answer.responseTime.mean,
          answer.waitingTime.mean + (1 - answer.abandonmentProbability) * serviceTime,
        );
        // everyone is served at once, or later, or gives up
        closeTo(answer.serviceLevel(1e6 * serviceTime), 1 - answer.abandonmentProbability, 1e-10);
        closeTo(answer.serviceLevel(0), 1 - answer.waitingProbability, 1e-10, 1e-15);
        expect(answer.abandonmentProbability).toBeLessThanOrEqual(answer.waitingProbability);
      }),
    );
  });

  it('has states that add up and a wait that fits its mean', () => {
    for (const [arrivalRate, servers, patience] of [
      [3, 2, 0.5],
      [1, 2, 4],
      [20, 20, 2],
      [0.1, 1, 1],
      [30, 5, 7],
    ]) {
      const answer = mmcAbandonment({ arrivalRate, serviceTime: 1, servers, patience });
      expectStates(answer, 600);
      expectDistribution(answer.waitingTime);
      let before = 0;
      for (const t of [0, 0.1, 0.5, 2, 10]) {
        expect(answer.serviceLevel(t)).toBeGreaterThanOrEqual(before);
        // served within t: no more than those whose time in queue ends within t
        expect(answer.serviceLevel(t)).toBeLessThanOrEqual(answer.waitingTime.cumulative(t) + 1e-12);
        before = answer.serviceLevel(t);
      }
    }
  });

  it('meets its neighbours: endless patience, none, and patience equal to service', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.9, noNaN: true }), fewServers, (load, servers) => {
        const options = { arrivalRate: load * servers, serviceTime: 1, servers };
        const patient = mmcAbandonment({ ...options, patience: 1e10 });
        const room = mmc(options);
        closeTo(patient.waitingTime.mean, room.waitingTime.mean, 1e-6);
        closeTo(patient.waitingTime.tail(1), room.waitingTime.tail(1), 1e-6);
        closeTo(
          mmcAbandonment({ ...options, patience: 1e-12 }).abandonmentProbability,
          erlangB({ offeredLoad: load * servers, servers }),
          1e-8,
        );
        // waiting and serving customers then leave at the same rate: M/M/infinity
        closeTo(
          mmcAbandonment({ ...options, patience: 1 }).stateProbability(servers + 2),
          mmInfinity({ arrivalRate: load * servers, serviceTime: 1 }).stateProbability(servers + 2),
          1e-10,
        );
      }),
    );
  });

  it('gives up less with every server and with a lower rate, and scales with time', () => {
    fc.assert(
      fc.property(anyRatio, fewServers, anyPatience, (ratio, servers, patience) => {
        const options = { arrivalRate: ratio * servers, serviceTime: 1, servers, patience };
        const { abandonmentProbability, waitingTime } = mmcAbandonment(options);
        const atMost = abandonmentProbability * (1 + 1e-12);
        expect(
          mmcAbandonment({ ...options, servers: servers + 1 }).abandonmentProbability,
        ).toBeLessThanOrEqual(atMost);
        expect(
          mmcAbandonment({ ...options, arrivalRate: options.arrivalRate * 0.9 }).abandonmentProbability,
        ).toBeLessThanOrEqual(atMost);
        closeTo(
          mmcAbandonment({
            arrivalRate: options.arrivalRate / 4,
            serviceTime: 4,
            servers,
            patience: patience * 4,
          }).waitingTime.mean,
          waitingTime.mean * 4,
        );
      }),
    );
  });

  it('tends to the fluid limit under a load far above the servers', () => {
    const answer = mmcAbandonment({ arrivalRate: 3, serviceTime: 1, servers: 2, patience: 1e8 });
    // a third gives up; V is then patience x log(3 / 2) for all, and the queue is what outlasts the servers
    closeTo(answer.abandonmentProbability, 1 / 3, 1e-7);
    closeTo(answer.waitingLength, 1e8, 1e-7);
    closeTo(answer.throughput, 2, 1e-12);
    closeTo(answer.waitingTime.percentile(0.9), 1e8 * Math.log(3 / 2), 1e-3);
  });

  it('holds up at the edges', () => {
    const options = { arrivalRate: 0, serviceTime: 2, servers: 3, patience: 1 };
    expect(mmcAbandonment(options)).toMatchObject({
      throughput: 0,
      queueLength: 0,
      waitingProbability: 0,
      abandonmentProbability: 0,
      responseTime: { mean: 2 },
    });
    expect(mmcAbandonment(options).stateProbability(0)).toBe(1);
    const large = mmcAbandonment({ arrivalRate: 10200, serviceTime: 1, servers: 10000, patience: 1 });
    closeTo(large.queueLength, 10200); // patience equal to service: M/M/infinity
    const crowd = mmcAbandonment({ arrivalRate: 1e9, serviceTime: 1, servers: 3, patience: 1 });
    closeTo(crowd.throughput, 3);
    closeTo(crowd.abandonmentProbability, 1 - 3e-9, 1e-14);
  });

  it('rejects bad input', () => {
    expectRejections(mmcAbandonment, { arrivalRate: 1, serviceTime: 0.5, servers: 2, patience: 3 }, [
      ...badRates,
      ...badTimes,
      ...badServers,
      [{ patience: 0 }, 'invalid-value', 'patience'],
      [{ patience: Number.POSITIVE_INFINITY }, 'invalid-value', 'patience'],
      [{ arrivalRate: 1e200, patience: 1e200 }, 'invalid-value', 'patience'],
      [{ patience: 1e-320 }, 'invalid-value', 'patience'],
      [{ arrivalRate: 4, patience: 1e30 }, 'too-large', 'patience'],
    ]);
    const answer = mmcAbandonment({ arrivalRate: 1, serviceTime: 0.5, servers: 2, patience: 3 });
    expect(() => answer.serviceLevel(-1)).toThrow(/0 or more/);
  });
});
