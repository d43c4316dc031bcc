import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangC, mm1, mmc, mmInfinity } from '../../../src/queueing';
import {
  anyLoad,
  anyServers,
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

describe('mmc', () => {
  it('agrees with the balance equations, cut off where nobody is', () => {
    for (const [load, servers] of [
      [1.2, 2],
      [2.5, 4],
      [6, 8],
    ]) {
      const rates = Array.from({ length: 240 }, (_, n) =>
        Array.from({ length: 240 }, (_, m) => (m === n + 1 ? load : m === n - 1 ? Math.min(n, servers) : 0)),
      );
      const states = steadyState(rates);
      const answer = mmc({ arrivalRate: load, serviceTime: 1, servers });
      for (const n of [0, 1, servers - 1, servers, servers + 1, 30])
        closeTo(answer.stateProbability(n), states[n], 1e-10);
      closeTo(
        answer.queueLength,
        states.reduce((sum, p, n) => sum + n * p, 0),
        1e-10,
      );
    }
  });

  it("obeys Little's law and the utilisation law, with states that add up", () => {
    fc.assert(
      fc.property(anyLoad, anyTime, anyServers, (load, serviceTime, servers) => {
        const answer = mmc({ arrivalRate: (load * servers) / serviceTime, serviceTime, servers });
        expectLaws(answer, serviceTime, servers);
        if (load < 0.95) expectStates(answer, 800);
      }),
    );
  });

  it('has distributions that fit their means, also where waiting and service have the same rate', () => {
    for (const [load, servers] of [
      [0.5, 1],
      [1, 2], // (c - A) / S = 1 / S
      [1 + 1e-9, 2],
      [19, 20],
      [0.3, 4],
    ]) {
      const answer = mmc({ arrivalRate: load, serviceTime: 1, servers });
      expectDistribution(answer.responseTime);
      expectDistribution(answer.waitingTime);
    }
  });

  it('meets its neighbours: one server, endlessly many, and one fast server', () => {
    fc.assert(
      fc.property(anyLoad, anyTime, anyServers, (load, serviceTime, servers) => {
        const arrivalRate = (load * servers) / serviceTime;
        const pool = mmc({ arrivalRate, serviceTime, servers });
        const fast = mm1({ arrivalRate, serviceTime: serviceTime / servers });
        // Stidham 1970: one fast server has the shorter response, the pool the shorter wait
        expect(pool.responseTime.mean).toBeGreaterThanOrEqual(fast.responseTime.mean * (1 - 1e-12));
        expect(pool.waitingTime.mean).toBeLessThanOrEqual(fast.waitingTime.mean * (1 + 1e-12));
        const many = mmc({ arrivalRate, serviceTime, servers: 1000 });
        const endless = mmInfinity({ arrivalRate, serviceTime });
        closeTo(many.responseTime.mean, endless.responseTime.mean, 1e-12);
        closeTo(many.stateProbability(7), endless.stateProbability(7), 1e-10);
      }),
    );
  });

  it('improves with every server, worsens with the rate, and scales with time', () => {
    fc.assert(
      fc.property(anyLoad, anyTime, anyServers, (load, serviceTime, servers) => {
        const arrivalRate = (load * servers) / serviceTime;
        const wait = mmc({ arrivalRate, serviceTime, servers }).waitingTime.mean;
        expect(mmc({ arrivalRate, serviceTime, servers: servers + 1 }).waitingTime.mean).toBeLessThanOrEqual(
          wait,
        );
        expect(
          mmc({ arrivalRate: arrivalRate * 0.9, serviceTime, servers }).waitingTime.mean,
        ).toBeLessThanOrEqual(wait);
        closeTo(
          mmc({ arrivalRate: arrivalRate / 8, serviceTime: serviceTime * 8, servers }).waitingTime.mean,
          wait * 8,
        );
      }),
    );
  });

  it('keeps its digits with many servers and near saturation', () => {
    // identity: mean wait = C S / (c - A), with C checked against 60 digits in erlang-c.test.ts
    const large = mmc({ arrivalRate: 99990, serviceTime: 1, servers: 100000 });
    closeTo(large.waitingTime.mean, erlangC({ offeredLoad: 99990, servers: 100000 }) / 10, 1e-12);
    let total = 0;
    for (let n = 98000; n < 102000; n++) total += large.stateProbability(n);
    closeTo(total + large.stateProbability(102000) * 10000, 1, 1e-6);
    const near = mmc({ arrivalRate: 1 - 1e-12, serviceTime: 1, servers: 1 });
    closeTo(near.responseTime.mean * (1 - (1 - 1e-12)), 1, 1e-12);
    expect(mmc({ arrivalRate: 1e-320, serviceTime: 1, servers: 3 }).waitingTime.mean).toBe(0);
    expect(mmc({ arrivalRate: 0, serviceTime: 2, servers: 3 }).responseTime.mean).toBe(2);
  });

  it('answers saturation and rejects bad input', () => {
    expect(mmc({ arrivalRate: 2, serviceTime: 1, servers: 2 })).toMatchObject({
      stable: false,
      saturationRate: 2,
      throughput: 2,
      waitingProbability: 1,
      queueLength: Number.POSITIVE_INFINITY,
    });
    expectRejections(mmc, { arrivalRate: 1, serviceTime: 0.5, servers: 2 }, [
      ...badRates,
      ...badTimes,
      ...badServers,
    ]);
  });
});
