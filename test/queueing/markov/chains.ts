import fc from 'fast-check';
import { expect } from 'vitest';
import { SidecoreError } from '../../../src/queueing';

export const closeTo = (actual: number, expected: number, relative = 1e-11, absolute = 1e-300) =>
  expect(Math.abs(actual - expected), `${actual} for ${expected}`).toBeLessThanOrEqual(
    Math.max(relative * Math.abs(expected), absolute),
  );

/** Runs something that must fail, and gives its error. */
export function caught(run: () => unknown): SidecoreError {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(SidecoreError);
    return error as SidecoreError;
  }
  throw new Error('nothing was thrown');
}

/** Generator with the given off-diagonal rates. */
export const generator = (rates: number[][]): number[][] =>
  rates.map((row, i) => {
    const exit = row.reduce((sum, rate, j) => (i === j ? sum : sum + rate), 0);
    return row.map((rate, j) => (i === j ? -exit : rate));
  });

/** Rates of a birth-death chain as a generator. */
export const birthDeath = (birth: number[], death: number[]): number[][] =>
  generator(
    Array.from({ length: birth.length + 1 }, (_, i) =>
      Array.from({ length: birth.length + 1 }, (_, j) =>
        j === i + 1 ? birth[i] : j === i - 1 ? death[j] : 0,
      ),
    ),
  );

/** Random irreducible generators with rates over several orders of magnitude: a ring, and more at random. */
export const generators = fc.integer({ min: 2, max: 7 }).chain((size) =>
  fc
    .array(fc.option(fc.double({ min: -3, max: 3, noNaN: true }), { freq: 2 }), {
      minLength: size * size,
      maxLength: size * size,
    })
    .map((logs) =>
      generator(
        Array.from({ length: size }, (_, i) =>
          Array.from({ length: size }, (_, j) => {
            const log = logs[i * size + j];
            return i === j ? 0 : log !== null ? 10 ** log : j === (i + 1) % size ? 1 : 0;
          }),
        ),
      ),
    ),
);

/** The same generator as a discrete-time chain with step 1 / (2 x fastest rate). */
export const discretized = (rows: number[][]): number[][] => {
  const scale = 2 * Math.max(...rows.map((row, i) => -row[i]));
  return rows.map((row, i) => row.map((rate, j) => (i === j ? 1 : 0) + rate / scale));
};
