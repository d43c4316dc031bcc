import { deepFreeze } from '../../common';
import { type DiscreteChain, discreteChain } from './chain';
import { type SteadyState, type SteadyStateOptions, stationary } from './stationary';
import { checkSteadyStateOptions } from './steady-state-options';

/**
 * Stationary probabilities of a discrete-time Markov chain: p P = p, sum p = 1. The chain has one closed class of
 * states that reach each other; transient states get 0. A periodic chain has a stationary distribution too: the share
 * of steps spent in each state. Methods and accuracy as of `ctmcSteadyState`.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain, `unsupported` when the long run depends on
 * the start, `too-large` when elimination is asked for and not affordable, `no-convergence` of the iteration
 * @example
 * dtmcSteadyState([[0.9, 0.1], [0.4, 0.6]]).probabilities; // [0.8, 0.2]
 * @see Grassmann, Taksar and Heyman, Operations Research 33(5), 1985, pp. 1107-1116
 */
export function dtmcSteadyState(chain: DiscreteChain, options: SteadyStateOptions = {}): SteadyState {
  const checked = checkSteadyStateOptions(options);
  const result = stationary(discreteChain(chain), checked);
  return deepFreeze({ ...result, probabilities: Array.from(result.probabilities) });
}
