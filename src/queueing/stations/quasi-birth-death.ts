import { absorbingInverse } from './absorbing-solver';
import { matrixTimes } from './phase-type';

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + b[i]);
}

function rowSums(a: Float64Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) sums[i] += a[i * size + j];
  return sums;
}

/**
 * The matrix G of a stable quasi-birth-death process: entry (i, j) is the probability that the first visit to the level
 * below, from phase i, is in phase j. `up`, `local` and `down` are the rates by phase, row by row; diagonal entries of
 * `local` are ignored. Logarithmic reduction in a form that only adds, multiplies and divides positive numbers.
 *
 * @see Latouche and Ramaswami, J. Applied Probability 30, 1993, pp. 650-674
 */
export function firstPassageDown(
  up: Float64Array,
  local: Float64Array,
  down: Float64Array,
  size: number,
): Float64Array {
  const inverse = absorbingInverse(local, rowSums(plus(up, down), size));
  let rise = matrixTimes(inverse, up, size);
  let fall = matrixTimes(inverse, down, size);
  let passage = fall;
  let risen = rise;
  // each round looks twice as far up; near saturation it takes about log2(1 / (1 - rho)) rounds
  for (let round = 0; round < 64 && Math.max(...rowSums(risen, size)) > 1e-17; round++) {
    const rise2 = matrixTimes(rise, rise, size);
    const fall2 = matrixTimes(fall, fall, size);
    const back = plus(matrixTimes(rise, fall, size), matrixTimes(fall, rise, size));
    const settle = absorbingInverse(back, rowSums(plus(rise2, fall2), size));
    rise = matrixTimes(settle, rise2, size);
    fall = matrixTimes(settle, fall2, size);
    passage = plus(passage, matrixTimes(risen, fall, size));
    risen = matrixTimes(risen, rise, size);
  }
  return passage;
}

/** Sum of all powers of a non-negative matrix of spectral radius below 1, twice as many terms at each step. */
export function geometricSeries(matrix: Float64Array, size: number): Float64Array {
  let sum: Float64Array = new Float64Array(size * size);
  for (let i = 0; i < size; i++) sum[i * size + i] = 1;
  let power = matrix;
  for (let round = 0; round < 64; round++) {
    const more = matrixTimes(sum, power, size);
    if (more.every((value, i) => value <= 1e-17 * sum[i])) break;
    sum = plus(sum, more);
    power = matrixTimes(power, power, size);
  }
  return sum;
}
