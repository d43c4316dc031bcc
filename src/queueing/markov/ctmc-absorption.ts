import { deepFreeze, onlyFields, plainObject } from '../../common';
import { type ContinuousChain, continuousChain, type InitialState, initialDistribution } from './chain';
import { absorption } from './passage';

/** What `ctmcAbsorption` is asked. */
export interface CtmcAbsorptionOptions {
  /** State at time 0, or the probability of each state. */
  readonly initial: InitialState;
}

/** What `ctmcAbsorption` answers. */
export interface CtmcAbsorption {
  readonly exact: boolean;
  /** Mean time until an absorbing state is reached, seconds; Infinity when it may never be reached. */
  readonly meanTime: number;
  /** Probability of ending in each state; above 0 for absorbing states only. */
  readonly probabilities: readonly number[];
  /** Expected time in each transient state until absorption, seconds. */
  readonly sojournTime: readonly number[];
  /** Mean time to absorption from each state, seconds. */
  readonly meanTimeFrom: readonly number[];
}

/**
 * How a continuous-time Markov chain ends: the mean time until it reaches an absorbing state (one that is never left),
 * the probability of each such end, and the time in the states before. The distribution of the time follows from
 * `ctmcTransient`: P(T <= t) is the probability of the absorbing states at t.
 *
 * Time in transient state j: t = p(0) (-Q_TT)^-1, by elimination without subtraction.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain or start, `unsupported` when no state is
 * absorbing, `too-large` when the elimination is not affordable
 * @example
 * // Pure death at rates 3, 2, 1: 1/3 + 1/2 + 1 seconds.
 * ctmcAbsorption(
 *   [[0, 0, 0, 0], [1, -1, 0, 0], [0, 2, -2, 0], [0, 0, 3, -3]],
 *   { initial: 3 },
 * ).meanTime; // 1.8333
 * @see Stewart, Probability, Markov Chains, Queues, and Simulation, 2009, chapters 9 and 10
 */
export function ctmcAbsorption(chain: ContinuousChain, options: CtmcAbsorptionOptions): CtmcAbsorption {
  plainObject(options, 'options');
  onlyFields(options, ['initial'], '');
  const checked = continuousChain(chain);
  const result = absorption(checked, initialDistribution(checked, options.initial));
  return deepFreeze({
    exact: true,
    meanTime: result.mean,
    probabilities: Array.from(result.caught),
    sojournTime: Array.from(result.spent),
    meanTimeFrom: Array.from(result.meanFrom),
  });
}
