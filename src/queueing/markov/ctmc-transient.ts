import { deepFreeze, nonNegative, onlyFields, plainObject } from '../../common';
import { type ContinuousChain, continuousChain, type InitialState, initialDistribution } from './chain';
import { transient } from './uniformization';

/** What `ctmcTransient` is asked. */
export interface CtmcTransientOptions {
  /** State at time 0, or the probability of each state. */
  readonly initial: InitialState;
  /** Seconds from the start. */
  readonly time: number;
}

/** What `ctmcTransient` answers. */
export interface CtmcTransient {
  readonly method: 'uniformization';
  readonly exact: boolean;
  /** Probability of each state at the time, in the order of the states. */
  readonly probabilities: readonly number[];
  /** Expected time spent in each state until then, seconds; divided by `time`: the average share. */
  readonly sojournTime: readonly number[];
  /** Steps of the uniformised chain that cover the time. */
  readonly steps: number;
}

/**
 * State probabilities of a continuous-time Markov chain at a time, p(t) = p(0) exp(Q t), and the expected time in each
 * state until then.
 *
 * By uniformisation: only positive terms, so small probabilities are as accurate as large ones; terms are left out
 * below 1e-40 of the largest. Rounding grows with the number of steps q t (q the fastest rate out of a state): the
 * relative error stays below about 1e-16 q t, and was below 1e-12 for q t up to 1e6 against closed forms.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for a bad chain, start or time; `too-large` when the time is
 * so long that it would take over 1e10 multiplications
 * @example
 * ctmcTransient([[-1, 1], [3, -3]], { initial: 0, time: 0.5 }).probabilities[0]; // (3 + exp(-2)) / 4 = 0.7838
 * @see Grassmann, Computers and Operations Research 4(1), 1977, pp. 47-53; Fox and Glynn, Comm. ACM 31(4), 1988
 */
export function ctmcTransient(chain: ContinuousChain, options: CtmcTransientOptions): CtmcTransient {
  plainObject(options, 'options');
  onlyFields(options, ['initial', 'time'], '');
  const checked = continuousChain(chain);
  const initial = initialDistribution(checked, options.initial);
  const result = transient(checked, initial, nonNegative(options.time, 'time'));
  return deepFreeze({
    method: 'uniformization' as const,
    exact: true,
    probabilities: Array.from(result.distribution),
    sojournTime: Array.from(result.occupancy),
    steps: result.steps,
  });
}
