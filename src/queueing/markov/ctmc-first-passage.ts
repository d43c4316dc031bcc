import { deepFreeze, onlyFields, plainObject } from '../../common';
import { type ContinuousChain, continuousChain, type StateReference } from './chain';
import { markedStates, meanPassage } from './passage';

/** What `ctmcFirstPassage` is asked. */
export interface CtmcFirstPassageOptions {
  /** The state to reach, or several of which one is to be reached. */
  readonly to: StateReference | readonly StateReference[];
}

/** What `ctmcFirstPassage` answers. */
export interface CtmcFirstPassage {
  readonly exact: boolean;
  /** Mean time from each state to the first arrival, seconds: 0 in the states to reach, Infinity if it may not happen. */
  readonly meanTime: readonly number[];
}

/**
 * Mean time of a continuous-time Markov chain from each state to the first arrival in one state, or in any of several:
 * sum_j q_ij m_j = -1 with m = 0 in the states to reach. By elimination without subtraction.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain, `unknown-name` for a state that is not
 * there, `too-large` when the elimination is not affordable
 * @example
 * ctmcFirstPassage([[-1, 1], [2, -2]], { to: 0 }).meanTime; // [0, 0.5]
 * @see Stewart, Probability, Markov Chains, Queues, and Simulation, 2009, chapter 9
 */
export function ctmcFirstPassage(chain: ContinuousChain, options: CtmcFirstPassageOptions): CtmcFirstPassage {
  plainObject(options, 'options');
  onlyFields(options, ['to'], '');
  const checked = continuousChain(chain);
  const meanTime = meanPassage(checked, markedStates(checked, options.to, 'to'));
  return deepFreeze({ exact: true, meanTime: Array.from(meanTime) });
}
