import fc from 'fast-check';
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { nonNegativeLeastSquares } from '../../src/fit';
import { refuses } from './errors';

/** The lowest sum of squares over all sets of independent columns whose plain solution is not negative (brute force). */
function lowestByBruteForce(design: number[][], response: number[]): number {
  const columns = design[0].length;
  let lowest = response.reduce((sum, y) => sum + y * y, 0);
  for (let mask = 1; mask < 2 ** columns; mask++) {
    const inside = Array.from({ length: columns }, (_, j) => j).filter((j) => mask & (2 ** j));
    const part = new Matrix(design).subMatrixColumn(inside);
    const svd = new SingularValueDecomposition(part, { autoTranspose: true });
    if (!(svd.diagonal[inside.length - 1] > 1e-10)) continue;
    const right = Matrix.columnVector(response);
    const solution = svd.solve(right);
    if (solution.to1DArray().some((value) => value < -1e-12)) continue;
    lowest = Math.min(lowest, Matrix.sub(right, part.mmul(solution)).norm() ** 2);
  }
  return lowest;
}

const number = fc.integer({ min: -100, max: 100 }).map((n) => n / 10);
const problem = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }))
  .chain(([columns, rows]) =>
    fc.record({
      design: fc.array(fc.array(number, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
      response: fc.array(number, { minLength: rows, maxLength: rows }),
    }),
  );

describe('nonNegativeLeastSquares', () => {
  it('gives the example of its comment: a falling line may not fall, so that the mean of 3, 2, 1 is left', () => {
    const answer = nonNegativeLeastSquares({
      design: [
        [1, 1],
        [1, 2],
        [1, 3],
      ],
      response: [3, 2, 1],
    });
    expect(answer.coefficients[0]).toBeCloseTo(2, 12);
    expect(answer).toMatchObject({ converged: true, status: 'optimal', positive: [0] });
    expect(answer.coefficients[1]).toBe(0);
    expect(answer.dual[1]).toBeCloseTo(2, 12); // A^T (A x - b) = 1*-1 + 2*0 + 3*1
  });

  it('is as low as the best of all sets of columns (brute force)', () => {
    fc.assert(
      fc.property(problem, ({ design, response }) => {
        const answer = nonNegativeLeastSquares({ design, response });
        expect(answer.converged).toBe(true);
        const scale = response.reduce((sum, y) => sum + y * y, 0);
        expect(Math.abs(answer.sumOfSquares - lowestByBruteForce(design, response))).toBeLessThanOrEqual(
          1e-9 * scale,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('proves itself: coefficients and multipliers are not negative, and one of each pair is zero', () => {
    fc.assert(
      fc.property(problem, ({ design, response }) => {
        const { coefficients, dual, residuals, positive } = nonNegativeLeastSquares({ design, response });
        const size = Math.hypot(...response);
        coefficients.forEach((x, j) => {
          const length = Math.hypot(...design.map((row) => row[j]));
          const slope = -design.reduce((sum, row, i) => sum + row[j] * residuals[i], 0);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(dual[j]).toBeGreaterThanOrEqual(-1e-9 * length * size);
          expect(Math.abs(x * dual[j])).toBe(0);
          expect(Math.abs(slope - dual[j])).toBeLessThanOrEqual(1e-9 * length * size);
          expect(positive.includes(j)).toBe(x > 0);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order of columns and rows, and follows their units', () => {
    fc.assert(
      fc.property(problem, fc.integer({ min: -30, max: 30 }), ({ design, response }, power) => {
        const plain = nonNegativeLeastSquares({ design, response });
        const unit = 10 ** power;
        const turned = nonNegativeLeastSquares({
          design: design
            .map((row) => row.map((value, j) => (j === 0 ? value * unit : value)).reverse())
            .reverse(),
          response: response.map((y) => y * 8).reverse(),
        });
        const scale = response.reduce((sum, y) => sum + y * y, 0);
        expect(Math.abs(turned.sumOfSquares / 64 - plain.sumOfSquares)).toBeLessThanOrEqual(1e-9 * scale);
        // the solution itself is unique only when the columns are independent
        if (
          new Set(plain.dual.filter((d) => d === 0)).size <= 1 &&
          plain.conditionNumber < 1e3 &&
          design.length >= design[0].length
        )
          if (plain.dual.every((d, j) => d > 1e-6 || plain.positive.includes(j)))
            turned.coefficients.forEach((x, k) => {
              const j = design[0].length - 1 - k;
              const expected = (8 * plain.coefficients[j]) / (j === 0 ? unit : 1);
              expect(Math.abs(x - expected)).toBeLessThanOrEqual(
                1e-7 * Math.max(Math.abs(expected), j === 0 ? 1 / unit : 1) * 100,
              );
            });
      }),
    );
  });

  it('is plain least squares when its solution is positive, and zero when nothing helps', () => {
    const design = [
      [2, 1],
      [1, 3],
      [1, 1],
    ];
    const answer = nonNegativeLeastSquares({ design, response: design.map(([a, b]) => 4 * a + 5 * b) });
    expect(answer.coefficients[0]).toBeCloseTo(4, 12);
    expect(answer.coefficients[1]).toBeCloseTo(5, 12);
    expect(nonNegativeLeastSquares({ design, response: [-1, -2, -3] }).coefficients).toEqual([0, 0]);
    expect(nonNegativeLeastSquares({ design, response: [0, 0, 0] })).toMatchObject({
      coefficients: [0, 0],
      converged: true,
    });
  });

  it('takes columns of zeros, equal columns and more columns than rows', () => {
    const answer = nonNegativeLeastSquares({ design: [[1, 1, 0, 2]], response: [4] });
    expect(answer.sumOfSquares).toBeLessThan(1e-20);
    expect(answer.converged).toBe(true);
    expect(answer.coefficients[2]).toBe(0);
  });

  it('says when its limit was reached', () => {
    const answer = nonNegativeLeastSquares(
      {
        design: [
          [1, 0],
          [0, 1],
        ],
        response: [1, 1],
      },
      { maximumIterations: 1 },
    );
    expect(answer).toMatchObject({ converged: false, status: 'iteration-limit' });
    expect(answer.residual).toBeGreaterThan(0.1);
  });

  it('gives a frozen plain answer, and refuses what it cannot read', () => {
    const good = { design: [[1, 2]], response: [3] };
    const answer = nonNegativeLeastSquares(good);
    expect(JSON.parse(JSON.stringify(answer))).toEqual(answer);
    expect(Object.isFrozen(answer.dual)).toBe(true);
    const table: [unknown, string, string][] = [
      [{ ...good, design: [] }, 'invalid-shape', 'design'],
      [
        {
          ...good,
          design: [
            [1, 2],
            [1, 2],
          ],
        },
        'invalid-shape',
        'design',
      ],
      [{ ...good, design: [[]] }, 'invalid-shape', 'design'],
      [{ design: [[1, 2], [1]], response: [1, 2] }, 'invalid-shape', 'design[1]'],
      [{ ...good, design: [[1, Number.NaN]] }, 'invalid-value', 'design[0][1]'],
      [{ ...good, response: ['3'] }, 'invalid-value', 'response[0]'],
      [{ ...good, response: [] }, 'invalid-shape', 'response'],
      [{ ...good, weights: [1] }, 'invalid-shape', 'weights'],
    ];
    for (const [bad, code, path] of table) refuses(() => nonNegativeLeastSquares(bad as never), code, path);
    refuses(() => nonNegativeLeastSquares(good, { tolerance: 0 }), 'invalid-value', 'tolerance');
    refuses(() => nonNegativeLeastSquares(good, { limit: 3 } as never), 'invalid-shape', 'options.limit');
  });
});
