import { SidecoreError } from '../../common';
import { type Chain, chainOf, type StateReference, stateIndex } from './chain';
import { components, reachable, reversed } from './components';
import { eliminate, expectedReward, expectedTime } from './elimination';

/** Marks the states of an option that names one state or several. */
export function markedStates(
  chain: Chain,
  given: StateReference | readonly StateReference[],
  path: string,
): Uint8Array {
  const list = Array.isArray(given) ? given : [given];
  if (list.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path,
      message: 'no state given',
      hint: 'give at least one',
    });
  const marked = new Uint8Array(chain.size);
  list.forEach((state: StateReference, i) => {
    marked[stateIndex(chain, state, Array.isArray(given) ? `${path}[${i}]` : path)] = 1;
  });
  return marked;
}

/**
 * Mean time (continuous) or number of steps (discrete) from each state to the first arrival in a marked one; 0 for the
 * marked states, Infinity where the arrival is not certain.
 */
export function meanPassage(chain: Chain, marked: Uint8Array): Float64Array {
  const mayArrive = reachable(reversed(chain), marked);
  const never = mayArrive.map((yes) => 1 - yes);
  // A marked state ends the journey: what may be missed is what gets to `never` without passing through one.
  const mayMiss = never.includes(1) ? reachable(reversed(stoppedAt(chain, marked)), never) : never;
  const inside = new Uint8Array(chain.size);
  for (let i = 0; i < chain.size; i++) inside[i] = marked[i] || mayMiss[i] ? 0 : 1;
  const result = expectedReward(eliminate(chain, inside), new Float64Array(chain.size).fill(1));
  for (let i = 0; i < chain.size; i++) if (mayMiss[i] && !marked[i]) result[i] = Number.POSITIVE_INFINITY;
  return result;
}

/** The chain without the transitions out of the marked states. */
function stoppedAt(chain: Chain, marked: Uint8Array): Chain {
  const from: number[] = [];
  const to: number[] = [];
  const rate: number[] = [];
  for (let i = 0; i < chain.size; i++)
    for (let at = chain.start[i]; at < chain.start[i + 1] && !marked[i]; at++) {
      from.push(i);
      to.push(chain.target[at]);
      rate.push(chain.rate[at]);
    }
  return chainOf(chain.size, { from, to, rate });
}

/** What happens to a chain until it is caught for good. */
export interface Absorption {
  /** Mean time until then; Infinity when it may end in a class of several states or not at all. */
  readonly mean: number;
  /** Expected time in each transient state (0 for others). */
  readonly spent: Float64Array;
  /** Probability to end in each recurrent state's class, listed at absorbing states only. */
  readonly caught: Float64Array;
  /** Mean time from each state. */
  readonly meanFrom: Float64Array;
}

export function absorption(chain: Chain, initial: Float64Array): Absorption {
  const parts = components(chain);
  const inside = Uint8Array.from(parts.of, (part) => 1 - parts.closed[part]);
  const absorbing = chain.exit.map((exit) => (exit === 0 ? 1 : 0));
  if (!absorbing.includes(1))
    throw new SidecoreError({
      code: 'unsupported',
      path: 'chain',
      message: 'no state is absorbing: every state is left again',
      hint: 'use the first-passage function to reach a state that is left again',
    });
  const meanFrom = meanPassage(chain, Uint8Array.from(absorbing));
  const { value, unit } = expectedTime(eliminate(chain, inside), initial);
  const spent = value.map((time) => time / unit);
  const caught = new Float64Array(chain.size);
  let mean = 0;
  for (let i = 0; i < chain.size; i++) {
    if (initial[i] > 0) mean += initial[i] * meanFrom[i];
    if (absorbing[i]) caught[i] += initial[i];
    if (inside[i])
      for (let at = chain.start[i]; at < chain.start[i + 1]; at++)
        if (absorbing[chain.target[at]]) caught[chain.target[at]] += spent[i] * chain.rate[at];
  }
  return { mean, spent, caught, meanFrom };
}
