import { deepFreeze } from '../../common';
import { type ContinuousChain, continuousChain } from './chain';
import { type SteadyState, type SteadyStateOptions, stationary } from './stationary';
import { checkSteadyStateOptions } from './steady-state-options';

/**
 * Long-run probabilities of a continuous-time Markov chain: p Q = 0, sum p = 1. The chain has one closed class of
 * states that reach each other; transient states get 0.
 *
 * Up to about a million states in a narrow band, or two thousand in a full matrix, by elimination without any
 * subtraction (Grassmann-Taksar-Heyman): each probability is right to nearly full relative accuracy, however small.
 * Larger chains by iterative aggregation, to the stated residual.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain, `unsupported` when the long run depends on
 * the start, `too-large` when elimination is asked for and not affordable, `no-convergence` of the iteration
 * @example
 * ctmcSteadyState([[-1, 1], [3, -3]]).probabilities; // [0.75, 0.25]
 * @example
 * ctmcSteadyState({
 *   states: ['up', 'down'],
 *   transitions: [{ from: 'up', to: 'down', rate: 1 }, { from: 'down', to: 'up', rate: 3 }],
 * }).probabilities; // [0.75, 0.25]
 * @see Grassmann, Taksar and Heyman, Operations Research 33(5), 1985, pp. 1107-1116
 */
export function ctmcSteadyState(chain: ContinuousChain, options: SteadyStateOptions = {}): SteadyState {
  const checked = checkSteadyStateOptions(options);
  const result = stationary(continuousChain(chain), checked);
  return deepFreeze({ ...result, probabilities: Array.from(result.probabilities) });
}
