import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mmInfinity } from '../../../src/queueing';
import {
  anyTime,
  badRates,
  badTimes,
  closeTo,
  expectDistribution,
  expectRejections,
  expectStates,
} from './markovian-laws';

describe('mmInfinity', () => {
  it("has Poisson states, no waiting, and obeys Little's law", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 300, noNaN: true }), anyTime, (load, serviceTime) => {
        const answer = mmInfinity({ arrivalRate: load / serviceTime, serviceTime });
        closeTo(answer.queueLength, answer.throughput * answer.responseTime.mean);
        closeTo(answer.stateProbability(0), Math.exp(-load), 1e-12);
        closeTo(answer.stateProbability(2), (answer.stateProbability(1) * load) / 2, 1e-11);
        expectStates(answer, 700);
        expect(answer.waitingTime.mean).toBe(0);
        const slower = mmInfinity({ arrivalRate: load / serviceTime / 4, serviceTime: serviceTime * 4 });
        closeTo(slower.queueLength, load);
      }),
    );
  });

  it('keeps its digits at a mean of a million, and is certain when nobody comes', () => {
    const answer = mmInfinity({ arrivalRate: 1e6, serviceTime: 1 });
    // Stirling's series: P(A) = 1 / sqrt(2 pi A) (1 - 1 / (12 A) + ...)
    closeTo(answer.stateProbability(1e6), (1 - 1 / 12e6) / Math.sqrt(2 * Math.PI * 1e6), 1e-12);
    const idle = mmInfinity({ arrivalRate: 0, serviceTime: 3 });
    expect([idle.stateProbability(0), idle.stateProbability(1)]).toEqual([1, 0]);
    expectDistribution(answer.responseTime);
    expectDistribution(answer.waitingTime);
  });

  it('rejects bad input', () => {
    expectRejections(mmInfinity, { arrivalRate: 1, serviceTime: 0.5 }, [...badRates, ...badTimes]);
  });
});
