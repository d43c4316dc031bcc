import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engset, erlangB, finitePopulation } from '../../../src/queueing';
import {
  anyTime,
  badServers,
  badTimes,
  closeTo,
  expectDistribution,
  expectLaws,
  expectRejections,
  expectStates,
} from './markovian-laws';

const anyPopulation = fc.integer({ min: 1, max: 80 });
const fewServers = fc.integer({ min: 1, max: 20 });

describe('engset', () => {
  it('gives the small case in binomials', () => {
    // 5 sources, a = 1: states 1, 5, 10, 10, 5 of 31; a request sees 4 sources: 1 of 16
    const answer = engset({ population: 5, thinkTime: 1, serviceTime: 1, servers: 4 });
    closeTo(answer.blockingProbability, 1 / 16);
    closeTo(answer.timeCongestion, 5 / 31);
    closeTo(answer.stateProbability(2), 10 / 31);
  });

  it("obeys Little's law and the utilisation law; requests balance what is served and what is lost", () => {
    fc.assert(
      fc.property(
        anyPopulation,
        anyTime,
        anyTime,
        fewServers,
        (population, thinkTime, serviceTime, servers) => {
          const answer = engset({ population, thinkTime, serviceTime, servers });
          expectLaws(answer, serviceTime, servers);
          expectStates(answer, Math.min(population, servers));
          const requests = (population - answer.queueLength) / thinkTime;
          closeTo(answer.throughput, requests * (1 - answer.blockingProbability), 1e-9, 1e-9 * requests);
          expect(answer.stateProbability(servers + 1)).toBe(0);
          // a request sees one source fewer, so fewer busy servers
          expect(answer.blockingProbability).toBeLessThanOrEqual(answer.timeCongestion * (1 + 1e-12));
        },
      ),
    );
  });

  it('is binomial with a server for everyone, as the finite population is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), anyTime, anyTime, (population, thinkTime, serviceTime) => {
        const options = { population, thinkTime, serviceTime, servers: 20 };
        const answer = engset(options);
        expect(answer.blockingProbability).toBe(0);
        closeTo(answer.queueLength, (population * serviceTime) / (serviceTime + thinkTime));
        closeTo(answer.throughput, finitePopulation(options).throughput);
      }),
    );
  });

  it("tends to Erlang's B with many sources, and scales with time", () => {
    const many = engset({ population: 1e6, thinkTime: 1e6 / 8, serviceTime: 1, servers: 10 });
    closeTo(many.blockingProbability, erlangB({ offeredLoad: 8, servers: 10 }), 1e-4);
    const options = { population: 9, thinkTime: 3, serviceTime: 1, servers: 2 };
    closeTo(
      engset({ ...options, thinkTime: 12, serviceTime: 4 }).blockingProbability,
      engset(options).blockingProbability,
    );
    expect(engset({ ...options, servers: 3 }).blockingProbability).toBeLessThan(
      engset(options).blockingProbability,
    );
    expectDistribution(engset(options).responseTime);
    expectDistribution(engset(options).waitingTime);
  });

  it('holds up at the edges', () => {
    expect(engset({ population: 0, thinkTime: 1, serviceTime: 1, servers: 2 })).toMatchObject({
      throughput: 0,
      queueLength: 0,
      blockingProbability: 0,
    });
    expect(engset({ population: 3, thinkTime: 1e-300, serviceTime: 1e300, servers: 2 })).toMatchObject({
      utilization: 1,
      blockingProbability: 1,
    });
  });

  it('rejects bad input', () => {
    expectRejections(engset, { population: 3, thinkTime: 1, serviceTime: 0.5, servers: 2 }, [
      ...badTimes,
      ...badServers,
      [{ population: -1 }, 'invalid-value', 'population'],
      [{ population: 2.5 }, 'invalid-value', 'population'],
      [{ thinkTime: 0 }, 'invalid-value', 'thinkTime'],
      [{ population: 1e9, servers: 1e9 }, 'too-large', 'population'],
      [{ population: 1e10, servers: 1e9 }, 'too-large', 'servers'],
    ]);
  });
});
