/** Steps that are remembered. */
const depth = 6;

/** Largest move of an entry in one step. */
const longestMove = 1;

/** Share of the diagonal that is added to the normal equations, against steps that are nearly the same. */
const ridge = 1e-12;

/**
 * Anderson mixing: the next guess for a fixed point x = g(x) from the last few guesses and what became of them. It
 * ends the circling to which plain or damped substitution is prone when quantities push each other around.
 *
 * With residuals f_i = g_i - x_i, it finds the weights c that make |f_k - sum c_i (f_i+1 - f_i)| least and moves to
 * g_k - sum c_i (g_i+1 - g_i).
 *
 * @returns a function that takes x and g(x), of the same length at each call, and gives the next x
 * @see Anderson, J. ACM 12(4), 1965, pp. 547-560; Walker and Ni, SIAM J. Numerical Analysis 49(4), 2011, pp. 1715-1735
 */
export function fixedPointMixer(): (guess: ArrayLike<number>, image: ArrayLike<number>) => Float64Array {
  const images: Float64Array[] = [];
  const residuals: Float64Array[] = [];
  return (guess, image) => {
    const residual = Float64Array.from(image, (value, i) => value - guess[i]);
    images.push(Float64Array.from(image));
    residuals.push(residual);
    if (images.length > depth) {
      images.shift();
      residuals.shift();
    }
    const differences = residuals
      .slice(1)
      .map((later, i) => later.map((value, j) => value - residuals[i][j]));
    const weights = leastSquares(differences, residual);
    return Float64Array.from(image, (value, j) => {
      let next = value;
      weights.forEach((weight, i) => {
        next -= weight * (images[i + 1][j] - images[i][j]);
      });
      return guess[j] + Math.max(-longestMove, Math.min(longestMove, next - guess[j]));
    });
  };
}

/** Weights of the columns that bring their sum nearest to the target, by Cholesky of the normal equations. */
function leastSquares(columns: readonly Float64Array[], target: Float64Array): number[] {
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const factor: number[][] = [];
  const weights = columns.map((column) => dot(column, target));
  for (let i = 0; i < columns.length; i++) {
    const row: number[] = [];
    for (let j = 0; j <= i; j++) {
      let value = dot(columns[i], columns[j]) * (i === j ? 1 + ridge : 1);
      for (let m = 0; m < j; m++) value -= row[m] * (i === j ? row[m] : factor[j][m]);
      if (i === j && !(value > 0)) return columns.map(() => 0);
      row.push(i === j ? Math.sqrt(value) : value / factor[j][j]);
    }
    factor.push(row);
    for (let m = 0; m < i; m++) weights[i] -= row[m] * weights[m];
    weights[i] /= row[i];
  }
  for (let i = columns.length - 1; i >= 0; i--) {
    for (let m = i + 1; m < columns.length; m++) weights[i] -= factor[m][i] * weights[m];
    weights[i] /= factor[i][i];
  }
  return weights;
}
