/**
 * Distribution after `count` steps of a full stochastic matrix, and the expected visits on the way, by repeated
 * squaring: A_2n = A_n A_n, S_2n = S_n + A_n S_n with S_n = I + A + ... + A^(n-1). `matrix` is overwritten.
 *
 * Rows are brought back to a sum of 1 after each squaring. Where most of the mass stays, the diagonal takes the
 * difference: small rates then keep their relative accuracy.
 *
 * @see Xue and Ye, Numerische Mathematik 124, 2013, pp. 559-596 (squaring with entrywise accuracy)
 */
export function powerAndSum(
  matrix: Float64Array,
  initial: Float64Array,
  count: number,
): { distribution: Float64Array; visits: Float64Array } {
  const size = initial.length;
  let power = matrix;
  let sum: Float64Array = new Float64Array(size * size);
  for (let i = 0; i < size; i++) sum[i * size + i] = 1;
  let distribution: Float64Array = initial.slice();
  const visits = new Float64Array(size);
  for (let rest = count; rest >= 1; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) {
      addInto(visits, times(distribution, sum, size));
      distribution = times(distribution, power, size);
    }
    if (rest < 2) break;
    const further = times(power, sum, size);
    addInto(further, sum);
    sum = further;
    power = times(power, power, size);
    balanceRows(power, size);
  }
  return { distribution, visits };
}

/** Rows of `left` times the square matrix `right`. */
export function times(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const result = new Float64Array(left.length);
  for (let row = 0; row < left.length; row += size)
    for (let k = 0; k < size; k++) {
      const factor = left[row + k];
      if (factor === 0) continue;
      const from = k * size;
      for (let j = 0; j < size; j++) result[row + j] += factor * right[from + j];
    }
  return result;
}

function addInto(to: Float64Array, from: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += from[i];
}

function balanceRows(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    const row = i * size;
    let away = 0;
    for (let j = 0; j < size; j++) if (j !== i) away += matrix[row + j];
    if (away < 0.5) matrix[row + i] = 1 - away;
    else {
      const total = away + matrix[row + i];
      for (let j = 0; j < size; j++) matrix[row + j] /= total;
    }
  }
}
