import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mm1, mm1k, mmc } from '../../../src/queueing';
import {
  anyLoad,
  anyTime,
  badRates,
  badTimes,
  closeTo,
  expectDistribution,
  expectLaws,
  expectRejections,
  expectStates,
} from './markovian-laws';

describe('mm1', () => {
  it('gives the closed forms of Kleinrock 1975, section 3.2', () => {
    const answer = mm1({ arrivalRate: 90, serviceTime: 0.01 });
    closeTo(answer.responseTime.mean, 0.1);
    closeTo(answer.queueLength, 9);
    closeTo(answer.waitingTime.mean, 0.09);
    closeTo(answer.stateProbability(3), 0.1 * 0.9 ** 3);
    // the response time is exponential
    closeTo(answer.responseTime.percentile(0.95), -0.1 * Math.log(0.05));
    closeTo(answer.waitingTime.tail(0.2), 0.9 * Math.exp(-2));
  });

  it("obeys Little's law and the utilisation law, with an exponential response time", () => {
    fc.assert(
      fc.property(anyLoad, anyTime, (load, serviceTime) => {
        const answer = mm1({ arrivalRate: load / serviceTime, serviceTime });
        expectLaws(answer, serviceTime, 1);
        closeTo(answer.responseTime.tail(serviceTime), Math.exp(-(1 - load)), 1e-9);
      }),
    );
  });

  it('is M/M/c with one server and M/M/1/K without the limit, and scales with time', () => {
    fc.assert(
      fc.property(anyLoad, anyTime, (load, serviceTime) => {
        const options = { arrivalRate: load / serviceTime, serviceTime };
        const answer = mm1(options);
        closeTo(mmc({ ...options, servers: 1 }).responseTime.mean, answer.responseTime.mean);
        closeTo(mm1k({ ...options, capacity: 1e6 }).responseTime.mean, answer.responseTime.mean, 1e-9);
        closeTo(
          mm1({ arrivalRate: options.arrivalRate / 4, serviceTime: serviceTime * 4 }).responseTime.mean,
          answer.responseTime.mean * 4,
        );
      }),
    );
  });

  it('grows with the arrival rate, and has states that add up', () => {
    let before = 0;
    for (const arrivalRate of [0, 0.1, 0.5, 0.9, 0.99]) {
      const answer = mm1({ arrivalRate, serviceTime: 1 });
      expect(answer.responseTime.mean).toBeGreaterThan(before);
      before = answer.responseTime.mean;
      expectStates(answer, 5000);
      expectDistribution(answer.responseTime);
      expectDistribution(answer.waitingTime);
    }
  });

  it.each([1, 1.5, 1e300])('answers saturation at a rate of %d, not an exception', (arrivalRate) => {
    const answer = mm1({ arrivalRate, serviceTime: 1 });
    expect(answer).toMatchObject({ stable: false, saturationRate: 1, throughput: 1, utilization: 1 });
    expect(answer.responseTime.mean).toBe(Number.POSITIVE_INFINITY);
    expect(answer.responseTime.percentile(0.5)).toBe(Number.POSITIVE_INFINITY);
    expect(answer.responseTime.cumulative(1e9)).toBe(0);
    expect(answer.stateProbability(3)).toBe(0);
  });

  it('is frozen, plain in JSON, and rejects bad input', () => {
    const answer = mm1({ arrivalRate: 0.5, serviceTime: 1 });
    expect(Object.isFrozen(answer) && Object.isFrozen(answer.responseTime)).toBe(true);
    expect(JSON.parse(JSON.stringify(answer))).toMatchObject({ kind: 'mm1', responseTime: { mean: 2 } });
    expect(() => answer.responseTime.percentile(1.1)).toThrow(/probability/);
    expect(() => answer.responseTime.tail(Number.NaN)).toThrow(/time/);
    expect(() => answer.stateProbability(1.5)).toThrow(/whole number/);
    expectRejections(mm1, { arrivalRate: 1, serviceTime: 0.5 }, [
      ...badRates,
      ...badTimes,
      [{ arrivalRate: 1e300, serviceTime: 1e300 }, 'invalid-value', 'arrivalRate'],
    ]);
  });
});
