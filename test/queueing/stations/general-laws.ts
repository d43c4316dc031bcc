import fc from 'fast-check';
import { expect } from 'vitest';
import type { Distribution, StationAnswer } from '../../../src/queueing';
import { closeTo } from './markovian-laws';

export const loads = fc.double({ min: 0, max: 0.99, noNaN: true });
export const variabilities = fc.double({ min: 0, max: 20, noNaN: true });
export const times = fc.double({ min: 1e-6, max: 1e6, noNaN: true });

/** Little's law for queue and station, the utilisation law, and the service time between the two means. */
export function expectOpenLaws(
  answer: Omit<StationAnswer, 'kind' | 'exact' | 'saturationRate'>,
  arrivalRate: number,
  serviceTime: number,
  servers = 1,
): void {
  expect(answer.stable).toBe(true);
  closeTo(answer.throughput, arrivalRate, 1e-12);
  closeTo(answer.utilization, (arrivalRate * serviceTime) / servers, 1e-12);
  closeTo(answer.queueLength, arrivalRate * answer.responseTime.mean, 1e-12);
  closeTo(answer.waitingLength, arrivalRate * answer.waitingTime.mean, 1e-12);
  closeTo(answer.responseTime.mean, answer.waitingTime.mean + serviceTime, 1e-11);
  expect(answer.waitingTime.mean).toBeGreaterThanOrEqual(0);
}

/** The answer of a station that gets more than it can do. */
export function expectSaturated(answer: StationAnswer, throughput: number): void {
  expect(answer.stable).toBe(false);
  closeTo(answer.throughput, throughput, 1e-12);
  closeTo(answer.saturationRate, throughput, 1e-12);
  expect(answer.utilization).toBe(1);
  for (const figure of [
    answer.queueLength,
    answer.waitingLength,
    answer.responseTime.mean,
    answer.waitingTime.mean,
  ])
    expect(figure).toBe(Number.POSITIVE_INFINITY);
  expectPlain(answer);
}

/** Frozen all the way down, and plain: no NaN, and the same after a trip through JSON. */
export function expectPlain(answer: unknown): void {
  const walk = (value: unknown): void => {
    if (typeof value === 'number') expect(value).not.toBeNaN();
    if (typeof value !== 'object' || value === null) return;
    expect(Object.isFrozen(value)).toBe(true);
    for (const inner of Object.values(value)) walk(inner);
  };
  walk(answer);
  const text = JSON.stringify(answer);
  expect(JSON.stringify(JSON.parse(text))).toBe(text);
}

/** Distributions of every kind, with mean about 1. */
export const everyDistribution: readonly Distribution[] = [
  { type: 'deterministic', value: 1 },
  { type: 'exponential', mean: 1 },
  { type: 'erlang', mean: 1, stages: 3 },
  { type: 'hyperexponential', probabilities: [0.8, 0.2], means: [0.5, 3] },
  { type: 'uniform', minimum: 0.2, maximum: 1.8 },
  { type: 'bounded-pareto', minimum: 0.4, maximum: 100, exponent: 1.5 },
  { type: 'discrete', values: [0.5, 2], probabilities: [0.7, 0.3] },
  {
    type: 'phase-type',
    initial: [0.6, 0.4],
    generator: [
      [-2, 1],
      [0.5, -1.5],
    ],
  },
];

/** Mean and squared coefficient of variation, by formulas of their own. */
export function momentsOf(given: Distribution): { mean: number; scv: number } {
  switch (given.type) {
    case 'deterministic':
      return { mean: given.value, scv: 0 };
    case 'exponential':
      return { mean: given.mean, scv: 1 };
    case 'erlang':
      return { mean: given.mean, scv: 1 / given.stages };
    case 'hyperexponential':
      return fromRaw(
        weighted(given.probabilities, given.means),
        2 *
          weighted(
            given.probabilities,
            given.means.map((m) => m * m),
          ),
      );
    case 'uniform':
      return fromRaw(
        (given.minimum + given.maximum) / 2,
        (given.maximum ** 3 - given.minimum ** 3) / 3 / (given.maximum - given.minimum),
      );
    case 'bounded-pareto': {
      const { minimum: low, maximum: high, exponent: a } = given;
      const moment = (k: number) =>
        ((a * low ** a) / (1 - (low / high) ** a)) * ((low ** (k - a) - high ** (k - a)) / (a - k));
      return fromRaw(moment(1), moment(2));
    }
    case 'discrete':
      return fromRaw(
        weighted(given.probabilities, given.values),
        weighted(
          given.probabilities,
          given.values.map((v) => v * v),
        ),
      );
    case 'phase-type': {
      // two phases: the inverse of -T by Cramer's rule
      const [[a, b], [c, d]] = given.generator;
      const determinant = a * d - b * c;
      const left = (v: number[]) => [
        (-d * v[0] + b * v[1]) / determinant,
        (c * v[0] - a * v[1]) / determinant,
      ];
      const first = left([1, 1]);
      return fromRaw(weighted(given.initial, first), 2 * weighted(given.initial, left(first)));
    }
  }
}

const weighted = (weights: readonly number[], values: readonly number[]) =>
  weights.reduce((sum, weight, i) => sum + weight * values[i], 0);

const fromRaw = (mean: number, second: number) => ({ mean, scv: second / mean / mean - 1 });
