import { integer, nonNegative, onlyFields, plainObject, positive } from '../../common';
import { finiteRoom } from './finite-room';
import type { BlockingAnswer } from './markovian-answer';

/** What `mm1k` is asked. */
export interface Mm1kOptions {
  /** Customers per second, 0 or more, those turned away included. */
  readonly arrivalRate: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
  /** Most customers at the station, the one in service included, 1 or more. */
  readonly capacity: number;
}

/**
 * M/M/1/K: one server, at most `capacity` customers at the station; who comes when it is full is lost. Poisson
 * arrivals, exponential service, first come first served.
 *
 * With rho = arrivalRate x serviceTime: P(n) = rho^n / (1 + rho + ... + rho^K), blocking P(K), throughput
 * arrivalRate (1 - P(K)). Computed without cancellation near rho = 1 and without overflow at any rho and K; the cost
 * does not grow with K. Waiting and response time are those of the customers that get in.
 *
 * @throws SidecoreError `invalid-value` for a negative or non-finite rate or time, or a capacity that is not a whole
 * number of 1 or more; `invalid-shape` for an unknown field
 * @example
 * const ring = mm1k({ arrivalRate: 1, serviceTime: 1, capacity: 10 });
 * ring.blockingProbability; // 1/11
 * ring.queueLength; // 5
 * @see mmck, mm1
 *
 * D. Gross et al., Fundamentals of Queueing Theory, 4th edition, Wiley 2008, section 2.5.
 */
export function mm1k(options: Mm1kOptions): BlockingAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime', 'capacity'], '');
  return finiteRoom(
    'mm1k',
    nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second'),
    positive(options.serviceTime, 'serviceTime', 'give seconds'),
    1,
    integer(options.capacity, 'capacity', 1, 'without a limit use mm1'),
  );
}
