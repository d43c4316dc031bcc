import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMva, finitePopulation, mmc } from '../../../src/queueing';
import {
  anyTime,
  badServers,
  badTimes,
  closeTo,
  expectDistribution,
  expectLaws,
  expectRejections,
  expectStates,
  steadyState,
} from './markovian-laws';

const anyPopulation = fc.integer({ min: 1, max: 60 });
const fewServers = fc.integer({ min: 1, max: 12 });

describe('finitePopulation', () => {
  it('agrees with the balance equations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), anyTime, fewServers, (population, thinkTime, servers) => {
        const rates = Array.from({ length: population + 1 }, (_, n) =>
          Array.from({ length: population + 1 }, (_, m) =>
            m === n + 1 ? (population - n) / thinkTime : m === n - 1 ? Math.min(n, servers) : 0,
          ),
        );
        const states = steadyState(rates);
        const answer = finitePopulation({ population, thinkTime, serviceTime: 1, servers });
        for (let n = 0; n <= population; n++) closeTo(answer.stateProbability(n), states[n], 1e-10);
      }),
    );
  });

  it("obeys Little's law, also round the whole cycle, and the utilisation law", () => {
    fc.assert(
      fc.property(
        anyPopulation,
        anyTime,
        anyTime,
        fewServers,
        (population, thinkTime, serviceTime, servers) => {
          const answer = finitePopulation({ population, thinkTime, serviceTime, servers });
          expectLaws(answer, serviceTime, servers);
          expectStates(answer, population);
          closeTo(answer.throughput * (answer.responseTime.mean + thinkTime), population);
        },
      ),
    );
  });

  it('is the closed network of one queue with think time', () => {
    fc.assert(
      fc.property(anyPopulation, anyTime, anyTime, (population, thinkTime, serviceTime) => {
        const network = exactMva({
          classes: { job: { population, thinkTime } },
          stations: { cpu: { demand: serviceTime } },
        });
        const answer = finitePopulation({ population, thinkTime, serviceTime, servers: 1 });
        closeTo(answer.throughput, network.classes.job.throughput, 1e-11);
      }),
    );
  });

  it('lies within the asymptotic bounds, gains with every server, and scales with time', () => {
    fc.assert(
      fc.property(
        anyPopulation,
        anyTime,
        anyTime,
        fewServers,
        (population, thinkTime, serviceTime, servers) => {
          const options = { population, thinkTime, serviceTime, servers };
          const { throughput } = finitePopulation(options);
          const most = Math.min(servers / serviceTime, population / (thinkTime + serviceTime));
          expect(throughput).toBeLessThanOrEqual(most * (1 + 1e-12));
          expect(finitePopulation({ ...options, servers: servers + 1 }).throughput).toBeGreaterThanOrEqual(
            throughput * (1 - 1e-12),
          );
          closeTo(
            finitePopulation({ ...options, thinkTime: thinkTime * 4, serviceTime: serviceTime * 4 })
              .throughput,
            throughput / 4,
          );
        },
      ),
    );
  });

  it('stays positive where the marginal-probability recursion breaks down', () => {
    // 20 servers, S = 1, Z = 10, N = 200: other tools answer -8.16, -5.32 and -6.47
    const answer = finitePopulation({ population: 200, thinkTime: 10, serviceTime: 1, servers: 20 });
    expect(answer.throughput).toBeCloseTo(17.919134, 6);
    closeTo(finitePopulation({ population: 500, thinkTime: 1, serviceTime: 1, servers: 4 }).throughput, 4);
  });

  it('tends to M/M/c with many customers', () => {
    const many = finitePopulation({ population: 1e6, thinkTime: 1e6 / 1.6, serviceTime: 1, servers: 2 });
    const open = mmc({ arrivalRate: 1.6, serviceTime: 1, servers: 2 });
    closeTo(many.waitingTime.mean, open.waitingTime.mean, 1e-4);
    closeTo(many.responseTime.percentile(0.95), open.responseTime.percentile(0.95), 1e-4);
  });

  it('has distributions that fit their means', () => {
    for (const [population, thinkTime, servers] of [
      [20, 10, 2],
      [1, 1, 1],
      [40, 5, 7],
      [9, 0.5, 3],
    ]) {
      const answer = finitePopulation({ population, thinkTime, serviceTime: 1, servers });
      expectDistribution(answer.responseTime);
      expectDistribution(answer.waitingTime);
    }
  });

  it('holds up at the edges: nobody, no think time, a server for everyone', () => {
    const options = { population: 5, thinkTime: 1, serviceTime: 2, servers: 2 };
    expect(finitePopulation({ ...options, population: 0 })).toMatchObject({
      throughput: 0,
      queueLength: 0,
      responseTime: { mean: 2 },
    });
    expect(finitePopulation({ ...options, thinkTime: 0 })).toMatchObject({
      throughput: 1,
      queueLength: 5,
      responseTime: { mean: 5 },
    });
    const alone = finitePopulation({ ...options, servers: 5 });
    closeTo(alone.responseTime.mean, 2);
    closeTo(alone.throughput, 5 / 3);
  });

  it('rejects bad input', () => {
    expectRejections(finitePopulation, { population: 3, thinkTime: 1, serviceTime: 0.5, servers: 2 }, [
      ...badTimes,
      ...badServers,
      [{ population: -1 }, 'invalid-value', 'population'],
      [{ population: 2.5 }, 'invalid-value', 'population'],
      [{ thinkTime: -1 }, 'invalid-value', 'thinkTime'],
      [{ population: 1e9 }, 'too-large', 'population'],
    ]);
  });
});
