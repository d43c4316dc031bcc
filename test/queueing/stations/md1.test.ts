import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { md1, mErlangK1, mg1 } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times } from './general-laws';
import {
  badRates,
  badTimes,
  closeTo,
  expectDistribution,
  expectRejections,
  expectStates,
} from './markovian-laws';

describe('md1', () => {
  it("obeys Little's law and the utilisation law, and has the means of M/G/1", () => {
    fc.assert(
      fc.property(loads, times, (load, serviceTime) => {
        const arrivalRate = load / serviceTime;
        const answer = md1({ arrivalRate, serviceTime });
        expectOpenLaws(answer, arrivalRate, serviceTime);
        expectPlain(answer);
        const moments = mg1({ arrivalRate, serviceTime, serviceVariability: 0 });
        closeTo(answer.waitingTime.mean, moments.waitingTime.mean, 1e-12);
        closeTo(answer.stateProbability(0), answer.emptyProbability, 1e-12);
        // nobody waits who finds the server free
        closeTo(answer.waitingTime.cumulative(0), answer.emptyProbability, 1e-11);
      }),
    );
  });

  it('has states that add up to 1 and to the queue length', () => {
    for (const load of [1e-6, 0.1, 0.5, 0.9, 0.97])
      expectStates(md1({ arrivalRate: load, serviceTime: 1 }), 2000);
  });

  it('has P(1) = (1 - rho)(e^rho - 1) and P(2) = (1 - rho) e^rho (e^rho - 1 - rho) (Gross et al. 2008, section 5.1)', () => {
    const answer = md1({ arrivalRate: 0.6, serviceTime: 1 });
    closeTo(answer.stateProbability(1), 0.4 * Math.expm1(0.6), 1e-13);
    closeTo(answer.stateProbability(2), 0.4 * Math.exp(0.6) * (Math.exp(0.6) - 1.6), 1e-13);
  });

  it('has the classical wait within the first two services: Erlang 1909, P(W <= t) = (1 - rho) sum ...', () => {
    // (1 - rho) sum over j <= t/s of (lambda (j s - t))^j / j! e^(-lambda (j s - t)), fit to use for a few terms
    const rho = 0.7;
    const answer = md1({ arrivalRate: rho, serviceTime: 1 });
    for (const t of [0, 0.3, 0.999, 1, 1.5, 2.2, 4.7]) {
      let sum = 0;
      let factorial = 1;
      for (let j = 0; j <= t; j++) {
        if (j > 0) factorial *= j;
        const y = rho * (j - t);
        sum += (y ** j / factorial) * Math.exp(-y);
      }
      closeTo(answer.waitingTime.cumulative(t), (1 - rho) * sum, 1e-12);
    }
  });

  it('has distributions that fit their means at every load, also where the classical sum has lost all digits', () => {
    for (const load of [0.05, 0.5, 0.9, 0.99, 0.9999]) {
      const answer = md1({ arrivalRate: load, serviceTime: 1 });
      // the density of the response time jumps at s, so that the check by Simpson's rule is for the waits
      if (load > 0.5) expectDistribution(answer.waitingTime);
      closeTo(answer.responseTime.percentile(0.95), answer.waitingTime.percentile(0.95) + 1, 1e-12);
      expect(answer.responseTime.tail(0.999)).toBe(1);
    }
    // heavy traffic: exponential with mean rho s / (2 (1 - rho))
    const heavy = md1({ arrivalRate: 1 - 1e-6, serviceTime: 1 });
    closeTo(heavy.waitingTime.percentile(0.99), 5e5 * Math.log(100), 1e-5);
  });

  it('is the limit of many stages', () => {
    const many = mErlangK1({ arrivalRate: 0.8, serviceTime: 1, stages: 4000 });
    const constant = md1({ arrivalRate: 0.8, serviceTime: 1 });
    for (const p of [0.5, 0.9, 0.999])
      closeTo(many.waitingTime.percentile(p), constant.waitingTime.percentile(p), 1e-3);
    closeTo(many.stateProbability(3), constant.stateProbability(3), 1e-3);
  });

  it('answers without arrivals and at saturation', () => {
    const idle = md1({ arrivalRate: 0, serviceTime: 2 });
    expect(idle.waitingTime.percentile(0.99)).toBe(0);
    expect(idle.responseTime.percentile(0.99)).toBe(2);
    expect(idle.stateProbability(0)).toBe(1);
    expect(idle.stateProbability(1)).toBe(0);
    const full = md1({ arrivalRate: 1, serviceTime: 2 });
    expectSaturated(full, 0.5);
    expect(full.stateProbability(3)).toBe(0);
    expect(full.waitingTime.percentile(0.5)).toBe(Number.POSITIVE_INFINITY);
  });

  it('rejects bad input', () => {
    expectRejections(md1, { arrivalRate: 0.5, serviceTime: 1 }, [...badRates, ...badTimes]);
    expect(() => md1({ arrivalRate: 0.5, serviceTime: 1 }).stateProbability(-1)).toThrow();
  });
});
