import { SidecoreError } from '../../common';
import { type Chain, chainOf } from './chain';

/** Where a state leads to, and how fast. */
export type Emit<S> = (rate: number, to: S) => void;

export interface StateSpace<S> {
  /** States that can be reached from the first, in the order of discovery. */
  readonly states: readonly S[];
  readonly chain: Chain;
}

/**
 * Finds every state that can be reached from a first one, breadth first, and the chain on them.
 *
 * @throws SidecoreError `too-large` when there are more states than `limit`
 */
export function explore<S>(
  first: S,
  key: (state: S) => string,
  successors: (state: S, emit: Emit<S>) => void,
  limit: number,
): StateSpace<S> {
  const number = new Map([[key(first), 0]]);
  const states = [first];
  const from: number[] = [];
  const to: number[] = [];
  const rates: number[] = [];
  for (let i = 0; i < states.length; i++)
    successors(states[i], (rate, next) => {
      const name = key(next);
      let j = number.get(name);
      if (j === undefined) {
        j = states.length;
        if (j >= limit) refuseStates(`more than ${limit}`, limit);
        number.set(name, j);
        states.push(next);
      }
      from.push(i);
      to.push(j);
      rates.push(rate);
    });
  return { states, chain: chainOf(states.length, { from, to, rate: rates }) };
}

/** Throws `too-large`; some 500 bytes are needed for a state with its transitions. */
export function refuseStates(count: string, limit: number): never {
  throw new SidecoreError({
    code: 'too-large',
    path: 'options.maxStates',
    message: `the chain has ${count} states (about ${Math.ceil((limit * 500) / 2 ** 20)} MiB for ${limit} of them, which is the limit)`,
    hint: 'use an approximation or a smaller population, or raise maxStates',
  });
}
