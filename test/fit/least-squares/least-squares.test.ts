import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LeastSquaresAnswer,
  leastSquares,
  leastSquaresMessages,
  multiStartLeastSquares,
  nonNegativeLeastSquares,
} from '../../../src/fit';
import { refuses } from '../errors';

const near = (actual: number, expected: number, tolerance: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(expected)));
const estimates = (answer: LeastSquaresAnswer) =>
  Object.values(answer.parameters).map(({ estimate }) => estimate);

const time = [0.5, 1, 1.5, 2, 3, 4, 5, 7, 9, 12];
const noise = [0.3, -0.2, 0.1, 0.25, -0.35, 0.15, -0.1, -0.3, 0.2, 0.05];
/** A decay with noise of a size, in other units of time when wanted. */
const decay = (height: number, rate: number, size: number, unit = 1) => {
  const measured = time.map((t, i) => height * Math.exp(-rate * t) + size * noise[i]);
  return {
    parameters: { height: { start: 1 }, rate: { start: 1 / unit } },
    residuals: ([h, r]: Float64Array) => measured.map((y, i) => y - h * Math.exp(-r * time[i] * unit)),
  };
};

const height = fc.double({ min: 0.5, max: 20, noNaN: true });
const rate = fc.double({ min: 0.05, max: 1.5, noNaN: true });
const size = fc.double({ min: 1e-4, max: 0.1, noNaN: true });

