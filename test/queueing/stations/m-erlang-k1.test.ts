import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mErlangK1, mg1, mm1 } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times } from './general-laws';
import {
  badRates,
  badTimes,
  closeTo,
  expectDistribution,
  expectRejections,
  expectStates,
} from './markovian-laws';

const stageNumbers = fc.integer({ min: 1, max: 40 });

describe('mErlangK1', () => {
  it("obeys Little's law and the utilisation law, and has the means of M/G/1", () => {
    fc.assert(
      fc.property(loads, times, stageNumbers, (load, serviceTime, stages) => {
        const arrivalRate = load / serviceTime;
        const answer = mErlangK1({ arrivalRate, serviceTime, stages });
        expectOpenLaws(answer, arrivalRate, serviceTime);
        expectPlain(answer);
        const moments = mg1({ arrivalRate, serviceTime, serviceVariability: 1 / stages });
        closeTo(answer.waitingTime.mean, moments.waitingTime.mean, 1e-12);
        closeTo(answer.stateProbability(0), answer.emptyProbability, 1e-12);
        closeTo(answer.waitingTime.tail(0), answer.utilization, 1e-10, 1e-15);
      }),
    );
  });

  it('is M/M/1 with one stage', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 0.999, noNaN: true }), (load) => {
        const answer = mErlangK1({ arrivalRate: load, serviceTime: 1, stages: 1 });
        const markovian = mm1({ arrivalRate: load, serviceTime: 1 });
        for (const n of [0, 1, 5, 30])
          closeTo(answer.stateProbability(n), markovian.stateProbability(n), 1e-9, 1e-290);
        for (const p of [0.1, 0.9, 0.9999]) {
          closeTo(answer.waitingTime.percentile(p), markovian.waitingTime.percentile(p), 1e-9, 1e-12);
          closeTo(answer.responseTime.percentile(p), markovian.responseTime.percentile(p), 1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has states and distributions that fit the means', () => {
    for (const [load, stages] of [
      [0.02, 2],
      [0.5, 3],
      [0.9, 8],
    ]) {
      const answer = mErlangK1({ arrivalRate: load, serviceTime: 1, stages });
      expectStates(answer, 500);
      expectDistribution(answer.waitingTime);
      expectDistribution(answer.responseTime);
    }
  });

  it('scales with time', () => {
    const one = mErlangK1({ arrivalRate: 0.8, serviceTime: 1, stages: 5 });
    const slow = mErlangK1({ arrivalRate: 0.008, serviceTime: 100, stages: 5 });
    closeTo(slow.responseTime.percentile(0.95), 100 * one.responseTime.percentile(0.95), 1e-12);
  });

  it('holds near saturation', () => {
    const heavy = mErlangK1({ arrivalRate: 1 - 1e-7, serviceTime: 1, stages: 4 });
    // exponential with mean (1 + 1/4) / (2 (1 - rho))
    closeTo(heavy.waitingTime.percentile(0.9), 6.25e6 * Math.log(10), 1e-5);
  });

  it('answers without arrivals and at saturation', () => {
    const idle = mErlangK1({ arrivalRate: 0, serviceTime: 2, stages: 2 });
    expect(idle.waitingTime.percentile(0.99)).toBe(0);
    // Erlang of two stages of mean 1: P(T > 2) = 3 e^-2
    closeTo(idle.responseTime.tail(2), 3 * Math.exp(-2), 1e-12);
    expectSaturated(mErlangK1({ arrivalRate: 1, serviceTime: 2, stages: 2 }), 0.5);
  });

  it('rejects bad input', () => {
    expectRejections(mErlangK1, { arrivalRate: 0.5, serviceTime: 1, stages: 2 }, [
      ...badRates,
      ...badTimes,
      [{ stages: 0 }, 'invalid-value', 'stages'],
      [{ stages: 2.5 }, 'invalid-value', 'stages'],
      [{ stages: 20_000 }, 'too-large', 'stages'],
    ]);
  });
});
