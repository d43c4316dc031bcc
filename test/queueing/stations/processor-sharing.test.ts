import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mm1, processorSharing } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections, expectStates } from './markovian-laws';

describe('processorSharing', () => {
  it("obeys Little's law and the utilisation law, and is as M/M/1 in its means and states", () => {
    fc.assert(
      fc.property(loads, times, (load, serviceTime) => {
        const arrivalRate = load / serviceTime;
        const answer = processorSharing({ arrivalRate, serviceTime });
        expectOpenLaws(answer, arrivalRate, serviceTime);
        expectPlain(answer);
        const markovian = mm1({ arrivalRate, serviceTime });
        closeTo(answer.queueLength, markovian.queueLength, 1e-11);
        closeTo(answer.stateProbability(3), markovian.stateProbability(3), 1e-11);
      }),
    );
  });

  it('slows every size down by the same factor', () => {
    const answer = processorSharing({ arrivalRate: 80, serviceTime: 0.01 });
    closeTo(answer.conditionalResponseTime(0.1), 0.5, 1e-12);
    closeTo(answer.conditionalResponseTime(0.01), answer.responseTime.mean, 1e-12);
    closeTo(answer.slowdown, 5, 1e-12);
    expectStates(answer, 300);
  });

  it('answers without arrivals and at saturation', () => {
    expect(processorSharing({ arrivalRate: 0, serviceTime: 2 })).toMatchObject({
      slowdown: 1,
      queueLength: 0,
    });
    const full = processorSharing({ arrivalRate: 1, serviceTime: 2 });
    expectSaturated(full, 0.5);
    expect(full.conditionalResponseTime(1)).toBe(Number.POSITIVE_INFINITY);
    expect(full.conditionalResponseTime(0)).toBe(0);
    expect(full.stateProbability(0)).toBe(0);
  });

  it('rejects bad input', () => {
    expectRejections(processorSharing, { arrivalRate: 0.5, serviceTime: 1 }, [...badRates, ...badTimes]);
    expect(() =>
      processorSharing({ arrivalRate: 1, serviceTime: 0.5 }).conditionalResponseTime(-1),
    ).toThrow();
  });
});