describe('leastSquares', () => {
  it('gives the textbook straight line: Draper and Smith, a line through (1,1), (2,3), (3,2), (4,4)', () => {
    // slope 0.8, intercept 0.5, s^2 = 1.8 / 2; var(slope) = s^2 / 5, var(intercept) = s^2 (1/4 + 2.5^2 / 5): by hand
    const y = [1, 3, 2, 4];
    const answer = leastSquares({
      parameters: { intercept: { start: 9 }, slope: { start: -9 } },
      residuals: ([a, b]) => y.map((value, i) => value - a - b * (i + 1)),
    });
    near(answer.parameters.slope.estimate, 0.8, 1e-9);
    near(answer.parameters.intercept.estimate, 0.5, 1e-9);
    near(answer.residualVariance!, 0.9, 1e-9);
    near(answer.parameters.slope.standardError!, Math.sqrt(0.9 / 5), 1e-9);
    near(answer.covariance![0][0], 0.9 * (1 / 4 + 2.5 ** 2 / 5), 1e-9);
    near(answer.covariance![0][1], (-0.9 * 2.5) / 5, 1e-9);
    expect(answer).toMatchObject({ converged: true, degreesOfFreedom: 2 });
    expect(answer.message).toBe(leastSquaresMessages[answer.status]);
  });

  it('stops where the residuals are at right angles to the Jacobian, whatever the data', () => {
    fc.assert(
      fc.property(height, rate, size, (h, r, s) => {
        const answer = leastSquares(decay(h, r, s));
        expect(answer.converged).toBe(true);
        const { jacobian, residuals } = answer;
        for (let p = 0; p < 2; p++) {
          const dot = jacobian.reduce((sum, row, i) => sum + row[p] * residuals[i], 0);
          const lengths = Math.hypot(...jacobian.map((row) => row[p])) * Math.hypot(...residuals);
          // or the last step, of 1e-10 of what the parameters do, is below the rounding of the data
          const effect = Math.hypot(...jacobian.map((row) => row[p]));
          expect(Math.abs(dot)).toBeLessThanOrEqual(3e-6 * lengths + 1e-9 * h * effect);
        }
        expect(answer.cost).toBeCloseTo(answer.sumOfSquares / 2, 12);
      }),
    );
  });

  it('finds the truth of data without noise, and says what it is', () => {
    fc.assert(
      fc.property(height, rate, (h, r) => {
        const answer = leastSquares(decay(h, r, 0));
        expect(answer.converged).toBe(true);
        near(answer.parameters.height.estimate, h, 1e-7);
        near(answer.parameters.rate.estimate, r, 1e-7);
      }),
    );
  });

  it('does not depend on the unit of a parameter, nor on the order of parameters and residuals', () => {
    fc.assert(
      fc.property(height, rate, size, fc.integer({ min: -9, max: 9 }), (h, r, s, power) => {
        const plain = leastSquares(decay(h, r, s)).parameters;
        const other = leastSquares(decay(h, r, s, 10 ** power)).parameters;
        near((other.rate.estimate * 10 ** power) / plain.rate.estimate, 1, 1e-5);
        near((other.rate.standardError! * 10 ** power) / plain.rate.standardError!, 1, 1e-4);
        const { parameters, residuals } = decay(h, r, s);
        const turned = leastSquares({
          parameters: { rate: parameters.rate, height: parameters.height },
          residuals: ([b, a]) => residuals(Float64Array.of(a, b)).reverse(),
        }).parameters;
        near(turned.rate.estimate / plain.rate.estimate, 1, 1e-5);
      }),
    );
  });

  it('takes an analytic Jacobian, and gives with it what differences give', () => {
    fc.assert(
      fc.property(height, rate, size, (h, r, s) => {
        const problem = decay(h, r, s);
        const jacobian = ([a, b]: Float64Array) =>
          time.map((t) => [-Math.exp(-b * t), a * t * Math.exp(-b * t)]);
        const [analytic, differences] = [leastSquares({ ...problem, jacobian }), leastSquares(problem)];
        expect(analytic.evaluations).toBeLessThan(differences.evaluations);
        for (const name of ['height', 'rate'] as const) {
          near(analytic.parameters[name].estimate, differences.parameters[name].estimate, 1e-5);
          near(analytic.parameters[name].standardError!, differences.parameters[name].standardError!, 1e-5);
        }
      }),
    );
  });

  it('agrees with non-negative least squares on linear problems with bounds at zero', () => {
    const number = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 1000);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number, number, number), { minLength: 8, maxLength: 15 }),
        (rows) => {
          // a diagonal part keeps the columns apart
          const design = rows.map(([a, b, c], i) => [
            a + 3 * Number(i === 0),
            b + 3 * Number(i === 1),
            c + 3 * Number(i === 2),
          ]);
          const response = rows.map((row) => row[3]);
          const linear = nonNegativeLeastSquares({ design, response });
          const bounded = leastSquares({
            parameters: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { start: 0.5, lower: 0 }])),
            residuals: (x) => response.map((y, i) => y - design[i].reduce((sum, d, j) => sum + d * x[j], 0)),
          });
          expect(bounded.converged).toBe(true);
          linear.coefficients.forEach((value, j) => {
            near(estimates(bounded)[j], value, 1e-6);
          });
          for (const { estimate, atBound, standardError } of Object.values(bounded.parameters)) {
            expect(estimate).toBeGreaterThanOrEqual(0);
            if (estimate === 0) expect([atBound, standardError]).toEqual(['lower', null]);
          }
        },
      ),
    );
  });

  it('stays within the bounds at every call', () => {
    const seen: number[] = [];
    const { parameters, residuals } = decay(5, 0.4, 0.05);
    const answer = leastSquares({
      parameters: { height: parameters.height, rate: { start: 0.1, lower: 0, upper: 0.25 } },
      residuals: (values) => {
        seen.push(values[1]);
        return residuals(values);
      },
    });
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...seen)).toBeLessThanOrEqual(0.25);
    expect(answer.parameters.rate).toMatchObject({ estimate: 0.25, atBound: 'upper', standardError: null });
    expect(answer.converged).toBe(true);
    expect(answer.covariance![1]).toEqual([0, 0]);
  });

  it('weighs a prior against the data: normal mean with known variance has the posterior of Bayes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        (data, mean, standardDeviation) => {
          const answer = leastSquares(
            {
              parameters: { level: { start: 0, prior: { mean, standardDeviation } } },
              residuals: ([level]) => data.map((y) => y - level),
            },
            { residualVariance: 'known' },
          );
          const precision = data.length + standardDeviation ** -2;
          const sum = data.reduce((total, y) => total + y, 0);
          near(answer.parameters.level.estimate, (sum + mean / standardDeviation ** 2) / precision, 1e-7);
          near(answer.parameters.level.standardError!, 1 / Math.sqrt(precision), 1e-8);
        },
      ),
      // A step of a number this small has no inverse that a number can hold.
      { examples: [[[0], 5e-324, 0.1]] },
    );
  });

  it('lets one wild point pull no harder than its distance with soft-l1, and agrees with squares far inside', () => {
    const clean = decay(5, 0.4, 0.02);
    const wild = {
      ...clean,
      residuals: (values: Float64Array) => clean.residuals(values).map((r, i) => (i === 4 ? r + 3 : r)),
    };
    const truth = leastSquares(clean).parameters.rate.estimate;
    const squares = Math.abs(leastSquares(wild).parameters.rate.estimate - truth);
    const robust = leastSquares(wild, { loss: 'soft-l1', lossScale: 0.02 });
    expect(robust.converged).toBe(true);
    expect(Math.abs(robust.parameters.rate.estimate - truth)).toBeLessThan(0.1 * squares);
    const wide = leastSquares(clean, { loss: 'soft-l1', lossScale: 1e4 }).parameters.rate;
    near(wide.estimate, truth, 1e-7);
    near(wide.standardError!, leastSquares(clean).parameters.rate.standardError!, 1e-6);
  });

  it('gives the median-like location and Huber standard error of soft-l1 by their equations', () => {
    const data = [-1, 0.2, 0.4, 1.5, 9];
    const answer = leastSquares(
      { parameters: { level: { start: 0 } }, residuals: ([level]) => data.map((y) => y - level) },
      { loss: 'soft-l1', lossScale: 0.5 },
    );
    const scaled = data.map((y) => (y - answer.parameters.level.estimate) / 0.5);
    // the estimating equation: sum of r / sqrt(1 + (r/s)^2) is zero
    near(
      scaled.reduce((sum, z) => sum + z / Math.hypot(1, z), 0),
      0,
      1e-6,
    );
    // Huber and Ronchetti 2009, section 7.6: K^2 [sum psi^2 / (n - p)] / (mean psi')^2 / n
    const slopes = scaled.map((z) => Math.hypot(1, z) ** -3);
    const mean = slopes.reduce((sum, v) => sum + v, 0) / 5;
    const k = 1 + slopes.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 5 / 5 / mean ** 2;
    const influence = scaled.reduce((sum, z) => sum + (0.5 * z) ** 2 / (1 + z * z), 0) / 4;
    near(answer.parameters.level.standardError!, (k * Math.sqrt(influence / 5)) / mean, 1e-6);
  });

  it('never gives an aliased or a diverging parameter as an answer', () => {
    const aliased = leastSquares({
      parameters: { a: { start: 1 }, b: { start: 2 } },
      residuals: ([a, b]) => [a * b - 6, 2 * a * b - 12.1, a * b - 5.9],
    });
    expect(aliased).toMatchObject({ converged: false, status: 'not-identified', covariance: null });
    const unused = leastSquares({
      parameters: { a: { start: 1 }, b: { start: 2 } },
      residuals: ([a]) => [a - 1.1, a - 0.9, a - 1.05],
    });
    expect(unused).toMatchObject({ converged: false, status: 'not-identified' });
    // exp(-b) wants to be negative: b runs away
    const away = leastSquares({
      parameters: { b: { start: 1 } },
      residuals: ([b]) => [Math.exp(-b) + 0.1, Math.exp(-b) + 0.3],
    });
    expect(away.converged).toBe(false);
  });

  it('keeps away from where there is no answer, and says when it starts there', () => {
    const problem = (start: number) => ({
      parameters: { a: { start } },
      residuals: ([a]: Float64Array) => [Math.log(a) - 1, Math.sqrt(a) - 1.6],
    });
    expect(leastSquares(problem(20)).converged).toBe(true);
    const lost = leastSquares(problem(-1));
    expect(lost).toMatchObject({ converged: false, status: 'invalid-start' });
    expect(Number.isFinite(lost.parameters.a.estimate)).toBe(true);
  });

  it('says that it stalled on residuals that are not smooth, and stops at perfect ones', () => {
    const perfect = leastSquares({ parameters: { a: { start: 1 } }, residuals: ([a]) => [0 * a, a - 1] });
    expect(perfect).toMatchObject({ converged: true, status: 'exact', sumOfSquares: 0 });
    let call = 0;
    const noisy = leastSquares({
      parameters: { a: { start: 5 } },
      residuals: ([a]) => [a - 1 + (call++ % 2 ? 3 : -3) * call, 1],
    });
    expect(noisy.converged).toBe(false);
  });

  it('has no standard errors without degrees of freedom, unless the variance is known', () => {
    const problem = { parameters: { a: { start: 1 } }, residuals: ([a]: Float64Array) => [3 * a - 6] };
    expect(leastSquares(problem).parameters.a).toMatchObject({
      estimate: expect.closeTo(2, 9),
      standardError: null,
    });
    near(leastSquares(problem, { residualVariance: 'known' }).parameters.a.standardError!, 1 / 3, 1e-9);
  });

  it('gives a frozen plain answer', () => {
    const answer = leastSquares(decay(3, 0.2, 0.01));
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(Object.isFrozen(answer.covariance![0])).toBe(true);
  });

  it('refuses what it cannot read', () => {
    const good = decay(3, 0.2, 0.01);
    const parameters = (one: object) => ({ ...good, parameters: { ...good.parameters, rate: one } }) as never;
    refuses(() => leastSquares(null as never), 'invalid-value', 'problem');
    refuses(() => leastSquares({ ...good, residuals: 3 } as never), 'invalid-value', 'residuals');
    refuses(() => leastSquares({ ...good, jacobian: 3 } as never), 'invalid-value', 'jacobian');
    refuses(() => leastSquares({ ...good, parameters: {} }), 'invalid-shape', 'parameters');
    refuses(() => leastSquares(parameters({ start: Number.NaN })), 'invalid-value', 'parameters.rate.start');
    refuses(() => leastSquares(parameters({ start: 1, upper: 0 })), 'invalid-value', 'parameters.rate.start');
    refuses(
      () => leastSquares(parameters({ start: 1, lower: 1, upper: 1 })),
      'invalid-value',
      'parameters.rate',
    );
    refuses(() => leastSquares(parameters({ begin: 1 })), 'invalid-shape', 'parameters.rate.begin');
    refuses(
      () => leastSquares(parameters({ start: 1, prior: { mean: 1, standardDeviation: 0 } })),
      'invalid-value',
      'parameters.rate.prior.standardDeviation',
    );
    refuses(() => leastSquares({ ...good, residuals: () => [] }), 'invalid-shape', 'residuals');
    let calls = 0;
    refuses(
      () => leastSquares({ ...good, residuals: () => new Array(3 + calls++).fill(1) }),
      'invalid-shape',
      'residuals',
    );
    refuses(() => leastSquares({ ...good, jacobian: () => [[1, 2]] }), 'invalid-shape', 'jacobian');
    refuses(() => leastSquares(good, { loss: 'huber' as never }), 'invalid-value', 'loss');
    refuses(() => leastSquares(good, { lossScale: 0 }), 'invalid-value', 'lossScale');
    refuses(() => leastSquares(good, { tolerance: 1 } as never), 'invalid-shape', 'options.tolerance');
    refuses(() => leastSquares(good, { maximumEvaluations: 0 }), 'invalid-value', 'maximumEvaluations');
    refuses(
      () => leastSquares(good, { residualVariance: 'guess' as never }),
      'invalid-value',
      'residualVariance',
    );
    refuses(() => leastSquares(good, { signal: { aborted: true } }), 'aborted', 'signal');
  });
});

