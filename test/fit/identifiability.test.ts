import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifiability, leastSquares } from '../../src/fit';
import { refuses } from './errors';

const noise = [0.01, -0.02, 0.015, -0.01, 0.02];
const positive = fc.double({ min: 0.2, max: 5, noNaN: true });

/** Data that see only a b^power. */
const product = (a: number, b: number, power: number, prior = 1) =>
  leastSquares({
    parameters: { a: { start: 1, prior: { mean: a, standardDeviation: prior } }, b: { start: b } },
    residuals: (x) => noise.map((e, i) => (i + 1) * (x[0] * x[1] ** power - a * b ** power + e)),
  });

describe('identifiability', () => {
  it('names the power product that the data leave open, whatever the values', () => {
    fc.assert(
      fc.property(positive, positive, fc.constantFrom(1, 2, -1, 0.5), (a, b, power) => {
        const { nullDirections, conditionNumber } = identifiability(product(a, b, power));
        expect(conditionNumber).toBeGreaterThan(1e3);
        expect(nullDirections).toHaveLength(1);
        // along the direction a b^power stays: exponents (power, -1) up to a factor, the largest 1
        const { a: ofA, b: ofB } = nullDirections[0].exponents;
        expect(ofA + power * ofB).toBeCloseTo(0, 4);
        expect(Math.max(ofA, ofB)).toBeCloseTo(1, 9);
      }),
    );
    expect(identifiability(product(2, 3, 1)).nullDirections[0].product).toBe('a * b^-1');
    expect(identifiability(product(2, 3, 2)).nullDirections[0].product).toBe('a * b^-0.5');
  });

  it('finds nothing open when the data see each parameter by itself', () => {
    fc.assert(
      fc.property(positive, positive, (a, b) => {
        const answer = leastSquares({
          parameters: { a: { start: 1 }, b: { start: 1 } },
          residuals: (x) => [x[0] - a, 2 * x[1] - 2 * b, x[0] - a + 0.1, x[1] - b - 0.1],
        });
        const { conditionNumber, nullDirections, singularValues } = identifiability(answer);
        expect(nullDirections).toEqual([]);
        // columns by logarithms have lengths sqrt(2) a and sqrt(5) b, and are at right angles
        const lengths = Object.values(answer.parameters).map(
          ({ estimate }, p) => estimate * Math.sqrt(p ? 5 : 2),
        );
        expect(singularValues[0]).toBeCloseTo(Math.max(...lengths), 6);
        expect(conditionNumber).toBeCloseTo(Math.max(...lengths) / Math.min(...lengths), 6);
      }),
    );
  });

  it('takes parameters that are logarithms as they are', () => {
    const logarithms = leastSquares({
      parameters: { lnA: { start: 0, prior: { mean: 0.5, standardDeviation: 1 } }, lnB: { start: 0 } },
      residuals: (x) => noise.map((e, i) => (i + 1) * (Math.exp(x[0] + x[1]) - 6 + e)),
    });
    expect(identifiability(logarithms, { scale: 'logarithmic' }).nullDirections[0].product).toBe(
      'lnA * lnB^-1',
    );
  });

  it('flags a parameter that the prior decides, and tells how far it moved', () => {
    const own = (standardDeviation: number) =>
      identifiability(
        leastSquares(
          {
            parameters: { a: { start: 0.5, prior: { mean: 0, standardDeviation } } },
            residuals: ([a]) => [a - 1],
          },
          { residualVariance: 'known' },
        ),
      ).parameters.a;
    // posterior sd of one observation of variance 1: tau / sqrt(1 + tau^2); mean tau^2 / (1 + tau^2)
    expect(own(0.5).shrinkage).toBeCloseTo(1 / Math.sqrt(1.25), 8);
    expect(own(0.5).shift).toBeCloseTo(0.2 / 0.5, 6);
    expect(own(0.5).priorDominated).toBe(true);
    expect(own(3).priorDominated).toBe(false);
    expect(identifiability(product(1, 1, 1)).parameters.b).toEqual({
      shrinkage: null,
      priorDominated: false,
      shift: null,
    });
  });

  it('counts a parameter at zero by its start, and needs no more rows than parameters', () => {
    const answer = leastSquares({
      parameters: { a: { start: 1, lower: 0 }, b: { start: 1 } },
      residuals: ([a, b]) => [a + b - 1, a + 1, b - 1],
    });
    expect(answer.parameters.a.estimate).toBe(0);
    expect(identifiability(answer).nullDirections).toEqual([]);
    const few = leastSquares({
      parameters: {
        a: { start: 1, prior: { mean: 1, standardDeviation: 1 } },
        b: { start: 1, prior: { mean: 1, standardDeviation: 1 } },
      },
      residuals: ([a, b]) => [a * b - 2],
    });
    const open = identifiability(few);
    expect(open.conditionNumber).toBe(Number.POSITIVE_INFINITY);
    expect(open.nullDirections).toHaveLength(1);
    expect(Object.isFrozen(open.nullDirections[0])).toBe(true);
  });

  it('refuses what it cannot read', () => {
    refuses(() => identifiability(null as never), 'invalid-value', 'answer');
    refuses(() => identifiability(product(1, 1, 1), { limit: 0 }), 'invalid-value', 'limit');
    refuses(() => identifiability(product(1, 1, 1), { scale: 'log' as never }), 'invalid-value', 'scale');
    refuses(
      () => identifiability(product(1, 1, 1), { threshold: 1 } as never),
      'invalid-shape',
      'options.threshold',
    );
  });
});
