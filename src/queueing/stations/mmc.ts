import { integer, nonNegative, onlyFields, plainObject, positive } from '../../common';
import type { MarkovianAnswer } from './markovian-answer';
import { waitingRoom } from './waiting-room';

/** What `mmc` is asked. */
export interface MmcOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
}

const facts = Object.freeze({ kind: 'mmc', exact: true });

/**
 * M/M/c: `servers` equal servers behind one unlimited queue, Poisson arrivals, exponential service, first come first
 * served.
 *
 * With the offered load A = arrivalRate x serviceTime and Erlang's C: P(wait) = C, waiting time C S / (c - A),
 * P(wait > t) = C exp(-(c - A) t / S). The response time is the independent sum of wait and service. C comes from a sum
 * of positive terms that needs about 9 sqrt(c) of them, so that c = 100 000 is no trouble. From A = c on the answer is
 * `stable: false` with infinite means.
 *
 * @throws SidecoreError `invalid-value` for a negative or non-finite rate or time, or servers that are not a whole
 * number of 1 or more; `invalid-shape` for an unknown field
 * @example
 * const pool = mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 });
 * pool.waitingProbability; // 0.279...
 * pool.responseTime.percentile(0.95); // seconds
 * @see mm1, mmck, mmcAbandonment, fewestServers
 *
 * L. Kleinrock, Queueing Systems, volume 1, Wiley 1975, section 3.5; D. Gross et al., Fundamentals of Queueing Theory,
 * 4th edition, Wiley 2008, section 2.3.
 */
export function mmc(options: MmcOptions): MarkovianAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime', 'servers'], '');
  return waitingRoom(
    facts,
    nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second'),
    positive(options.serviceTime, 'serviceTime', 'give seconds'),
    integer(options.servers, 'servers', 1, 'for any number of servers use mmInfinity'),
  );
}