describe('multiStartLeastSquares', () => {
  const waves = {
    parameters: { phase: { start: 1, lower: 0, upper: 20 } },
    residuals: ([phase]: Float64Array) => [Math.sin(phase) - 0.5, 0.1 * (phase - 9)],
  };

  it('finds the lowest of several minima: no grid point is lower', () => {
    const answer = multiStartLeastSquares(waves, { starts: 12 });
    const cost = (x: number) => 0.5 * ((Math.sin(x) - 0.5) ** 2 + (0.1 * (x - 9)) ** 2);
    for (let x = 0; x <= 20; x += 0.01) expect(cost(x)).toBeGreaterThanOrEqual(answer.cost * (1 - 1e-9));
    expect(answer.converged).toBe(true);
    expect(answer.starts).toHaveLength(12);
    expect(answer.agreeing).toBeGreaterThan(1);
    expect(leastSquares(waves).cost).toBeGreaterThan(answer.cost);
  });

  it('depends on nothing but its seed, and with one start is leastSquares', () => {
    expect(multiStartLeastSquares(waves, { seed: 7 })).toEqual(multiStartLeastSquares(waves, { seed: 7 }));
    const { starts, agreeing, ...one } = multiStartLeastSquares(waves, { starts: 1 });
    expect([starts.length, agreeing]).toEqual([1, 1]);
    expect(one).toEqual(leastSquares(waves));
  });

  it('is never worse with more starts, and never worse than the given one', () => {
    fc.assert(
      fc.property(height, rate, size, fc.integer({ min: 2, max: 6 }), (h, r, s, starts) => {
        const alone = leastSquares(decay(h, r, s));
        const several = multiStartLeastSquares(decay(h, r, s), { starts, spread: 1 });
        expect(several.converged).toBe(true);
        expect(several.cost).toBeLessThanOrEqual(alone.cost);
      }),
      { numRuns: 25 },
    );
  });

  it('starts around a prior, and around zero', () => {
    const answer = multiStartLeastSquares({
      parameters: { a: { start: 0 }, b: { start: 50, prior: { mean: 2, standardDeviation: 1 } } },
      residuals: ([a, b]) => [a * a - b, a - b + 2, 0.1 * (a - 3)],
    });
    expect(answer.converged).toBe(true);
  });

  it('says that nothing converged when nothing did', () => {
    const answer = multiStartLeastSquares(
      { parameters: { a: { start: 1 } }, residuals: () => [Number.NaN] },
      { starts: 3 },
    );
    expect(answer).toMatchObject({ converged: false, status: 'invalid-start', agreeing: 0 });
  });

  it('refuses what it cannot read', () => {
    refuses(() => multiStartLeastSquares(waves, { starts: 0 }), 'invalid-value', 'starts');
    refuses(() => multiStartLeastSquares(waves, { seed: 0.5 }), 'invalid-value', 'seed');
    refuses(() => multiStartLeastSquares(waves, { spread: -1 }), 'invalid-value', 'spread');
    refuses(() => multiStartLeastSquares(waves, { start: 3 } as never), 'invalid-shape', 'options.start');
  });
});
