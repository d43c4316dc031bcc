import { deepFreeze, onlyFields, plainObject } from '../../common';
import { type DiscreteChain, discreteChain, type StateReference } from './chain';
import { markedStates, meanPassage } from './passage';

/** What `dtmcFirstPassage` is asked. */
export interface DtmcFirstPassageOptions {
  /** The state to reach, or several of which one is to be reached. */
  readonly to: StateReference | readonly StateReference[];
}

/** What `dtmcFirstPassage` answers. */
export interface DtmcFirstPassage {
  readonly exact: boolean;
  /**
   * Mean number of steps, one at least, from each state to the first arrival: from a state to reach, the mean number of
   * steps until the return. Infinity if it may not happen.
   */
  readonly meanSteps: readonly number[];
}

/**
 * Mean number of steps of a discrete-time Markov chain from each state to the first arrival in one state, or in any of
 * several: m_i = 1 + sum of p_ij m_j over the states j that are not to be reached. The mean return to one state is
 * 1 over its stationary probability. By elimination without subtraction.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain, `unknown-name` for a state that is not
 * there, `too-large` when the elimination is not affordable
 * @example
 * dtmcFirstPassage([[0, 1, 0], [0.25, 0.5, 0.25], [0, 1, 0]], { to: 0 }).meanSteps; // [6, 5, 6]
 * @see Kemeny and Snell, Finite Markov Chains, 1960, chapter 4
 */
export function dtmcFirstPassage(chain: DiscreteChain, options: DtmcFirstPassageOptions): DtmcFirstPassage {
  plainObject(options, 'options');
  onlyFields(options, ['to'], '');
  const checked = discreteChain(chain);
  const marked = markedStates(checked, options.to, 'to');
  const mean = meanPassage(checked, marked);
  const meanSteps = Array.from(mean, (steps, i) => {
    if (!marked[i]) return steps;
    let back = 1;
    for (let at = checked.start[i]; at < checked.start[i + 1]; at++)
      if (!marked[checked.target[at]]) back += checked.rate[at] * mean[checked.target[at]];
    return back;
  });
  return deepFreeze({ exact: true, meanSteps });
}
