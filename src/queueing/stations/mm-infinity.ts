import { nonNegative, onlyFields, plainObject, positive } from '../../common';
import { exponentialTime, sometimesExponential } from './exponential-times';
import { logPoisson } from './log-poisson';
import { type MarkovianAnswer, offeredErlang } from './markovian-answer';
import { withStateProbability } from './time-result';

/** What `mmInfinity` is asked. */
export interface MmInfinityOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
}

/**
 * M/M/infinity: a server for everyone, so a pure delay. Means and state probabilities hold for any service time
 * distribution; the distribution of the response time is that of an exponential service.
 *
 * P(n) is Poisson with mean A = arrivalRate x serviceTime. As at the delay station of a network, `utilization` is A,
 * the mean number in service, and may exceed 1.
 *
 * @throws SidecoreError `invalid-value` for a negative or non-finite rate or time, `invalid-shape` for an unknown field
 * @example
 * mmInfinity({ arrivalRate: 4, serviceTime: 0.5 }).stateProbability(0); // 0.1353...
 * @see mmc
 *
 * L. Kleinrock, Queueing Systems, volume 1, Wiley 1975, section 3.4.
 */
export function mmInfinity(options: MmInfinityOptions): MarkovianAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime'], '');
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second');
  const serviceTime = positive(options.serviceTime, 'serviceTime', 'give seconds');
  const load = offeredErlang(arrivalRate, serviceTime);
  return withStateProbability(
    {
      kind: 'mm-infinity',
      exact: true,
      stable: true,
      saturationRate: Number.POSITIVE_INFINITY,
      throughput: arrivalRate,
      utilization: load,
      queueLength: load,
      waitingLength: 0,
      responseTime: exponentialTime(serviceTime),
      waitingTime: sometimesExponential(0, serviceTime),
      waitingProbability: 0,
    },
    (n) => Math.exp(logPoisson(n, load)),
  );
}
