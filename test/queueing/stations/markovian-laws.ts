import fc from 'fast-check';
import { expect } from 'vitest';
import { type MarkovianAnswer, SidecoreError, type TimeDistribution } from '../../../src/queueing';

/** Relative closeness; the absolute floor is for figures that are 0 but for rounding. */
export function closeTo(actual: number, expected: number, relative = 1e-11, floor = 1e-300): void {
  expect(Math.abs(actual - expected), `${actual} against ${expected}`).toBeLessThanOrEqual(
    Math.max(relative * Math.abs(expected), floor),
  );
}

export const anyTime = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
export const anyLoad = fc.double({ min: 1e-6, max: 0.999, noNaN: true });
export const anyServers = fc.integer({ min: 1, max: 40 });

/** Little's law for queue and station, the utilisation law, and the order of the means. */
export function expectLaws(
  answer: Omit<MarkovianAnswer, 'responseTime' | 'waitingTime'> & {
    responseTime: { mean: number };
    waitingTime: { mean: number };
  },
  serviceTime: number,
  servers: number,
  rateThroughQueue = answer.throughput,
): void {
  closeTo(answer.queueLength, rateThroughQueue * answer.responseTime.mean);
  closeTo(answer.waitingLength, rateThroughQueue * answer.waitingTime.mean);
  closeTo(answer.utilization, (answer.throughput * serviceTime) / servers);
  expect(answer.utilization).toBeLessThanOrEqual(1);
  expect(answer.queueLength).toBeGreaterThanOrEqual(answer.waitingLength);
  expect(answer.waitingProbability).toBeGreaterThanOrEqual(0);
  expect(answer.waitingProbability).toBeLessThanOrEqual(1 + 1e-15);
}

/** The states add up to 1, and their mean is the queue length. */
export function expectStates(
  answer: { queueLength: number; stateProbability(n: number): number },
  last: number,
): void {
  let total = 0;
  let mean = 0;
  for (let n = 0; n <= last; n++) {
    total += answer.stateProbability(n);
    mean += n * answer.stateProbability(n);
  }
  closeTo(total, 1, 1e-10);
  closeTo(mean, answer.queueLength, 1e-9);
}

/** A distribution function: rising, complementary to its tail, inverted by its percentiles, of the mean that it says. */
export function expectDistribution(time: TimeDistribution): void {
  expect(JSON.stringify(time)).toBe(JSON.stringify({ mean: time.mean }));
  expect(time.cumulative(-1)).toBe(0);
  expect(time.tail(-1)).toBe(1);
  expect(time.cumulative(Number.POSITIVE_INFINITY)).toBe(1);
  let before = 0;
  for (const p of [0.05, 0.3, 0.5, 0.9, 0.99, 0.999999]) {
    const t = time.percentile(p);
    expect(t).toBeGreaterThanOrEqual(before);
    before = t;
    if (t > 0) closeTo(time.tail(t), 1 - p, 1e-9, 1e-14);
    else expect(time.cumulative(0)).toBeGreaterThanOrEqual(p - 1e-12);
    closeTo(time.cumulative(t) + time.tail(t), 1, 1e-12);
  }
  closeTo(integral(time), time.mean, 1e-6);
}

/** The integral of the tail by Simpson's rule, on intervals that grow geometrically. */
function integral(time: TimeDistribution): number {
  const far = time.percentile(1 - 1e-13);
  if (far === 0) return 0;
  let sum = 0;
  let left = 0;
  let right = time.mean * 1e-3;
  while (left < far) {
    const middle = (left + right) / 2;
    sum += ((right - left) / 6) * (time.tail(left) + 4 * time.tail(middle) + time.tail(right));
    left = right;
    right = Math.min(left * 1.05, left + time.mean / 20, Math.max(far, left * 1.001));
    if (left >= far) break;
  }
  return sum;
}

/** Steady state of a Markov chain given by its rates, by elimination without subtraction (Grassmann et al. 1985). */
export function steadyState(rates: number[][]): number[] {
  const a = rates.map((row) => [...row]);
  const n = a.length;
  for (let k = n - 1; k > 0; k--) {
    let out = 0;
    for (let j = 0; j < k; j++) out += a[k][j];
    for (let i = 0; i < k; i++) {
      a[i][k] /= out;
      for (let j = 0; j < k; j++) if (i !== j) a[i][j] += a[i][k] * a[k][j];
    }
  }
  const p = [1];
  for (let k = 1; k < n; k++) {
    p[k] = 0;
    for (let i = 0; i < k; i++) p[k] += p[i] * a[i][k];
  }
  const total = p.reduce((x, y) => x + y);
  return p.map((x) => x / total);
}

/** Calls that must throw a typed error, with its code and path. */
export function expectRejections(
  call: (options: never) => unknown,
  good: object,
  table: readonly (readonly [change: object, code: string, path: string])[],
): void {
  expect(() => call(good as never)).not.toThrow();
  for (const [change, code, path] of table) {
    let caught: unknown;
    try {
      call({ ...good, ...change } as never);
    } catch (error) {
      caught = error;
    }
    expect(caught, JSON.stringify(change)).toBeInstanceOf(SidecoreError);
    expect(caught).toMatchObject({ code, path });
  }
  expect(() => call(null as never)).toThrow(SidecoreError);
}

export const badRates = [
  [{ arrivalRate: -1 }, 'invalid-value', 'arrivalRate'],
  [{ arrivalRate: Number.NaN }, 'invalid-value', 'arrivalRate'],
  [{ arrivalRate: Number.POSITIVE_INFINITY }, 'invalid-value', 'arrivalRate'],
  [{ arrivalRate: '3' }, 'invalid-value', 'arrivalRate'],
] as const;

export const badTimes = [
  [{ serviceTime: 0 }, 'invalid-value', 'serviceTime'],
  [{ serviceTime: -1 }, 'invalid-value', 'serviceTime'],
  [{ serviceTime: Number.NaN }, 'invalid-value', 'serviceTime'],
  [{ serviceTime: undefined }, 'invalid-value', 'serviceTime'],
  [{ serviseTime: 1 }, 'invalid-shape', 'serviseTime'],
] as const;

export const badServers = [
  [{ servers: 0 }, 'invalid-value', 'servers'],
  [{ servers: 1.5 }, 'invalid-value', 'servers'],
  [{ servers: Number.NaN }, 'invalid-value', 'servers'],
  [{ servers: -2 }, 'invalid-value', 'servers'],
] as const;
