import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chiSquaredCumulative,
  chiSquaredQuantile,
  fCumulative,
  fQuantile,
  normalCumulative,
  normalQuantile,
  studentTCumulative,
  studentTQuantile,
} from '../../../src/fit';
import { refuses } from '../errors';

type Tail = 'lower' | 'upper';
type Degrees = Record<string, number>;
interface Case extends Degrees {
  distribution: never;
}

/** The functions of a distribution with its degrees of freedom put in. */
function functionsOf(distribution: string, degrees: Degrees) {
  const options = (tail: Tail) => ({ ...degrees, tail }) as never;
  const [cumulative, quantile] = {
    normal: [normalCumulative, normalQuantile],
    studentT: [studentTCumulative, studentTQuantile],
    chiSquared: [chiSquaredCumulative, chiSquaredQuantile],
    f: [fCumulative, fQuantile],
  }[distribution] as [typeof normalCumulative, typeof normalQuantile];
  return {
    cumulative: (value: number, tail: Tail = 'lower') => cumulative(value, options(tail)),
    quantile: (probability: number, tail: Tail = 'lower') => quantile(probability, options(tail)),
  };
}

// Computed with 50 digits by fixtures/distributions.py.
const fixture: { cases: Case[] } = JSON.parse(
  readFileSync(new URL('../fixtures/distributions.json', import.meta.url), 'utf8'),
);

function eachCase(
  check: (name: string, own: ReturnType<typeof functionsOf>, one: Record<string, number>) => void,
) {
  for (const { distribution, value, lower, upper, probability, tail, quantile, ...degrees } of fixture.cases)
    check(
      `${distribution} ${JSON.stringify(degrees)} ${value ?? `${probability} ${tail}`}`,
      functionsOf(distribution, degrees),
      { value, lower, upper, probability, tail, quantile } as Record<string, number>,
    );
}

const degrees = fc.double({ min: 0.3, max: 3000, noNaN: true });
const inside = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true });
const distribution = fc.oneof(
  fc.constant(functionsOf('normal', {})),
  degrees.map((degreesOfFreedom) => functionsOf('studentT', { degreesOfFreedom })),
  degrees.map((degreesOfFreedom) => functionsOf('chiSquared', { degreesOfFreedom })),
  fc
    .tuple(degrees, degrees)
    .map(([numeratorDegreesOfFreedom, denominatorDegreesOfFreedom]) =>
      functionsOf('f', { numeratorDegreesOfFreedom, denominatorDegreesOfFreedom }),
    ),
);

const near = (actual: number, expected: number, relative: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected));

describe('distribution functions', () => {
  it('give both tails to 1e-12 of high-precision values', () => {
    let compared = 0;
    eachCase((name, { cumulative }, { value, ...tails }) => {
      for (const tail of ['lower', 'upper'] as const) {
        const expected = tails[tail];
        if (value === undefined || typeof expected !== 'number' || expected < 1e-300) continue;
        compared++;
        const error = Math.abs(cumulative(value, tail) / expected - 1);
        if (!(error <= 1e-12)) throw new Error(`${name}, ${tail}: ${error}`);
      }
    });
    expect(compared).toBeGreaterThan(300);
  });

  it('rise, stay in [0, 1], and sum to 1 over both tails', () => {
    fc.assert(
      fc.property(
        distribution,
        fc.double({ min: -50, max: 5000, noNaN: true }),
        inside,
        ({ cumulative }, x, more) => {
          const p = cumulative(x);
          expect(p >= 0 && p <= 1).toBe(true);
          expect(cumulative(x + more)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(Math.abs(p + cumulative(x, 'upper') - 1)).toBeLessThan(1e-13);
        },
      ),
    );
  });

  it('meet: t squared is F, F with many degrees of freedom below is chi-squared, t with many is normal', () => {
    fc.assert(
      fc.property(degrees, fc.double({ min: 0.01, max: 20, noNaN: true }), (n, t) => {
        const twoTailed = 2 * studentTCumulative(t, { degreesOfFreedom: n, tail: 'upper' });
        const ratio = {
          numeratorDegreesOfFreedom: 1,
          denominatorDegreesOfFreedom: n,
          tail: 'upper' as const,
        };
        near(fCumulative(t * t, ratio), twoTailed, 1e-11);
        near(studentTCumulative(t / 4, { degreesOfFreedom: 1e10 }), normalCumulative(t / 4), 1e-7);
        const many = { numeratorDegreesOfFreedom: n, denominatorDegreesOfFreedom: 1e10 };
        near(fCumulative(t, many) + 1, chiSquaredCumulative(n * t, { degreesOfFreedom: n }) + 1, 1e-5);
      }),
    );
  });

  it('have closed forms: chi-squared with 2 degrees of freedom is exponential, t with 1 is Cauchy', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 600, noNaN: true }), (x) => {
        near(chiSquaredCumulative(x, { degreesOfFreedom: 2, tail: 'upper' }), Math.exp(-x / 2), 1e-12);
        near(studentTCumulative(x, { degreesOfFreedom: 1 }), 0.5 + Math.atan(x) / Math.PI, 1e-13);
      }),
    );
  });

  it('reach the ends', () => {
    expect(normalCumulative(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalCumulative(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalCumulative(0)).toBe(0.5);
    expect(studentTCumulative(Number.NEGATIVE_INFINITY, { degreesOfFreedom: 3 })).toBe(0);
    expect(chiSquaredCumulative(-1, { degreesOfFreedom: 3 })).toBe(0);
    expect(chiSquaredCumulative(Number.POSITIVE_INFINITY, { degreesOfFreedom: 3 })).toBe(1);
    // the Cauchy tail, 1 / (pi t), far beyond where t^2 overflows
    near(studentTCumulative(1e300, { degreesOfFreedom: 1, tail: 'upper' }), 1e-300 / Math.PI, 1e-12);
  });
});

