import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fQuantile, leastSquares, normalQuantile, profileInterval, studentTQuantile } from '../../src/fit';
import { refuses } from './errors';

const near = (actual: number | null, expected: number, tolerance: number) =>
  expect(Math.abs(actual! - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));

const time = [1, 2, 3, 5, 7, 10];
const oxygen = [109, 149, 149, 191, 213, 224]; // NIST StRD, BoxBOD
const boxBod = {
  parameters: { limit: { start: 200 }, rate: { start: 0.5 } },
  residuals: ([limit, rate]: Float64Array) =>
    oxygen.map((y, i) => y - limit * (1 - Math.exp(-rate * time[i]))),
};

describe('profileInterval', () => {
  it('is estimate +/- t standard errors for a linear model, at any level', () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 12 })
          .filter((y) => new Set(y).size > 2),
        fc.double({ min: 0.1, max: 0.999, noNaN: true }),
        fc.boolean(),
        (y, level, known) => {
          const problem = {
            parameters: { intercept: { start: 0 }, slope: { start: 0 } },
            residuals: ([a, b]: Float64Array) => y.map((value, i) => value - a - b * i),
          };
          const options = { residualVariance: known ? 'known' : 'estimated' } as const;
          const fit = leastSquares(problem, options);
          if (fit.residualVariance! < 1e-6) return;
          const { estimate, standardError } = fit.parameters.slope;
          const t = known
            ? normalQuantile((1 + level) / 2)
            : studentTQuantile((1 + level) / 2, { degreesOfFreedom: y.length - 2 });
          const { lower, upper, converged } = profileInterval(problem, {
            parameter: 'slope',
            level,
            ...options,
          });
          expect(converged).toBe(true);
          near(lower, estimate - t * standardError!, 1e-5);
          near(upper, estimate + t * standardError!, 1e-5);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends where the best fit of the others is just significantly worse, for a curved model', () => {
    const fit = leastSquares(boxBod);
    const { lower, upper, points, converged } = profileInterval(boxBod, { parameter: 'rate' });
    expect(converged).toBe(true);
    const allowed = 1 + fQuantile(0.95, { numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: 4 }) / 4;
    for (const rate of [lower!, upper!]) {
      // for a given rate the best limit has a closed form
      const basis = time.map((t) => 1 - Math.exp(-rate * t));
      const limit = basis.reduce((s, b, i) => s + b * oxygen[i], 0) / basis.reduce((s, b) => s + b * b, 0);
      const sum = oxygen.reduce((s, y, i) => s + (y - limit * basis[i]) ** 2, 0);
      near(sum / fit.sumOfSquares, allowed, 1e-5);
    }
    // curved: longer above than below
    const estimate = fit.parameters.rate.estimate;
    expect(upper! - estimate).toBeGreaterThan(1.2 * (estimate - lower!));
    const deviations = points.map(({ deviation }) => deviation);
    expect([...deviations].sort((a, b) => a - b)).toEqual(deviations);
  });

  it('widens with the level, and follows an analytic Jacobian too', () => {
    const jacobian = ([limit, rate]: Float64Array) =>
      time.map((t) => [Math.exp(-rate * t) - 1, -limit * t * Math.exp(-rate * t)]);
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 0.9, noNaN: true }), (level) => {
        const narrow = profileInterval({ ...boxBod, jacobian }, { parameter: 'limit', level });
        const wide = profileInterval(boxBod, { parameter: 'limit', level: level + 0.05 });
        expect(narrow.lower! > wide.lower! && narrow.upper! < wide.upper!).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('ends at a bound where the data allow it, and has no end where they set none', () => {
    const bounded = profileInterval(
      { ...boxBod, parameters: { limit: { start: 200 }, rate: { start: 0.5, lower: 0.4, upper: 5 } } },
      { parameter: 'rate' },
    );
    expect(bounded).toMatchObject({ lower: 0.4, lowerIsBound: true, upperIsBound: false, converged: true });
    // at 0.99 a rate without end fits well enough: the mean of the data
    const open = profileInterval(boxBod, { parameter: 'rate', level: 0.999 });
    expect(open.upper).toBe(null);
    const atBound = profileInterval(
      { parameters: { a: { start: 1, lower: 0 } }, residuals: ([a]) => [a + 0.1, a - 0.2, a + 0.3] },
      { parameter: 'a' },
    );
    expect(atBound).toMatchObject({ lower: 0, lowerIsBound: true });
    // sum of squares 0.14 + 0.4 a + 3 a^2 with s^2 = 0.14 / 3, and t of 3 degrees of freedom
    const rise = (0.14 / 3) * studentTQuantile(0.975, { degreesOfFreedom: 3 }) ** 2;
    near(atBound.upper, (-0.4 + Math.sqrt(0.16 + 12 * rise)) / 6, 1e-6);
  });

  it('says why it has no interval', () => {
    const exact = profileInterval(
      { parameters: { a: { start: 2 } }, residuals: ([a]) => [a - 2, 2 * a - 4] },
      { parameter: 'a' },
    );
    expect(exact).toMatchObject({ lower: null, upper: null, converged: false });
    const lost = profileInterval(
      { parameters: { a: { start: 1 } }, residuals: () => [Number.NaN] },
      { parameter: 'a' },
    );
    expect(lost).toMatchObject({ converged: false, points: [] });
    expect(JSON.parse(JSON.stringify(lost))).toEqual(lost);
  });

  it('refuses what it cannot read', () => {
    refuses(() => profileInterval(boxBod, { parameter: 'speed' }), 'unknown-name', 'parameter');
    refuses(() => profileInterval(boxBod, { parameter: 'rate', level: 1 }), 'invalid-value', 'level');
    refuses(
      () => profileInterval(boxBod, { parameter: 'rate', confidence: 1 } as never),
      'invalid-shape',
      'options.confidence',
    );
  });
});
