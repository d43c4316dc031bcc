/**
 * Solves (diag(leaving) - rates) x = b for a process that leaves state i at rate `exit[i]` for good and goes to state j
 * at rate `rates[i * size + j]`, where leaving_i is the sum of both. Diagonal entries of `rates` are ignored. For b >= 0
 * only positive numbers are added, multiplied and divided, so that every component keeps its relative accuracy.
 *
 * @see Grassmann, Taksar and Heyman, Operations Research 33(5), 1985, pp. 1107-1116 (elimination without subtraction)
 */
export function absorbingSolver(
  rates: Float64Array,
  exit: Float64Array,
): (right: ArrayLike<number>) => Float64Array {
  const size = exit.length;
  const factor = rates.slice();
  const outside = exit.slice();
  const pivot = new Float64Array(size);
  for (let k = size - 1; k >= 0; k--) {
    const row = k * size;
    let total = outside[k];
    for (let j = 0; j < k; j++) total += factor[row + j];
    pivot[k] = total;
    for (let i = 0; i < k; i++) {
      const share = factor[i * size + k] / total;
      if (share === 0) continue;
      factor[i * size + k] = share;
      outside[i] += share * outside[k];
      for (let j = 0; j < k; j++) if (j !== i) factor[i * size + j] += share * factor[row + j];
    }
  }
  return (right) => {
    const x = Float64Array.from(right);
    for (let k = size - 1; k > 0; k--) for (let i = 0; i < k; i++) x[i] += factor[i * size + k] * x[k];
    for (let k = 0; k < size; k++) {
      let sum = x[k];
      for (let j = 0; j < k; j++) sum += factor[k * size + j] * x[j];
      x[k] = sum / pivot[k];
    }
    return x;
  };
}

/** The inverse of the matrix of `absorbingSolver`, row by row. */
export function absorbingInverse(rates: Float64Array, exit: Float64Array): Float64Array {
  const size = exit.length;
  const solve = absorbingSolver(rates, exit);
  const inverse = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const unit = new Float64Array(size);
    unit[j] = 1;
    const column = solve(unit);
    for (let i = 0; i < size; i++) inverse[i * size + j] = column[i];
  }
  return inverse;
}

/**
 * Stationary distribution of a chain with these rates or probabilities (row by row, the diagonal is ignored) and one
 * recurrent class, by elimination without subtraction. States that double precision cannot tell from transient get 0.
 */
export function stationaryDistribution(rates: Float64Array, size: number): Float64Array {
  const factor = rates.slice();
  const leaving = new Float64Array(size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) if (j !== i) leaving[i] += rates[i * size + j];
  let base = 0;
  for (let k = size - 1; k > 0; k--) {
    let total = 0;
    for (let j = 0; j < k; j++) total += factor[k * size + j];
    if (total < 1e-300 || total < 1e-250 * leaving[k]) {
      base = k; // as good as never leaves for a state below: those are transient
      break;
    }
    for (let i = 0; i < k; i++) {
      const share = factor[i * size + k] / total;
      if (share === 0) continue;
      factor[i * size + k] = share;
      for (let j = 0; j < k; j++) factor[i * size + j] += share * factor[k * size + j];
    }
  }
  const weight = new Float64Array(size);
  weight[base] = 1;
  let sum = 1;
  for (let k = base + 1; k < size; k++) {
    for (let i = base; i < k; i++) weight[k] += weight[i] * factor[i * size + k];
    sum += weight[k];
    // the shares are below 1e250
    if (sum > 1e40) {
      for (let i = base; i <= k; i++) weight[i] /= sum;
      sum = 1;
    }
  }
  return weight.map((value) => value / sum);
}
