import { integer, nonNegative, onlyFields, plainObject } from '../../common';
import type { ErlangOptions } from './erlang-b';
import { delay } from './erlang-sum';

/**
 * Erlang's C formula: the share of customers that find all servers busy when everyone waits (M/M/c). Poisson arrivals,
 * exponential service.
 *
 *     C = B / (1 - (A / c) (1 - B)), B by Erlang's B formula
 *
 * The station with its waiting times and percentiles is `mmc`.
 *
 * @returns the waiting probability; 1 from saturation (A = c) on
 * @throws SidecoreError `invalid-value` for a negative or non-finite load, or servers that are not a whole number of 1
 * or more; `invalid-shape` for an unknown field
 * @example
 * erlangC({ offeredLoad: 8, servers: 10 }); // 0.4091...
 * @see erlangB, mmc
 *
 * A. K. Erlang 1917; L. Kleinrock, Queueing Systems, volume 1, Wiley 1975, section 3.5.
 */
export function erlangC(options: ErlangOptions): number {
  plainObject(options, 'options');
  onlyFields(options, ['offeredLoad', 'servers'], '');
  return delay(
    nonNegative(options.offeredLoad, 'offeredLoad', 'give the arrival rate times the mean service time'),
    integer(options.servers, 'servers', 1),
  );
}
