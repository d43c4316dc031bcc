import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forkJoin, mm1 } from '../../../src/queueing';
import { expectPlain, loads, times } from './general-laws';
import { badRates, badTimes, closeTo, expectRejections, steadyState } from './markovian-laws';

const branchNumbers = fc.integer({ min: 1, max: 200 });
const harmonic = (n: number) =>
  Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((sum, one) => sum + one, 0);

describe('forkJoin', () => {
  it("obeys Little's law, lies between its bounds, and scales with time", () => {
    fc.assert(
      fc.property(loads, times, branchNumbers, (load, serviceTime, branches) => {
        const arrivalRate = load / serviceTime;
        const answer = forkJoin({ arrivalRate, serviceTime, branches });
        expectPlain(answer);
        closeTo(answer.queueLength, arrivalRate * answer.responseTime.mean, 1e-12);
        closeTo(answer.utilization, load, 1e-12);
        expect(answer.responseTime.mean).toBeGreaterThanOrEqual(answer.bounds.lower * (1 - 1e-12));
        expect(answer.responseTime.mean).toBeLessThanOrEqual(answer.bounds.upper * (1 + 1e-12));
        const slow = forkJoin({ arrivalRate: arrivalRate / 4, serviceTime: serviceTime * 4, branches });
        closeTo(slow.responseTime.mean, 4 * answer.responseTime.mean, 1e-11);
        const more = forkJoin({ arrivalRate, serviceTime, branches: branches + 1 });
        expect(more.responseTime.mean).toBeGreaterThan(answer.responseTime.mean);
      }),
    );
  });

  it('is M/M/1 with one branch', () => {
    const one = forkJoin({ arrivalRate: 0.7, serviceTime: 1, branches: 1 });
    closeTo(one.responseTime.mean, mm1({ arrivalRate: 0.7, serviceTime: 1 }).responseTime.mean, 1e-12);
    closeTo(one.splitMerge.responseTime.mean, one.responseTime.mean, 1e-12);
    expect(one).toMatchObject({ exact: true, method: 'closed-form' });
  });

  it('agrees with the balance equations for two branches (Flatto and Hahn: exact)', () => {
    // jobs not yet done = the longer of the two queues of tasks
    const size = 26;
    const lambda = 0.4;
    const rates = Array.from({ length: size * size }, () => new Array<number>(size * size).fill(0));
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) {
        if (i + 1 < size && j + 1 < size) rates[i * size + j][(i + 1) * size + j + 1] = lambda;
        if (i > 0) rates[i * size + j][(i - 1) * size + j] = 1;
        if (j > 0) rates[i * size + j][i * size + j - 1] = 1;
      }
    const jobs = steadyState(rates).reduce(
      (sum, p, at) => sum + p * Math.max(Math.floor(at / size), at % size),
      0,
    );
    const answer = forkJoin({ arrivalRate: lambda, serviceTime: 1, branches: 2 });
    closeTo(answer.queueLength, jobs, 1e-7);
    expect(answer.exact).toBe(true);
  });

  it('is within 5 % of the exact value for three branches (Nelson and Tantawi)', () => {
    const size = 13;
    const lambda = 0.3;
    const total = size ** 3;
    const rates = Array.from({ length: total }, () => new Array<number>(total).fill(0));
    for (let at = 0; at < total; at++) {
      const queue = [Math.floor(at / size / size), Math.floor(at / size) % size, at % size];
      if (Math.max(...queue) + 1 < size) rates[at][at + size * size + size + 1] = lambda;
      for (const [i, step] of [size * size, size, 1].entries()) if (queue[i] > 0) rates[at][at - step] = 1;
    }
    // power iteration: the chain is too large for a dense elimination
    let states = new Float64Array(total).fill(1 / total);
    for (let round = 0; round < 400; round++) {
      const next = new Float64Array(total);
      for (let at = 0; at < total; at++) {
        let stay = 1;
        const queue = [Math.floor(at / size / size), Math.floor(at / size) % size, at % size];
        const move = (to: number, rate: number) => {
          next[to] += (states[at] * rate) / 3.5;
          stay -= rate / 3.5;
        };
        if (Math.max(...queue) + 1 < size) move(at + size * size + size + 1, lambda);
        for (const [i, step] of [size * size, size, 1].entries()) if (queue[i] > 0) move(at - step, 1);
        next[at] += states[at] * stay;
      }
      states = next;
    }
    const jobs = states.reduce(
      (sum, p, at) =>
        sum + p * Math.max(Math.floor(at / size / size), Math.floor(at / size) % size, at % size),
      0,
    );
    closeTo(forkJoin({ arrivalRate: lambda, serviceTime: 1, branches: 3 }).queueLength, jobs, 0.05);
  });

  it('is H_K service times without load, also for very many branches', () => {
    for (const branches of [2, 7, 100])
      closeTo(
        forkJoin({ arrivalRate: 0, serviceTime: 1, branches }).responseTime.mean,
        harmonic(branches),
        1e-12,
      );
    // H_n = log n + 0.57721566490153286 + 1 / (2 n)
    closeTo(
      forkJoin({ arrivalRate: 0, serviceTime: 1, branches: 1e9 }).responseTime.mean,
      Math.log(1e9) + 0.5772156649015329 + 5e-10,
      1e-13,
    );
  });

  it('knows the split-merge queue: M/G/1 with the maximum', () => {
    // two branches: mean 1.5, E[max^2] = 3.5 for mean 1 tasks
    const { splitMerge } = forkJoin({ arrivalRate: 0.5, serviceTime: 1, branches: 2 });
    closeTo(splitMerge.responseTime.mean, 1.5 + (0.5 * 3.5) / (2 * 0.25), 1e-12);
    closeTo(splitMerge.saturationRate, 2 / 3, 1e-12);
  });

  it('saturates as an answer: split-merge first', () => {
    const half = forkJoin({ arrivalRate: 0.9, serviceTime: 1, branches: 4 });
    expect(half.stable).toBe(true);
    expect(half.splitMerge).toMatchObject({
      stable: false,
      responseTime: { mean: Number.POSITIVE_INFINITY },
    });
    const full = forkJoin({ arrivalRate: 1, serviceTime: 1, branches: 4 });
    expectPlain(full);
    expect(full).toMatchObject({ stable: false, throughput: 1, queueLength: Number.POSITIVE_INFINITY });
    expect(full.bounds.lower).toBe(Number.POSITIVE_INFINITY);
  });

  it('rejects bad input', () => {
    expectRejections(forkJoin, { arrivalRate: 0.5, serviceTime: 1, branches: 3 }, [
      ...badRates,
      ...badTimes,
      [{ branches: 0 }, 'invalid-value', 'branches'],
      [{ branches: 2.5 }, 'invalid-value', 'branches'],
    ]);
  });
});