describe('quantiles', () => {
  it('agree to 1e-13 with high-precision values, tails included', () => {
    let compared = 0;
    eachCase((name, own, { probability, tail, quantile }) => {
      if (probability === undefined) return;
      compared++;
      const error = Math.abs(own.quantile(probability, tail as never) / quantile - 1);
      if (!(error <= 1e-13)) throw new Error(`${name}: ${error}`);
    });
    expect(compared).toBeGreaterThan(300);
  });

  it('undo the distribution function to 1e-10 in probability, and mirror for symmetric ones', () => {
    fc.assert(
      fc.property(
        distribution,
        fc.double({ min: -300, max: -0.31, noNaN: true }),
        ({ cumulative, quantile }, log) => {
          const p = 10 ** log;
          for (const tail of ['lower', 'upper'] as const) {
            const x = quantile(p, tail);
            if (Math.abs(x) > 1e-290 && Math.abs(x) < 1e290) near(cumulative(x, tail), p, 1e-10);
          }
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(inside, degrees, (p, n) => {
        expect(normalQuantile(p, { tail: 'upper' })).toBe(-normalQuantile(p));
        const options = { degreesOfFreedom: n };
        expect(studentTQuantile(p, { ...options, tail: 'upper' })).toBe(-studentTQuantile(p, options));
      }),
    );
  });

  it('rise with the probability', () => {
    fc.assert(
      fc.property(distribution, inside, inside, ({ quantile }, a, b) => {
        const [low, high] = [quantile(Math.min(a, b)), quantile(Math.max(a, b))];
        expect(low).toBeLessThanOrEqual(high + 1e-12 * Math.abs(high));
      }),
    );
  });

  it('swap with the degrees of freedom of F', () => {
    fc.assert(
      fc.property(inside, degrees, degrees, (p, m, n) => {
        const one = fQuantile(p, { numeratorDegreesOfFreedom: m, denominatorDegreesOfFreedom: n });
        const other = {
          numeratorDegreesOfFreedom: n,
          denominatorDegreesOfFreedom: m,
          tail: 'upper' as const,
        };
        if (one > 1e-290 && one < 1e290) near(1 / fQuantile(p, other), one, 1e-9);
      }),
    );
  });

  it('reach the ends, and the ends of the doubles', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(0, { tail: 'upper' })).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(0.5)).toBe(0);
    expect(chiSquaredQuantile(0, { degreesOfFreedom: 4 })).toBe(0);
    expect(chiSquaredQuantile(1, { degreesOfFreedom: 4 })).toBe(Number.POSITIVE_INFINITY);
    expect(chiSquaredQuantile(1e-10, { degreesOfFreedom: 0.01 })).toBe(0);
    expect(
      fQuantile(1e-10, { numeratorDegreesOfFreedom: 2, denominatorDegreesOfFreedom: 0.01, tail: 'upper' }),
    ).toBe(Number.POSITIVE_INFINITY);
    // the smallest double: -38.4674056171443 (mpmath, 30 digits)
    near(normalQuantile(5e-324), -38.46740561714434, 1e-12);
  });

  it('refuse what is no probability and what is no number of degrees of freedom', () => {
    for (const bad of [-1, 1.5, Number.NaN, '0.5' as never]) {
      refuses(() => normalQuantile(bad), 'invalid-value', 'probability');
      refuses(() => studentTQuantile(bad, { degreesOfFreedom: 1 }), 'invalid-value', 'probability');
    }
    refuses(() => normalCumulative(Number.NaN), 'invalid-value', 'value');
    refuses(() => chiSquaredCumulative('1' as never, { degreesOfFreedom: 1 }), 'invalid-value', 'value');
    refuses(() => chiSquaredQuantile(0.5, { degreesOfFreedom: 0 }), 'invalid-value', 'degreesOfFreedom');
    refuses(() => studentTCumulative(1, {} as never), 'invalid-value', 'degreesOfFreedom');
    refuses(
      () =>
        fQuantile(0.5, {
          numeratorDegreesOfFreedom: 1,
          denominatorDegreesOfFreedom: Number.POSITIVE_INFINITY,
        }),
      'invalid-value',
      'denominatorDegreesOfFreedom',
    );
    refuses(() => normalCumulative(1, { tail: 'both' as never }), 'invalid-value', 'tail');
    refuses(() => normalCumulative(1, { side: 'upper' } as never), 'invalid-shape', 'options.side');
    refuses(() => chiSquaredCumulative(1e14, { degreesOfFreedom: 1e14 }), 'too-large', 'degreesOfFreedom');
  });
});
