import { SidecoreError } from '../../common';
import type { Chain } from './chain';
import { powerAndSum } from './powers';

/** Most multiplications for one answer, some ten seconds. */
const workLimit = 1e10;

/** A distribution after some steps, and the expected visits on the way (the start counts, the end does not). */
export interface Propagated {
  readonly distribution: Float64Array;
  readonly visits: Float64Array;
}

/** One step of a discrete-time chain: to_j = sum_i from_i P_ij. */
export function stepForward(chain: Chain, from: Float64Array, to: Float64Array): void {
  const { size, start, target, rate, stay } = chain;
  for (let i = 0; i < size; i++) to[i] = from[i] * stay[i];
  for (let i = 0; i < size; i++) {
    const mass = from[i];
    if (mass > 0) for (let at = start[i]; at < start[i + 1]; at++) to[target[at]] += mass * rate[at];
  }
}

/** True when full matrix powers are cheaper than `count` single steps; throws when neither is affordable. */
export function prefersPowers(chain: Chain, count: number, path: string): boolean {
  const single = count * (chain.size + chain.rate.length);
  const powers = 3 * chain.size ** 3 * Math.max(1, Math.ceil(Math.log2(count)));
  if (Math.min(single, powers) > workLimit)
    throw new SidecoreError({
      code: 'too-large',
      path,
      message: `${count.toExponential(1)} steps of ${chain.size} states need ${Math.min(single, powers).toExponential(1)} multiplications; the limit is ${workLimit.toExponential(0)}`,
      hint: 'ask for a shorter time, or for the steady state',
    });
  return powers < single;
}

/** `count` steps of a discrete-time chain. */
export function propagate(chain: Chain, initial: Float64Array, count: number): Propagated {
  if (count > 0 && prefersPowers(chain, count, 'steps')) {
    const matrix = new Float64Array(chain.size ** 2);
    for (let i = 0; i < chain.size; i++) {
      matrix[i * chain.size + i] = chain.stay[i];
      for (let at = chain.start[i]; at < chain.start[i + 1]; at++)
        matrix[i * chain.size + chain.target[at]] += chain.rate[at];
    }
    return powerAndSum(matrix, initial, count);
  }
  let now = initial.slice();
  let next = new Float64Array(chain.size);
  const visits = new Float64Array(chain.size);
  for (let step = 0; step < count; step++) {
    for (let i = 0; i < chain.size; i++) visits[i] += now[i];
    stepForward(chain, now, next);
    [now, next] = [next, now];
  }
  return { distribution: now, visits };
}
