import { SidecoreError } from '../../common';
import { type Chain, stateName } from './chain';
import { narrowOrder, type Ordering } from './ordering';

/** More multiplications than this are refused, or left to an iteration (some ten seconds). */
const workLimit = 1e10;
const memoryLimit = 2 ** 30;
/** Rates below this lose digits to underflow. */
const rarest = 1e-280;

/** A chain censored state by state: what is needed to solve both for times and for visits. */
export interface Elimination {
  readonly chain: Chain;
  readonly order: Int32Array;
  readonly halfBandwidth: number;
  /** Rows of 2 h + 1 rates, entry (i, j) at i (2h + 1) + j - i + h, by position in `order`. */
  readonly band: Float64Array;
  /** Rate out of position k to positions below k and to the outside, when everything above k is censored. */
  readonly exit: Float64Array;
}

/** What an elimination would cost. */
export function eliminationCost(ordering: Ordering): {
  operations: number;
  bytes: number;
  feasible: boolean;
} {
  const size = ordering.order.length;
  const operations = size * (ordering.halfBandwidth + 1) ** 2;
  const bytes = 8 * size * (2 * ordering.halfBandwidth + 3);
  return { operations, bytes, feasible: operations <= workLimit && bytes <= memoryLimit };
}

/**
 * Eliminates the states marked `inside`, from each of which the chain must be able to leave the marked set. Only
 * additions, multiplications and divisions of positive numbers: every entry keeps its relative accuracy however far
 * apart the rates are.
 *
 * @see Grassmann, Taksar and Heyman, Operations Research 33(5), 1985, pp. 1107-1116; O'Cinneide, Numerische Mathematik
 * 65, 1993, pp. 109-120 (entrywise accuracy)
 */
export function eliminate(chain: Chain, inside: Uint8Array): Elimination {
  const result = tryElimination(chain, narrowOrder(chain, inside));
  if ('order' in result) return result;
  throw new SidecoreError({
    code: 'no-convergence',
    path: 'chain',
    message: `state ${stateName(chain, result.trap)} is left for good so rarely that double precision cannot hold the rate`,
    hint: 'treat it as one that is never left',
  });
}

/** As `eliminate` for the states of an ordering, but gives the state that is in the way when the marked set is left at a rate that underflows. */
export function tryElimination(chain: Chain, ordering: Ordering): Elimination | { readonly trap: number } {
  const { order, halfBandwidth: half } = ordering;
  refuseIfTooLarge(ordering);
  const size = order.length;
  const width = 2 * half + 1;
  const band = new Float64Array(size * width);
  const exit = new Float64Array(size);
  const position = new Int32Array(chain.size).fill(-1);
  for (let p = 0; p < size; p++) position[order[p]] = p;
  for (let p = 0; p < size; p++)
    for (let at = chain.start[order[p]]; at < chain.start[order[p] + 1]; at++) {
      const q = position[chain.target[at]];
      if (q < 0) exit[p] += chain.rate[at];
      else band[p * width + q - p + half] += chain.rate[at];
    }
  for (let k = size - 1; k >= 0; k--) {
    const first = Math.max(0, k - half);
    const row = k * width - k + half;
    const outside = exit[k];
    let total = outside;
    for (let j = first; j < k; j++) total += band[row + j];
    if (!(total > rarest)) return { trap: order[k] };
    exit[k] = total;
    for (let i = first; i < k; i++) {
      const own = i * width - i + half;
      const into = band[own + k];
      if (into === 0) continue;
      const share = into / total;
      exit[i] += share * outside;
      for (let j = first; j < k; j++) band[own + j] += share * band[row + j];
    }
  }
  return { chain, order, halfBandwidth: half, band, exit };
}

function refuseIfTooLarge(ordering: Ordering): void {
  const { operations, bytes, feasible } = eliminationCost(ordering);
  if (feasible) return;
  throw new SidecoreError({
    code: 'too-large',
    path: 'chain',
    message: `${ordering.order.length} states with a bandwidth of ${ordering.halfBandwidth} need ${operations.toExponential(1)} multiplications and ${Math.ceil(bytes / 2 ** 20)} MiB; the limits are ${workLimit.toExponential(0)} and ${memoryLimit / 2 ** 20} MiB`,
    hint: 'lump states together, or ask for less',
  });
}

/**
 * Expected reward until the marked set is left, from each state of the chain: m_i exit_i = reward_i + sum_j rate_ij m_j.
 * With a reward of 1: the mean time. States outside have 0.
 */
export function expectedReward(elimination: Elimination, reward: Float64Array): Float64Array {
  const { chain, order, halfBandwidth: half, band, exit } = elimination;
  const size = order.length;
  const width = 2 * half + 1;
  const gathered = Float64Array.from(order, (state) => reward[state]);
  for (let k = size - 1; k >= 0; k--)
    for (let i = Math.max(0, k - half); i < k; i++)
      gathered[i] += (band[i * width + k - i + half] / exit[k]) * gathered[k];
  const result = new Float64Array(chain.size);
  for (let k = 0; k < size; k++) {
    let sum = gathered[k];
    for (let j = Math.max(0, k - half); j < k; j++) sum += band[k * width + j - k + half] * gathered[j];
    gathered[k] = sum / exit[k];
    result[order[k]] = gathered[k];
  }
  return result;
}

/**
 * Expected time in each state until the marked set is left, for a start with mass `source`:
 * t_j exit_j = source_j + sum_i t_i rate_ij. True values are `value / unit`: the unit shrinks where they would overflow.
 */
export function expectedTime(
  elimination: Elimination,
  source: Float64Array,
): { readonly value: Float64Array; readonly unit: number } {
  const { chain, order, halfBandwidth: half, band, exit } = elimination;
  const size = order.length;
  const width = 2 * half + 1;
  const mass = Float64Array.from(order, (state) => source[state]);
  for (let k = size - 1; k >= 0; k--) {
    const share = mass[k] / exit[k];
    if (share > 0)
      for (let j = Math.max(0, k - half); j < k; j++) mass[j] += share * band[k * width + j - k + half];
  }
  let unit = 1;
  const time = mass;
  for (let k = 0; k < size; k++) {
    let sum = mass[k] * unit;
    for (let i = Math.max(0, k - half); i < k; i++) sum += time[i] * band[i * width + k - i + half];
    time[k] = sum / exit[k];
    if (time[k] === Number.POSITIVE_INFINITY)
      throw new SidecoreError({
        code: 'invalid-value',
        path: 'chain',
        message: `the rates into state ${stateName(chain, order[k])} lead beyond the range of a double`,
        hint: 'choose another unit of time, or rates that are less far apart',
      });
    while (time[k] > 1e140) {
      for (let i = 0; i <= k; i++) time[i] *= 1e-140;
      unit *= 1e-140;
    }
  }
  const value = new Float64Array(chain.size);
  for (let k = 0; k < size; k++) value[order[k]] = time[k];
  return { value, unit };
}
