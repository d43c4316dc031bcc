import { poissonWeights } from '../markov/poisson';
import { absorbingInverse } from './absorbing-solver';
import type { Law } from './laws';
import { dot, type PhaseType, phaseMoments, rowTimes } from './phase-type';
import { integrateVector } from './quadrature';

/** The number A of Poisson arrivals during one service. */
export interface ArrivalCounts {
  /** P(A = 0). */
  readonly none: number;
  /** Entry i: P(A > i). */
  readonly tails: Float64Array;
  /** Entry m: E[max(A - m, 0)]. */
  readonly excess: Float64Array;
}

/** Beyond this the matrices of a phase type cost more than an integral. */
const mostPhases = 60;

/** Counts for i below `size`, every entry from sums of positive terms. */
export function arrivalCounts(arrivalRate: number, law: Law, size: number): ArrivalCounts {
  const phases = law.phases?.();
  if (phases && phases.size <= mostPhases) return phaseCounts(arrivalRate, phases, size);
  const poisson = (time: number, weight: number) => poissonCounts(arrivalRate * time, size, weight);
  const sum = new Float64Array(2 * size + 1);
  const add = (values: Float64Array) => {
    for (let i = 0; i < sum.length; i++) sum[i] += values[i];
  };
  for (const { value, probability } of law.atoms) add(poisson(value, probability));
  if (law.edges.length > 0) add(integrateVector((time) => poisson(time, law.density(time)), law.edges));
  return { none: sum[2 * size], tails: sum.slice(0, size), excess: sum.slice(size, 2 * size) };
}

/** Tails, excess and P(0) of a Poisson number, one after the other, times `factor`. */
function poissonCounts(mean: number, size: number, factor: number): Float64Array {
  const values = new Float64Array(2 * size + 1);
  values[2 * size] = factor * Math.exp(-mean);
  if (mean === 0 || factor === 0) return values;
  if (mean > 2 * size + 1500) {
    // fewer than `size` arrivals have a probability below 1e-300
    for (let m = 0; m < size; m++) {
      values[m] = factor;
      values[size + m] = factor * (mean - m);
    }
    return values;
  }
  const { first, weight } = poissonWeights(mean);
  let tail = 0;
  let excess = 0;
  for (let n = first + weight.length - 1; n > 0; n--) {
    tail += n >= first ? weight[n - first] : 0;
    excess += tail;
    if (n > size) continue;
    values[n - 1] = factor * tail;
    values[size + n - 1] = factor * excess;
  }
  return values;
}

/** With M = lambda (lambda - T)^-1, an arrival before the end: P(A > i) = alpha M^(i+1) 1. */
function phaseCounts(arrivalRate: number, phases: PhaseType, size: number): ArrivalCounts {
  const { initial, rates, exit } = phases;
  const order = phases.size;
  const inverse = absorbingInverse(
    rates,
    exit.map((rate) => rate + arrivalRate),
  );
  const arrival = inverse.map((value) => value * arrivalRate);
  const [left] = phaseMoments(phases);
  const one = new Float64Array(order).fill(1);
  const tails = new Float64Array(size);
  const excess = new Float64Array(size);
  let row = Float64Array.from(initial);
  for (let i = 0; i < size; i++) {
    excess[i] = arrivalRate * dot(row, left);
    row = Float64Array.from(rowTimes(row, arrival));
    tails[i] = dot(row, one);
  }
  return { none: dot(rowTimes(initial, inverse), exit), tails, excess };
}
