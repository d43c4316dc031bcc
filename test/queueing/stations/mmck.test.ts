import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, mm1k, mmc, mmck } from '../../../src/queueing';
import {
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

const anyRatio = fc.oneof(
  fc.double({ min: 1e-6, max: 4, noNaN: true }),
  fc.constantFrom(1, 1 + 1e-9, 1 - 1e-12, 1e-200, 1e12),
);
const anyPlaces = fc.integer({ min: 0, max: 60 });

describe('mmck', () => {
  it('agrees with the balance equations', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 4, noNaN: true }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 12 }),
        (ratio, servers, places) => {
          const capacity = servers + places;
          const rates = Array.from({ length: capacity + 1 }, (_, n) =>
            Array.from({ length: capacity + 1 }, (_, m) =>
              m === n + 1 ? ratio * servers : m === n - 1 ? Math.min(n, servers) : 0,
            ),
          );
          const states = steadyState(rates);
          const answer = mmck({ arrivalRate: ratio * servers, serviceTime: 1, servers, capacity });
          for (let n = 0; n <= capacity; n++) closeTo(answer.stateProbability(n), states[n], 1e-11);
          closeTo(answer.blockingProbability, states[capacity], 1e-12);
        },
      ),
    );
  });

  it("obeys Little's law, flow balance and the utilisation law, with states that add up", () => {
    fc.assert(
      fc.property(anyRatio, anyTime, anyServers, anyPlaces, (ratio, serviceTime, servers, places) => {
        const arrivalRate = (ratio * servers) / serviceTime;
        const answer = mmck({ arrivalRate, serviceTime, servers, capacity: servers + places });
        expectLaws(answer, serviceTime, servers);
        expectStates(answer, servers + places);
        closeTo(
          answer.throughput,
          arrivalRate * (1 - answer.blockingProbability),
          1e-11,
          1e-15 * arrivalRate,
        );
      }),
    );
  });

  it('meets M/M/1/K, Erlang B and M/M/c', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.95, noNaN: true }),
        anyServers,
        anyPlaces,
        (load, servers, places) => {
          const arrivalRate = load * servers;
          const options = { arrivalRate, serviceTime: 1, servers };
          closeTo(
            mmck({ arrivalRate: load, serviceTime: 1, servers: 1, capacity: places + 1 }).queueLength,
            mm1k({ arrivalRate: load, serviceTime: 1, capacity: places + 1 }).queueLength,
          );
          closeTo(
            mmck({ ...options, capacity: servers }).blockingProbability,
            erlangB({ offeredLoad: arrivalRate, servers }),
          );
          const endless = mmck({ ...options, capacity: servers + 1e9 });
          const room = mmc(options);
          closeTo(endless.waitingTime.mean, room.waitingTime.mean, 1e-10);
          closeTo(endless.waitingTime.tail(2), room.waitingTime.tail(2), 1e-9);
          closeTo(endless.responseTime.tail(2), room.responseTime.tail(2), 1e-9);
        },
      ),
    );
  });

  it('blocks less with every place and server, and scales with time', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        anyServers,
        anyPlaces,
        (ratio, servers, places) => {
          const options = {
            arrivalRate: ratio * servers,
            serviceTime: 1,
            servers,
            capacity: servers + places,
          };
          const atMost = mmck(options).blockingProbability * (1 + 1e-14);
          expect(
            mmck({ ...options, capacity: servers + places + 1 }).blockingProbability,
          ).toBeLessThanOrEqual(atMost);
          expect(
            mmck({ ...options, servers: servers + 1, capacity: servers + places + 1 }).blockingProbability,
          ).toBeLessThanOrEqual(atMost);
          const slower = mmck({ ...options, arrivalRate: options.arrivalRate / 4, serviceTime: 4 });
          closeTo(slower.responseTime.percentile(0.9), mmck(options).responseTime.percentile(0.9) * 4, 1e-9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('has distributions of those that get in that fit their means', () => {
    for (const [ratio, servers, capacity] of [
      [0.7, 3, 3],
      [0.7, 3, 8],
      [1, 2, 9],
      [2, 5, 30],
      [0.9, 30, 60],
    ]) {
      const answer = mmck({ arrivalRate: ratio * servers, serviceTime: 1, servers, capacity });
      expectDistribution(answer.responseTime);
      expectDistribution(answer.waitingTime);
    }
  });

  it('holds up at the edges: nobody, an endless crowd, an endless room', () => {
    const options = { serviceTime: 1, servers: 3, capacity: 7 };
    const idle = mmck({ ...options, arrivalRate: 0 });
    expect(idle).toMatchObject({
      throughput: 0,
      queueLength: 0,
      blockingProbability: 0,
      responseTime: { mean: 1 },
    });
    const crowd = mmck({ ...options, arrivalRate: 1e300 });
    // all that get in wait for four departures, 4 S / 3
    expect(crowd).toMatchObject({
      queueLength: 7,
      blockingProbability: 1,
      waitingProbability: 1,
    });
    closeTo(crowd.throughput, 3);
    closeTo(crowd.waitingTime.mean, 4 / 3);
    // the ratio of neighbouring states is n / A however unlikely both are
    closeTo(
      mmck({ ...options, arrivalRate: 3e12 }).stateProbability(1) * 3e12,
      2 * mmck({ ...options, arrivalRate: 3e12 }).stateProbability(2),
      1e-11,
    );
    const wide = mmck({ arrivalRate: 2, serviceTime: 1, servers: 1, capacity: 1e12 });
    closeTo(wide.queueLength, 1e12 - 1, 1e-15);
    expect(() => wide.responseTime.percentile(0.5)).toThrow(/too|more than/);
  });

  it('rejects bad input', () => {
    expectRejections(mmck, { arrivalRate: 1, serviceTime: 0.5, servers: 2, capacity: 3 }, [
      ...badRates,
      ...badTimes,
      ...badServers,
      [{ capacity: 1 }, 'invalid-value', 'capacity'],
      [{ capacity: Number.NaN }, 'invalid-value', 'capacity'],
    ]);
  });
});
