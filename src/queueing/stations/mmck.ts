import { integer, nonNegative, onlyFields, plainObject, positive } from '../../common';
import { finiteRoom } from './finite-room';
import type { BlockingAnswer } from './markovian-answer';

/** What `mmck` is asked. */
export interface MmckOptions {
  /** Customers per second, 0 or more, those turned away included. */
  readonly arrivalRate: number;
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
  /** Most customers at the station, those in service included; at least `servers`. */
  readonly capacity: number;
}

/**
 * M/M/c/K: `servers` equal servers, at most `capacity` customers at the station; who comes when it is full is lost.
 * Poisson arrivals, exponential service, first come first served. With `capacity` equal to `servers` this is Erlang's
 * loss system, and the means and state probabilities then hold for any service time distribution.
 *
 * P(n) is proportional to A^n / n! up to c and falls (or rises) by A / c from there to K; blocking P(K), throughput
 * arrivalRate (1 - P(K)). Computed from sums of positive terms at any load; the cost does not grow with K. Waiting and
 * response time are those of the customers that get in.
 *
 * @throws SidecoreError `invalid-value` for a negative or non-finite rate or time, servers that are not a whole number
 * of 1 or more, or a capacity below the servers; `invalid-shape` for an unknown field
 * @example
 * const gate = mmck({ arrivalRate: 8, serviceTime: 1, servers: 10, capacity: 12 });
 * gate.blockingProbability; // 0.0662...
 * gate.waitingTime.percentile(0.99);
 * @see erlangB, mmc, mm1k, mmcAbandonment
 *
 * D. Gross et al., Fundamentals of Queueing Theory, 4th edition, Wiley 2008, section 2.5.
 */
export function mmck(options: MmckOptions): BlockingAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime', 'servers', 'capacity'], '');
  const servers = integer(options.servers, 'servers', 1);
  return finiteRoom(
    'mmck',
    nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second'),
    positive(options.serviceTime, 'serviceTime', 'give seconds'),
    servers,
    integer(options.capacity, 'capacity', servers, 'it counts the customers in service too'),
  );
}
