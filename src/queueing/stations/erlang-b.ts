import { integer, nonNegative, onlyFields, plainObject } from '../../common';
import { blocking } from './erlang-sum';

/** What `erlangB` and `erlangC` are asked. */
export interface ErlangOptions {
  /** Arrival rate x mean service time, in Erlang, 0 or more. */
  readonly offeredLoad: number;
  /** Number of servers (lines, circuits). */
  readonly servers: number;
}

/**
 * Erlang's B formula: the share of customers that a loss system turns away because all servers are busy. Poisson
 * arrivals; any service time distribution.
 *
 *     B = (A^c / c!) / sum over j = 0..c of A^j / j!
 *
 * Computed as the reciprocal of a sum of positive terms that stops when it is complete: accurate and fast from
 * B = 1e-300 to 1, and for c = 100 000. The station with all its measures is `mmck` with `capacity` equal to `servers`.
 *
 * @returns the blocking probability; 1 without servers
 * @throws SidecoreError `invalid-value` for a negative or non-finite load, or servers that are not a whole number of 0
 * or more; `invalid-shape` for an unknown field
 * @example
 * erlangB({ offeredLoad: 8, servers: 10 }); // 0.12166...
 * @see erlangC, mmck, engset, lossNetwork
 *
 * A. K. Erlang 1917; F. P. Kelly, Reversibility and Stochastic Networks, Wiley 1979, section 1.3 (any service time).
 */
export function erlangB(options: ErlangOptions): number {
  plainObject(options, 'options');
  onlyFields(options, ['offeredLoad', 'servers'], '');
  return blocking(
    nonNegative(options.offeredLoad, 'offeredLoad', 'give the arrival rate times the mean service time'),
    integer(options.servers, 'servers', 0),
  );
}
