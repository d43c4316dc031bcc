import { deepFreeze, integer, onlyFields, plainObject } from '../../common';
import { type DiscreteChain, discreteChain, type InitialState, initialDistribution } from './chain';
import { propagate } from './propagate';

/** What `dtmcTransient` is asked. */
export interface DtmcTransientOptions {
  /** State at step 0, or the probability of each state. */
  readonly initial: InitialState;
  /** Steps from the start, a whole number of 0 or more. */
  readonly steps: number;
}

/** What `dtmcTransient` answers. */
export interface DtmcTransient {
  readonly method: 'powers';
  readonly exact: boolean;
  /** Probability of each state after the steps, in the order of the states. */
  readonly probabilities: readonly number[];
  /** Expected visits to each state, from the start up to and without the state after the last step. */
  readonly visits: readonly number[];
}

/**
 * State probabilities of a discrete-time Markov chain after a number of steps, p(n) = p(0) P^n, and the expected visits
 * on the way, p(0) (I + P + ... + P^(n-1)). Many steps of a small chain are taken by squaring the matrix.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain, start or number; `too-large` when the steps
 * would take over 1e10 multiplications
 * @example
 * dtmcTransient([[0.9, 0.1], [0.4, 0.6]], { initial: 0, steps: 2 }).probabilities; // [0.85, 0.15]
 * @see Stewart, Probability, Markov Chains, Queues, and Simulation, 2009, chapter 9
 */
export function dtmcTransient(chain: DiscreteChain, options: DtmcTransientOptions): DtmcTransient {
  plainObject(options, 'options');
  onlyFields(options, ['initial', 'steps'], '');
  const checked = discreteChain(chain);
  const initial = initialDistribution(checked, options.initial);
  const { distribution, visits } = propagate(checked, initial, integer(options.steps, 'steps'));
  return deepFreeze({
    method: 'powers' as const,
    exact: true,
    probabilities: Array.from(distribution),
    visits: Array.from(visits),
  });
}
