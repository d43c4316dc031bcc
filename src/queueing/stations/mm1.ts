import { nonNegative, onlyFields, plainObject, positive } from '../../common';
import type { MarkovianAnswer } from './markovian-answer';
import { waitingRoom } from './waiting-room';

/** What `mm1` is asked. */
export interface Mm1Options {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
}

const facts = Object.freeze({ kind: 'mm1', exact: true });

/**
 * M/M/1: one server, Poisson arrivals, exponential service, unlimited queue. Means and state probabilities hold for
 * every discipline that does not look at service times, processor sharing included; the distributions of times are
 * those of first come first served.
 *
 * With rho = arrivalRate x serviceTime: response time S / (1 - rho), queue length rho / (1 - rho),
 * P(n) = (1 - rho) rho^n, P(response > t) = exp(-(1 - rho) t / S). From rho = 1 on the answer is `stable: false` with
 * infinite means.
 *
 * @throws SidecoreError `invalid-value` for a negative or non-finite rate or time, `invalid-shape` for an unknown field
 * @example
 * mm1({ arrivalRate: 90, serviceTime: 0.01 }).responseTime.mean; // 0.1
 * @see mmc, mm1k
 *
 * L. Kleinrock, Queueing Systems, volume 1, Wiley 1975, section 3.2.
 */
export function mm1(options: Mm1Options): MarkovianAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime'], '');
  return waitingRoom(
    facts,
    nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second'),
    positive(options.serviceTime, 'serviceTime', 'give seconds'),
    1,
  );
}
