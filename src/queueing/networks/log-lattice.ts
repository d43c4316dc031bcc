import { customersInRow, customersOf, type Lattice, present, type StationSeries } from './lattice';
import { logFactorial } from './log-factorial';

/** The operations of `lattice.ts` on logarithms; see there for what they mean, and `logArithmetic` for when. */

/** log(e^a + e^b). */
function logAdd(a: number, b: number): number {
  if (a < b) return a === Number.NEGATIVE_INFINITY ? b : b + Math.log1p(Math.exp(a - b));
  return b === Number.NEGATIVE_INFINITY ? a : a + Math.log1p(Math.exp(b - a));
}

/** log(mean^n e^-mean / n!). */
const logPoisson = (mean: number, n: number) =>
  n === 0 ? -mean : n * Math.log(mean) - mean - logFactorial(n);

export function logFillPoisson(lattice: Lattice, means: Float64Array, values: Float64Array): void {
  const { classCount, cells, rowLength } = lattice;
  const last = classCount - 1;
  for (let start = 0; start < cells; start += rowLength) {
    let row = 0;
    for (let r = 0; r < last; r++) row += logPoisson(means[r], customersInRow(lattice, start, r));
    for (let j = 0; j < rowLength; j++) values[start + j] = row + logPoisson(means[last], j);
  }
}

export function logMultiplyGeometric(lattice: Lattice, weights: Float64Array, values: Float64Array): void {
  const { cells, rowLength, classCount, behind, weight } = lattice;
  const own = Math.log(weights[classCount - 1]);
  for (let start = 0; start < cells; start += rowLength) {
    const count = present(lattice, start, weights);
    for (let i = 0; i < count; i++) {
      const logWeight = Math.log(weight[i]);
      for (let at = start; at < start + rowLength; at++)
        values[at] = logAdd(values[at], logWeight + values[at - behind[i]]);
    }
    for (let at = start + 1; at < start + rowLength; at++)
      values[at] = logAdd(values[at], own + values[at - 1]);
  }
}

/** Logarithms of the terms of a series, 0 to all customers; exact where the terms themselves underflow. */
function logTerms(lattice: Lattice, series: StationSeries): Float64Array {
  const { rates, load, logSum } = series;
  const result = new Float64Array(customersOf(lattice) + 1);
  result[0] = -logSum;
  for (let j = 1; j < result.length; j++)
    result[j] = result[j - 1] + Math.log(load / rates[Math.min(j, rates.length) - 1]);
  return result;
}

export function logMultiplySeries(
  lattice: Lattice,
  series: StationSeries,
  values: Float64Array,
  source: Float64Array,
): void {
  source.set(values);
  const terms = logTerms(lattice, series);
  if (lattice.classCount === 1) {
    logConvolve(terms, source, values);
    return;
  }
  const top = terms.length - 1;
  for (let at = 0; at < lattice.cells; at++) values[at] += terms[top];
  for (let j = top - 1; j >= 0; j--) logHornerStep(lattice, series.shares, terms[j], source, values);
}

/** result(n) = log sum_j e^(terms(j) + source(n-j)): the largest first, then what is within 40 of it. */
function logConvolve(terms: Float64Array, source: Float64Array, result: Float64Array): void {
  for (let n = 0; n < result.length; n++) {
    let highest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j <= n; j++) {
      const value = terms[j] + source[n - j];
      if (value > highest) highest = value;
    }
    let sum = 0;
    if (highest > Number.NEGATIVE_INFINITY)
      for (let j = 0; j <= n; j++) {
        const below = terms[j] + source[n - j] - highest;
        if (below > -45) sum += Math.exp(below);
      }
    result[n] = sum > 0 ? highest + Math.log(sum) : highest;
  }
}

function logHornerStep(
  lattice: Lattice,
  shares: Float64Array,
  logFactor: number,
  source: Float64Array,
  values: Float64Array,
): void {
  const { cells, rowLength, classCount, behind, weight } = lattice;
  const own = Math.log(shares[classCount - 1]);
  for (let start = cells - rowLength; start >= 0; start -= rowLength) {
    const count = present(lattice, start, shares);
    for (let at = start + rowLength - 1; at >= start; at--) {
      let value = logFactor + source[at];
      if (at > start) value = logAdd(value, own + values[at - 1]);
      for (let i = 0; i < count; i++) value = logAdd(value, Math.log(weight[i]) + values[at - behind[i]]);
      values[at] = value;
    }
  }
}

export function logOwnProbabilities(lattice: Lattice, series: StationSeries, values: Float64Array): void {
  const { cells, rowLength, classCount } = lattice;
  const terms = logTerms(lattice, series);
  const logShares = series.shares.map(Math.log);
  const logMix = (r: number, n: number) => (n === 0 ? 0 : n * logShares[r] - logFactorial(n));
  for (let start = 0; start < cells; start += rowLength) {
    let before = 0;
    let row = 0;
    for (let r = 0; r < classCount - 1; r++) {
      const n = customersInRow(lattice, start, r);
      before += n;
      row += logMix(r, n);
    }
    for (let j = 0; j < rowLength; j++)
      values[start + j] = terms[before + j] + logFactorial(before + j) + row + logMix(classCount - 1, j);
  }
}
