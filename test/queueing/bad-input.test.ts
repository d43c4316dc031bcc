import { describe, expect, it } from 'vitest';
import * as queueing from '../../src/queueing';
import { samples } from './samples';

/** For inner loops: they check nothing and say so. */
const unchecked = ['convolutionRecursion', 'mvaRecursion'];

const functions = Object.entries(queueing).flatMap(([name, value]) =>
  typeof value === 'function' && name !== 'SidecoreError' && !unchecked.includes(name)
    ? [[name, value as (...given: readonly unknown[]) => unknown] as const]
    : [],
);

const values = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  -0,
  0,
  0.5,
  2,
  1e308,
  1e-300,
  5e-324,
  '3',
  null,
  undefined,
  [],
  {},
  true,
  Symbol('x'),
  10n,
];

/** The arguments with one value anywhere in them replaced, one field left out, or a hole in a list. */
function* damaged(given: unknown, path: string): Generator<readonly [string, unknown]> {
  for (const value of values)
    yield [
      `${path} = ${Object.is(value, -0) ? '-0' : typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
      value,
    ];
  if (Array.isArray(given)) {
    for (const [i, item] of given.entries()) {
      for (const [what, other] of damaged(item, `${path}[${i}]`)) yield [what, given.with(i, other)];
      const holed = given.slice();
      delete holed[i];
      yield [`${path} with a hole at ${i}`, holed];
    }
  } else if (typeof given === 'object' && given !== null)
    for (const [key, value] of Object.entries(given)) {
      for (const [what, other] of damaged(value, `${path}.${key}`)) yield [what, { ...given, [key]: other }];
      const { [key]: _, ...rest } = given as Record<string, unknown>;
      yield [`${path} without ${key}`, rest];
    }
}

/** The arguments with a field that nobody knows in one of their objects; names of classes and stations are free. */
function* extended(given: unknown, path: string): Generator<readonly [string, unknown]> {
  if (Array.isArray(given)) {
    for (const [i, item] of given.entries())
      for (const [what, other] of extended(item, `${path}[${i}]`)) yield [what, given.with(i, other)];
  } else if (typeof given === 'object' && given !== null) {
    yield [path, { ...given, bogus: 1 }];
    for (const [key, value] of Object.entries(given))
      for (const [what, other] of extended(value, `${path}.${key}`)) yield [what, { ...given, [key]: other }];
  }
}

/** What is wrong with an answer: a NaN, a part that is not frozen, a value that JSON loses. */
function flaw(answer: unknown, path = 'answer'): string | undefined {
  if (typeof answer === 'number') return Number.isNaN(answer) ? `${path} is NaN` : undefined;
  if (typeof answer === 'function' || typeof answer === 'undefined') return `${path} is not JSON`;
  if (typeof answer !== 'object' || answer === null) return undefined;
  if (ArrayBuffer.isView(answer)) return `${path} is a typed array`;
  if (!Object.isFrozen(answer)) return `${path} is not frozen`;
  for (const [key, value] of Object.entries(answer)) {
    const found = flaw(value, `${path}.${key}`);
    if (found) return found;
  }
  return undefined;
}

describe('bad input', () => {
  it('has arguments to start from for every function', () => {
    expect(Object.keys(samples).sort()).toEqual(functions.map(([name]) => name).sort());
  });

  it.each(functions)('%s answers good arguments with frozen plain data', (name, solve) => {
    for (const given of samples[name]) expect(flaw(solve(...given))).toBeUndefined();
  });

  it.each(functions)(
    '%s answers damaged arguments with sound data or a typed error with a place',
    (name, solve) => {
      for (const given of samples[name])
        for (const [what, args] of damaged(given, 'arguments')) {
          if (!Array.isArray(args)) continue;
          try {
            expect(flaw(solve(...args)), what).toBeUndefined();
          } catch (error) {
            expect(error, what).toBeInstanceOf(queueing.SidecoreError);
            expect((error as queueing.SidecoreError).path, what).not.toBe('');
          }
        }
    },
  );

  it.each(functions)('%s rejects unknown fields', (name, solve) => {
    for (const given of samples[name])
      for (const [what, args] of extended(given, 'arguments')) {
        // the traffic equations take no notice of service times
        if (name === 'trafficEquations' && /stations\.\w+\./.test(what)) continue;
        expect(() => solve(...(args as unknown[])), what).toThrow(queueing.SidecoreError);
      }
  });
});
