import { SidecoreError } from '../../common';
import type { Chain } from './chain';
import { reversed } from './components';

const sweepLimit = 5000;

/**
 * Steady state of a large irreducible chain by iterative aggregation and disaggregation: a coarse chain of some 100
 * groups of neighbouring states is solved directly and corrects the groups' weights, then Gauss-Seidel sweeps forth
 * and back correct the states. `chain` must be in an order that keeps neighbours together.
 *
 * @see Koury, McAllister and Stewart, SIAM J. Algebraic and Discrete Methods 5(2), 1984, pp. 164-186
 */
export function aggregate(
  chain: Chain,
  tolerance: number,
): { probabilities: Float64Array; iterations: number } {
  const { size, start, target, rate, exit } = chain;
  const back = reversed(chain);
  const groups = Math.min(size, 100);
  const group = Int32Array.from({ length: size }, (_, i) => Math.floor((i * groups) / size));
  const x = new Float64Array(size).fill(1 / size);
  const coarse = new Float64Array(groups * groups);
  const weight = new Float64Array(groups);
  let residual = Number.POSITIVE_INFINITY;

  const relax = (j: number): number => {
    let sum = 0;
    for (let at = back.start[j]; at < back.start[j + 1]; at++) sum += x[back.target[at]] * back.rate[at];
    return sum;
  };
  for (let iteration = 1; iteration <= sweepLimit; iteration++) {
    coarse.fill(0);
    weight.fill(0);
    for (let i = 0; i < size; i++) {
      const row = group[i] * groups;
      weight[group[i]] += x[i];
      for (let at = start[i]; at < start[i + 1]; at++) coarse[row + group[target[at]]] += x[i] * rate[at];
    }
    for (let g = 0; g < groups; g++)
      for (let h = 0; h < groups; h++) if (weight[g] > 0) coarse[g * groups + h] /= weight[g];
    const share = denseSteadyState(coarse, groups);
    for (let i = 0; i < size; i++) if (weight[group[i]] > 0) x[i] *= share[group[i]] / weight[group[i]];
    for (let j = 0; j < size; j++) x[j] = relax(j) / exit[j];
    for (let j = size - 1; j >= 0; j--) x[j] = relax(j) / exit[j];
    let off = 0;
    let flow = 0;
    let sum = 0;
    for (let j = 0; j < size; j++) {
      sum += x[j];
      flow += x[j] * exit[j];
      off += Math.abs(relax(j) - x[j] * exit[j]);
    }
    for (let j = 0; j < size; j++) x[j] /= sum;
    residual = off / flow;
    if (residual <= tolerance) return { probabilities: x, iterations: iteration };
  }
  throw new SidecoreError({
    code: 'no-convergence',
    path: 'chain',
    message: `after ${sweepLimit} iterations the residual is ${residual}, not ${tolerance}`,
    hint: 'give a larger tolerance, or method elimination',
  });
}

/** Grassmann-Taksar-Heyman on a small full matrix, which it overwrites. */
function denseSteadyState(rates: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size);
  for (let k = size - 1; k > 0; k--) {
    let total = 0;
    for (let j = 0; j < k; j++) total += rates[k * size + j];
    if (!(total > 0)) total = Number.MIN_VALUE;
    for (let i = 0; i < k; i++) {
      const share = rates[i * size + k] / total;
      rates[i * size + k] = share;
      if (share > 0) for (let j = 0; j < k; j++) rates[i * size + j] += share * rates[k * size + j];
    }
  }
  result[0] = 1;
  let sum = 1;
  for (let k = 1; k < size; k++) {
    for (let i = 0; i < k; i++) result[k] += result[i] * rates[i * size + k];
    sum += result[k];
    if (sum > 1e200) {
      for (let i = 0; i <= k; i++) result[i] *= 1e-200;
      sum *= 1e-200;
    }
  }
  for (let k = 0; k < size; k++) result[k] /= sum;
  return result;
}
