import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gg1, mg1, phph1 } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times, variabilities } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections } from './markovian-laws';

const good = { arrivalRate: 0.7, arrivalVariability: 1.44, serviceTime: 1, serviceVariability: 0.25 };
const exactForPoisson = ['allen-cunneen', 'kraemer-langenbach-belz', 'marchal', 'whitt'] as const;

describe('gg1', () => {
  it("obeys Little's law and the utilisation law, is plain, and scales with time", () => {
    fc.assert(
      fc.property(loads, times, variabilities, variabilities, (load, serviceTime, u, v) => {
        const given = { arrivalVariability: u, serviceVariability: v };
        const arrivalRate = load / serviceTime;
        for (const method of [...exactForPoisson, 'kobayashi'] as const) {
          const answer = gg1({ ...given, arrivalRate, serviceTime, method });
          expectOpenLaws(answer, arrivalRate, serviceTime);
          expectPlain(answer);
          closeTo(answer.approximations[method], answer.responseTime.mean, 1e-12);
          const slow = gg1({ ...given, arrivalRate: arrivalRate / 4, serviceTime: serviceTime * 4, method });
          closeTo(slow.responseTime.mean, 4 * answer.responseTime.mean, 1e-9);
        }
      }),
    );
  });

  it('is exact for Poisson arrivals by every method but the diffusion', () => {
    fc.assert(
      fc.property(loads, variabilities, (arrivalRate, serviceVariability) => {
        const exact = mg1({ arrivalRate, serviceTime: 1, serviceVariability }).responseTime.mean;
        const answer = gg1({ arrivalRate, arrivalVariability: 1, serviceTime: 1, serviceVariability });
        for (const method of exactForPoisson) closeTo(answer.approximations[method], exact, 1e-12);
        expect(answer.exact).toBe(true);
      }),
    );
  });

  it('has bounds in order, Daley below Kingman, which hold for the exact queue', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.98, noNaN: true }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 6 }),
        (load, a, s) => {
          const exact = phph1({
            arrival: { type: 'erlang', mean: 1 / load, stages: a },
            service: { type: 'erlang', mean: 1, stages: s },
          }).responseTime.mean;
          const { upperBounds, approximations } = gg1({
            arrivalRate: load,
            arrivalVariability: 1 / a,
            serviceTime: 1,
            serviceVariability: 1 / s,
          });
          expect(upperBounds.daley).toBeLessThanOrEqual(upperBounds.kingman * (1 + 1e-12));
          expect(exact).toBeLessThanOrEqual(upperBounds.daley * (1 + 1e-12));
          // the accuracy that the documentation states, for variabilities up to 1
          const wait = approximations['kraemer-langenbach-belz'] - 1;
          expect(Math.abs(wait - (exact - 1))).toBeLessThanOrEqual(0.1 * (exact - 1) + 0.02);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('meets the bound of Kingman in heavy traffic', () => {
    const { approximations, upperBounds } = gg1({
      arrivalRate: 1 - 1e-7,
      arrivalVariability: 3,
      serviceTime: 1,
      serviceVariability: 0.5,
    });
    for (const value of [...Object.values(approximations), upperBounds.daley])
      closeTo(value, upperBounds.kingman, 1e-6);
  });

  it('has no wait when nothing varies, and its own limits without arrivals', () => {
    const constant = gg1({ arrivalRate: 0.9, arrivalVariability: 0, serviceTime: 1, serviceVariability: 0 });
    expect(constant.waitingTime.mean).toBe(0);
    for (const value of Object.values(constant.approximations)) expect(value).toBe(1);
    expect(constant.upperBounds).toEqual({ kingman: 1, daley: 1 });
    const idle = gg1({ ...good, arrivalRate: 0 });
    expect(idle.queueLength).toBe(0);
    expect(idle.upperBounds.kingman).toBe(Number.POSITIVE_INFINITY);
    expectSaturated(gg1({ ...good, arrivalRate: 1 }), 1);
  });

  it('rejects bad input', () => {
    expectRejections(gg1, good, [
      ...badRates,
      ...badTimes,
      [{ arrivalVariability: -1 }, 'invalid-value', 'arrivalVariability'],
      [{ serviceVariability: Number.NaN }, 'invalid-value', 'serviceVariability'],
      [{ method: 'best' }, 'invalid-value', 'method'],
    ]);
  });
});
