import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundaryLikelihoodRatio,
  correctedAkaike,
  huberWeight,
  normalCumulative,
  softL1Weight,
} from '../../src/fit';
import { refuses } from './errors';

const statistic = fc.double({ min: -10, max: 500, noNaN: true });
const residual = fc.double({ min: -1e9, max: 1e9, noNaN: true });

describe('correctedAkaike', () => {
  const fit = { sumOfSquares: 10, observations: 20, parameters: 3 };

  it('follows Hurvich and Tsai 1989: n ln(S/n) + 2k n/(n - k - 1), another form of the same', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 2, max: 100 }),
        (sumOfSquares, parameters, more) => {
          const n = parameters + more;
          const value = correctedAkaike({ sumOfSquares, observations: n, parameters });
          const expected = n * Math.log(sumOfSquares / n) + (2 * parameters * n) / (n - parameters - 1);
          expect(Math.abs(value - expected)).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
        },
      ),
    );
  });

  it('prefers fewer parameters at the same fit, and a better fit with the same', () => {
    expect(correctedAkaike({ ...fit, parameters: 4 })).toBeGreaterThan(correctedAkaike(fit));
    expect(correctedAkaike({ ...fit, sumOfSquares: 9 })).toBeLessThan(correctedAkaike(fit));
    expect(correctedAkaike({ ...fit, sumOfSquares: 0 })).toBe(Number.NEGATIVE_INFINITY);
  });

  it('refuses too few observations, and what it cannot read', () => {
    refuses(() => correctedAkaike({ ...fit, observations: 4 }), 'invalid-value', 'observations');
    refuses(() => correctedAkaike({ ...fit, sumOfSquares: -1 }), 'invalid-value', 'sumOfSquares');
    refuses(() => correctedAkaike({ ...fit, parameters: 0 }), 'invalid-value', 'parameters');
    refuses(() => correctedAkaike({ ...fit, chi: 1 } as never), 'invalid-shape', 'chi');
  });
});

describe('boundaryLikelihoodRatio', () => {
  it('is the one-sided normal tail of the root, and falls with the statistic', () => {
    fc.assert(
      fc.property(statistic, statistic, (a, b) => {
        const p = boundaryLikelihoodRatio({ statistic: a });
        const expected = a <= 0 ? 1 : normalCumulative(Math.sqrt(a), { tail: 'upper' });
        expect(Math.abs(p - expected)).toBeLessThanOrEqual(1e-11 * expected);
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(boundaryLikelihoodRatio({ statistic: high })).toBeLessThanOrEqual(
          boundaryLikelihoodRatio({ statistic: low }),
        );
      }),
    );
    expect(boundaryLikelihoodRatio({ statistic: 2.705543454095404 })).toBeCloseTo(0.05, 12);
  });

  it('refuses what is no number', () => {
    refuses(() => boundaryLikelihoodRatio({ statistic: Number.NaN }), 'invalid-value', 'statistic');
    refuses(() => boundaryLikelihoodRatio({ ratio: 1 } as never), 'invalid-shape', 'ratio');
  });
});

describe('huberWeight and softL1Weight', () => {
  it('are even, in (0, 1], fall with the size of the residual, and scale with their unit', () => {
    fc.assert(
      fc.property(residual, fc.double({ min: 1, max: 10, noNaN: true }), (r, factor) => {
        for (const weight of [
          (x: number, unit = 1) => huberWeight(x, { threshold: 1.345 * unit }),
          (x: number, unit = 1) => softL1Weight(x, { scale: unit }),
        ]) {
          expect(weight(r)).toBe(weight(-r));
          expect(weight(r) > 0 && weight(r) <= 1).toBe(true);
          expect(weight(factor * r)).toBeLessThanOrEqual(weight(r));
          expect(weight(factor * r, factor)).toBeCloseTo(weight(r), 9);
        }
      }),
    );
  });

  it('are the derivative of their losses over the residual', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 100, noNaN: true }), (r) => {
        const loss = (x: number) => Math.sqrt(1 + x * x) - 1;
        const slope = (loss(r + 1e-5) - loss(r - 1e-5)) / 2e-5;
        expect(softL1Weight(r)).toBeCloseTo(slope / r, 5);
      }),
    );
    expect(huberWeight(2.69)).toBeCloseTo(0.5, 12);
    expect(huberWeight(1.3)).toBe(1);
    expect(huberWeight(0)).toBe(1);
  });

  it('refuse what they cannot read', () => {
    refuses(() => huberWeight(Number.NaN), 'invalid-value', 'residual');
    refuses(() => huberWeight(1, { threshold: 0 }), 'invalid-value', 'threshold');
    refuses(() => softL1Weight(1, { scale: -1 }), 'invalid-value', 'scale');
    refuses(() => softL1Weight(1, { threshold: 1 } as never), 'invalid-shape', 'options.threshold');
  });
});
