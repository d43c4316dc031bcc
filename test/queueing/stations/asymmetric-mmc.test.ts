import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asymmetricMmc, mmc } from '../../../src/queueing';
import {
  anyLoad,
  anyTime,
  badRates,
  closeTo,
  expectDistribution,
  expectRejections,
  expectStates,
  steadyState,
} from './markovian-laws';

const someTimes = fc.array(fc.double({ min: 0.05, max: 20, noNaN: true }), { minLength: 1, maxLength: 8 });
const totalRate = (serviceTimes: readonly number[]) => serviceTimes.reduce((sum, time) => sum + 1 / time, 0);

/** Number in system of the chain on sets of busy servers, an arrival taking an idle one at random, cut off at `last`. */
function chain(arrivalRate: number, serviceTimes: readonly number[], last: number): number[] {
  const servers = serviceTimes.length;
  const sets = 1 << servers;
  const size = sets + last - servers;
  const busy = (set: number) => serviceTimes.filter((_, i) => set & (1 << i)).length;
  const rates = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (let set = 0; set < sets; set++)
    for (let i = 0; i < servers; i++) {
      if (set & (1 << i)) rates[set][set ^ (1 << i)] += 1 / serviceTimes[i];
      else rates[set][set | (1 << i)] += arrivalRate / (servers - busy(set));
    }
  for (let n = sets; n < size; n++) {
    rates[n - 1][n] = arrivalRate;
    rates[n][n - 1] = totalRate(serviceTimes);
  }
  const states = new Array<number>(last + 1).fill(0);
  steadyState(rates).forEach((p, at) => {
    states[at < sets ? busy(at) : servers + at - sets + 1] += p;
  });
  return states;
}

describe('asymmetricMmc', () => {
  it('agrees with the chain on sets of busy servers', () => {
    const serviceTimes = [1, 0.3, 2.5, 0.8];
    const states = chain(3, serviceTimes, 130);
    const answer = asymmetricMmc({ arrivalRate: 3, serviceTimes });
    expect(answer.exact).toBe(true);
    for (let n = 0; n < 30; n++) closeTo(answer.stateProbability(n), states[n], 1e-9);
    closeTo(
      answer.queueLength,
      states.reduce((sum, p, n) => sum + n * p, 0),
      1e-9,
    );
  });

  it("obeys Little's law, has states that add up, and does not depend on the order", () => {
    fc.assert(
      fc.property(anyLoad, someTimes, (load, serviceTimes) => {
        const arrivalRate = load * totalRate(serviceTimes);
        for (const method of ['random-server', 'mean-rate'] as const) {
          const answer = asymmetricMmc({ arrivalRate, serviceTimes, method });
          closeTo(answer.queueLength, arrivalRate * answer.responseTime.mean);
          closeTo(answer.waitingLength, arrivalRate * answer.waitingTime.mean);
          closeTo(answer.utilization, load, 1e-12);
          if (load < 0.9) expectStates(answer, 500);
          const turned = asymmetricMmc({ arrivalRate, serviceTimes: [...serviceTimes].reverse(), method });
          closeTo(turned.responseTime.mean, answer.responseTime.mean, 1e-9);
          const slower = asymmetricMmc({
            arrivalRate: arrivalRate / 4,
            serviceTimes: serviceTimes.map((time) => time * 4),
            method,
          });
          closeTo(slower.responseTime.mean, answer.responseTime.mean * 4, 1e-9);
        }
      }),
    );
  });

  it('is M/M/c for equal servers, by either method', () => {
    fc.assert(
      fc.property(anyLoad, anyTime, fc.integer({ min: 1, max: 30 }), (load, serviceTime, servers) => {
        const arrivalRate = (load * servers) / serviceTime;
        const serviceTimes = new Array<number>(servers).fill(serviceTime);
        const equal = mmc({ arrivalRate, serviceTime, servers });
        for (const method of ['random-server', 'mean-rate'] as const) {
          const answer = asymmetricMmc({ arrivalRate, serviceTimes, method });
          closeTo(answer.responseTime.mean, equal.responseTime.mean, 1e-9);
          closeTo(answer.waitingProbability, equal.waitingProbability, 1e-9);
          closeTo(answer.stateProbability(1), equal.stateProbability(1), 1e-9);
        }
      }),
    );
  });

  it('says how far off the mean rate is: 12 % at rates 1 : 4 and half load, less at higher load', () => {
    const ratio = (arrivalRate: number) =>
      asymmetricMmc({ arrivalRate, serviceTimes: [1, 0.25], method: 'mean-rate' }).responseTime.mean /
      asymmetricMmc({ arrivalRate, serviceTimes: [1, 0.25] }).responseTime.mean;
    closeTo(ratio(2.5), 0.88, 1e-9);
    expect(ratio(4.5)).toBeGreaterThan(ratio(2.5));
    expect(asymmetricMmc({ arrivalRate: 1, serviceTimes: [1], method: 'mean-rate' }).exact).toBe(false);
    expectDistribution(asymmetricMmc({ arrivalRate: 3, serviceTimes: [1, 0.25] }).waitingTime);
  });

  it('answers saturation, an idle station and a thousand servers', () => {
    for (const method of ['random-server', 'mean-rate'] as const)
      expect(asymmetricMmc({ arrivalRate: 5, serviceTimes: [1, 0.25], method })).toMatchObject({
        stable: false,
        saturationRate: 5,
        throughput: 5,
        method,
        queueLength: Number.POSITIVE_INFINITY,
      });
    closeTo(asymmetricMmc({ arrivalRate: 0, serviceTimes: [1, 3] }).responseTime.mean, 2);
    const many = asymmetricMmc({ arrivalRate: 900, serviceTimes: new Array<number>(1000).fill(1) });
    closeTo(
      many.waitingProbability,
      mmc({ arrivalRate: 900, serviceTime: 1, servers: 1000 }).waitingProbability,
      1e-9,
    );
  });

  it('rejects bad input', () => {
    expectRejections(asymmetricMmc, { arrivalRate: 1, serviceTimes: [0.5, 0.2] }, [
      ...badRates,
      [{ serviceTimes: [] }, 'invalid-value', 'serviceTimes'],
      [{ serviceTimes: 3 }, 'invalid-value', 'serviceTimes'],
      [{ serviceTimes: [1, 0] }, 'invalid-value', 'serviceTimes[1]'],
      [{ serviceTimes: [Number.NaN] }, 'invalid-value', 'serviceTimes[0]'],
      [{ method: 'fastest' }, 'invalid-value', 'method'],
      [{ servers: 2 }, 'invalid-shape', 'servers'],
      [{ serviceTimes: new Array(3000).fill(1) }, 'too-large', 'serviceTimes'],
    ]);
  });
});
