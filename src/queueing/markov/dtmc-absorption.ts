import { deepFreeze, onlyFields, plainObject } from '../../common';
import { type DiscreteChain, discreteChain, type InitialState, initialDistribution } from './chain';
import { absorption } from './passage';

/** What `dtmcAbsorption` is asked. */
export interface DtmcAbsorptionOptions {
  /** State at step 0, or the probability of each state. */
  readonly initial: InitialState;
}

/** What `dtmcAbsorption` answers. */
export interface DtmcAbsorption {
  readonly exact: boolean;
  /** Mean number of steps until an absorbing state is reached; Infinity when it may never be reached. */
  readonly meanSteps: number;
  /** Probability of ending in each state; above 0 for absorbing states only. */
  readonly probabilities: readonly number[];
  /** Expected visits to each transient state until absorption, the start included. */
  readonly visits: readonly number[];
  /** Mean number of steps to absorption from each state. */
  readonly meanStepsFrom: readonly number[];
}

/**
 * How a discrete-time Markov chain ends: the mean number of steps until it reaches an absorbing state (one that goes to
 * itself with probability 1), the probability of each such end, and the visits to the states before:
 * p(0) (I - P_TT)^-1, by elimination without subtraction.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain or start, `unsupported` when no state is
 * absorbing, `too-large` when the elimination is not affordable
 * @example
 * // Symmetric walk between two barriers: 1 x 3 steps from state 1.
 * dtmcAbsorption(
 *   [[1, 0, 0, 0, 0], [0.5, 0, 0.5, 0, 0], [0, 0.5, 0, 0.5, 0], [0, 0, 0.5, 0, 0.5], [0, 0, 0, 0, 1]],
 *   { initial: 1 },
 * ).meanSteps; // 3
 * @see Kemeny and Snell, Finite Markov Chains, 1960, chapter 3
 */
export function dtmcAbsorption(chain: DiscreteChain, options: DtmcAbsorptionOptions): DtmcAbsorption {
  plainObject(options, 'options');
  onlyFields(options, ['initial'], '');
  const checked = discreteChain(chain);
  const result = absorption(checked, initialDistribution(checked, options.initial));
  return deepFreeze({
    exact: true,
    meanSteps: result.mean,
    probabilities: Array.from(result.caught),
    visits: Array.from(result.spent),
    meanStepsFrom: Array.from(result.meanFrom),
  });
}
