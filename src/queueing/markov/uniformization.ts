import type { Chain } from './chain';
import { poissonWeights } from './poisson';
import { powerAndSum, times } from './powers';
import { prefersPowers, stepForward } from './propagate';

export interface Transient {
  readonly distribution: Float64Array;
  /** Expected time in each state up to then. */
  readonly occupancy: Float64Array;
  readonly steps: number;
}

/**
 * Distribution of a continuous-time chain at a time, and the expected time in each state until then, by uniformisation:
 * p(t) = sum_k Poisson(k; q t) p P^k with P = I + Q / q. Very long times are reached by squaring the matrix of a short one.
 *
 * @see Grassmann, Computers and Operations Research 4(1), 1977, pp. 47-53; Stewart, Introduction to the Numerical
 * Solution of Markov Chains, 1994, section 8.2
 */
export function transient(chain: Chain, initial: Float64Array, time: number): Transient {
  const { size } = chain;
  let fastest = 0;
  for (const rate of chain.exit) fastest = Math.max(fastest, rate);
  const mean = fastest * time;
  if (mean === 0) return { distribution: initial.slice(), occupancy: initial.map((p) => p * time), steps: 0 };
  const steps = Math.ceil(mean + 14 * Math.sqrt(mean) + 40);
  const walk: Chain = {
    ...chain,
    rate: chain.rate.map((rate) => rate / fastest),
    stay: chain.exit.map((exit) => 1 - exit / fastest),
  };
  if (mean <= 2 || !prefersPowers(chain, steps, 'time')) return uniformized(walk, initial, fastest, time);
  const doublings = Math.ceil(Math.log2(mean));
  const short = time / 2 ** doublings;
  const matrix = new Float64Array(size * size);
  const spent = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    unit.fill(0);
    unit[i] = 1;
    const { distribution, occupancy } = uniformized(walk, unit, fastest, short);
    matrix.set(distribution, i * size);
    spent.set(occupancy, i * size);
  }
  const { distribution, visits } = powerAndSum(matrix, initial, 2 ** doublings);
  return { distribution, occupancy: times(visits, spent, size), steps };
}

function uniformized(walk: Chain, initial: Float64Array, fastest: number, time: number): Transient {
  const { size } = walk;
  const { first, weight } = poissonWeights(fastest * time);
  const later = new Float64Array(weight.length);
  for (let i = weight.length - 2; i >= 0; i--) later[i] = later[i + 1] + weight[i + 1];
  const last = first + weight.length - 1;
  const distribution = new Float64Array(size);
  const occupancy = new Float64Array(size);
  let now = initial.slice();
  let next = new Float64Array(size);
  for (let k = 0; ; k++) {
    const at = k - first;
    const share = at < 0 ? 1 / fastest : later[at] / fastest;
    for (let i = 0; i < size; i++) occupancy[i] += share * now[i];
    if (at >= 0) for (let i = 0; i < size; i++) distribution[i] += weight[at] * now[i];
    if (k === last) return { distribution, occupancy, steps: last };
    stepForward(walk, now, next);
    [now, next] = [next, now];
  }
}
