import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mm1, mm1Setup } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times } from './general-laws';
import {
  badRates,
  badTimes,
  closeTo,
  expectDistribution,
  expectRejections,
  expectStates,
  steadyState,
} from './markovian-laws';

const good = { arrivalRate: 0.8, serviceTime: 1, setupTime: 10 };

describe('mm1Setup', () => {
  it('agrees with the balance equations, cut off where nobody is', () => {
    const size = 160;
    const [a, m, wake] = [0.5, 1, 0.4];
    // states: n asleep or waking (0 is asleep), then n served
    const rates = Array.from({ length: 2 * size }, () => new Array<number>(2 * size).fill(0));
    for (let n = 0; n < size; n++) {
      if (n + 1 < size) {
        rates[n][n + 1] = a;
        rates[size + n][size + n + 1] = a;
      }
      if (n > 0) {
        rates[n][size + n] = wake;
        rates[size + n][n > 1 ? size + n - 1 : 0] = m;
      } else rates[size][0] = 1; // not reached
    }
    const states = steadyState(rates);
    const answer = mm1Setup({ arrivalRate: a, serviceTime: 1 / m, setupTime: 1 / wake });
    closeTo(answer.offProbability, states[0], 1e-9);
    for (const n of [0, 1, 2, 7])
      closeTo(answer.stateProbability(n), states[n] + states[size + n], 1e-9, 1e-12);
    closeTo(
      answer.queueLength,
      states.reduce((sum, p, at) => sum + p * (at % size), 0),
      1e-9,
    );
  });

  it("obeys Little's law and the utilisation law", () => {
    fc.assert(
      fc.property(
        loads,
        times,
        fc.double({ min: 1e-3, max: 50, noNaN: true }),
        (load, serviceTime, ratio) => {
          const arrivalRate = load / serviceTime;
          const answer = mm1Setup({ arrivalRate, serviceTime, setupTime: ratio * serviceTime });
          expectOpenLaws(answer, arrivalRate, serviceTime);
          expectPlain(answer);
        },
      ),
    );
  });

  it('has states and distributions that fit the means, also where set-up and M/M/1 are equally slow', () => {
    for (const [arrivalRate, setupTime] of [
      [0.8, 10],
      [0.5, 2],
      [0.5, 2 + 1e-9],
      [0.1, 0.01],
    ]) {
      const answer = mm1Setup({ arrivalRate, serviceTime: 1, setupTime });
      expectStates(answer, 1500);
      expectDistribution(answer.responseTime);
      expectDistribution(answer.waitingTime);
    }
  });

  it('becomes M/M/1 as the set-up vanishes', () => {
    const quick = mm1Setup({ ...good, setupTime: 1e-9 });
    const plain = mm1({ arrivalRate: 0.8, serviceTime: 1 });
    closeTo(quick.responseTime.percentile(0.95), plain.responseTime.percentile(0.95), 1e-8);
    closeTo(quick.stateProbability(3), plain.stateProbability(3), 1e-8);
  });

  it('answers without arrivals and at saturation', () => {
    const idle = mm1Setup({ ...good, arrivalRate: 0 });
    expect(idle.waitingTime.mean).toBe(10);
    expect(idle.stateProbability(0)).toBe(1);
    expect(idle.stateProbability(2)).toBe(0);
    const full = mm1Setup({ ...good, arrivalRate: 1 });
    expectSaturated(full, 1);
    expect(full.stateProbability(0)).toBe(0);
  });

  it('rejects bad input', () => {
    expectRejections(mm1Setup, good, [
      ...badRates,
      ...badTimes,
      [{ setupTime: 0 }, 'invalid-value', 'setupTime'],
    ]);
  });
});
