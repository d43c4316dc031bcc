import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gg1, ggc, mmc } from '../../../src/queueing';
import { expectOpenLaws, expectPlain, expectSaturated, loads, times, variabilities } from './general-laws';
import { anyServers, badRates, badServers, badTimes, closeTo, expectRejections } from './markovian-laws';

const good = {
  arrivalRate: 1.7,
  arrivalVariability: 1.44,
  serviceTime: 1,
  serviceVariability: 0.25,
  servers: 2,
};

describe('ggc', () => {
  it("obeys Little's law and the utilisation law, is plain, and scales with time", () => {
    fc.assert(
      fc.property(
        loads,
        times,
        anyServers,
        variabilities,
        variabilities,
        (load, serviceTime, servers, u, v) => {
          const arrivalRate = (load * servers) / serviceTime;
          const given = { arrivalVariability: u, serviceVariability: v, servers };
          for (const method of ['whitt', 'allen-cunneen', 'bolch'] as const) {
            const answer = ggc({ ...given, arrivalRate, serviceTime, method });
            expectOpenLaws(answer, arrivalRate, serviceTime, servers);
            expectPlain(answer);
            const slow = ggc({
              ...given,
              arrivalRate: arrivalRate / 4,
              serviceTime: serviceTime * 4,
              method,
            });
            closeTo(slow.responseTime.mean, 4 * answer.responseTime.mean, 1e-9);
          }
        },
      ),
    );
  });

  it('is M/M/c for Poisson arrivals and exponential service', () => {
    fc.assert(
      fc.property(loads, anyServers, (load, servers) => {
        const arrivalRate = load * servers;
        const markovian = mmc({ arrivalRate, serviceTime: 1, servers }).responseTime.mean;
        const answer = ggc({
          arrivalRate,
          arrivalVariability: 1,
          serviceTime: 1,
          serviceVariability: 1,
          servers,
        });
        closeTo(answer.approximations.whitt, markovian, 1e-11);
        closeTo(answer.approximations['allen-cunneen'], markovian, 1e-11);
        expect(answer.exact).toBe(true);
      }),
    );
  });

  it('is Allen-Cunneen for one server by that name and by Bolch', () => {
    fc.assert(
      fc.property(loads, variabilities, variabilities, (arrivalRate, u, v) => {
        const given = { arrivalRate, arrivalVariability: u, serviceTime: 1, serviceVariability: v };
        const one = gg1(given).approximations['allen-cunneen'];
        const { approximations } = ggc({ ...given, servers: 1 });
        closeTo(approximations['allen-cunneen'], one, 1e-12);
        closeTo(approximations.bolch, one, 1e-12);
      }),
    );
  });

  it('is continuous where the two variabilities meet, and is the formula of Cosmetatos (1976) for M/D/c', () => {
    for (const v of [0.25, 1, 4]) {
      const at = (arrivalVariability: number) =>
        ggc({ arrivalRate: 2.4, arrivalVariability, serviceTime: 1, serviceVariability: v, servers: 3 })
          .waitingTime.mean;
      closeTo(at(v * (1 + 1e-9)), at(v * (1 - 1e-9)), 1e-8);
    }
    // Wq = (1 + (1 - rho) (c - 1) (sqrt(4 + 5 c) - 2) / (16 rho c)) Wq(M/M/c) / 2
    const markovian = mmc({ arrivalRate: 1.6, serviceTime: 1, servers: 2 }).waitingTime.mean;
    const constant = ggc({
      arrivalRate: 1.6,
      arrivalVariability: 1,
      serviceTime: 1,
      serviceVariability: 0,
      servers: 2,
    }).waitingTime.mean;
    closeTo(constant, (markovian / 2) * (1 + (0.2 * (Math.sqrt(14) - 2)) / (16 * 0.8 * 2)), 1e-12);
  });

  it('has limits at no variability, no arrivals and saturation', () => {
    const constant = ggc({ ...good, arrivalVariability: 0, serviceVariability: 0 });
    for (const value of Object.values(constant.approximations)) expect(value).toBe(1);
    expect(ggc({ ...good, arrivalRate: 0 }).queueLength).toBe(0);
    expectSaturated(ggc({ ...good, arrivalRate: 2 }), 2);
  });

  it('rejects bad input', () => {
    expectRejections(ggc, good, [
      ...badRates,
      ...badTimes,
      ...badServers,
      [{ arrivalVariability: -1 }, 'invalid-value', 'arrivalVariability'],
      [{ serviceVariability: undefined }, 'invalid-value', 'serviceVariability'],
      [{ method: 'kimura' }, 'invalid-value', 'method'],
    ]);
  });
});
