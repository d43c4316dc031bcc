import {
  deepFreeze,
  integer,
  nonNegative,
  onlyFields,
  plainObject,
  positive,
  SidecoreError,
} from '../../common';
import { chainOf, initialDistribution } from '../markov/chain';
import { transient } from '../markov/uniformization';

/** What `mmckTransient` is asked. */
export interface MmckTransientOptions {
  /** Customers per second. */
  readonly arrivalRate: number;
  /** Mean, seconds. */
  readonly serviceTime: number;
  readonly servers: number;
  /** Most customers that fit, waiting and in service; at least `servers`. */
  readonly capacity: number;
  /** Seconds from the start. */
  readonly time: number;
  /** Customers at the start, or the probability of each number from 0 to `capacity`. Default 0: empty. */
  readonly initial?: number | readonly number[];
}

/** What `mmckTransient` answers. */
export interface MmckTransient {
  readonly kind: 'mmck-transient';
  readonly exact: boolean;
  /** Probability of n customers at the time, n from 0 to `capacity`. */
  readonly probabilities: readonly number[];
  /** Mean number of customers at the time. */
  readonly queueLength: number;
  /** Share of busy servers at the time. */
  readonly utilization: number;
  /** Probability that an arrival at the time finds the station full. */
  readonly blockingProbability: number;
  /** Mean over the time from the start: of the number of customers. */
  readonly averageQueueLength: number;
}

/**
 * M/M/c/K away from its steady state: how the number of customers is distributed at a time after the start. Poisson
 * arrivals, exponential service, `capacity` places. Any load, saturated or not.
 *
 * By uniformisation of the birth-death chain: positive terms only, so that probabilities far below 1e-16 are right too.
 * Its cost grows with (arrivalRate + servers / serviceTime) x time x capacity.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for bad input, `too-large` beyond 1e10 multiplications
 * @example
 * // A disk that has been idle gets 1.2 times what it can do for ten seconds.
 * mmckTransient({ arrivalRate: 1.2, serviceTime: 1, servers: 1, capacity: 15, time: 10 }).queueLength; // 4.366
 * @see Grassmann, Computers and Operations Research 4(1), 1977, pp. 47-53
 */
export function mmckTransient(options: MmckTransientOptions): MmckTransient {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime', 'servers', 'capacity', 'time', 'initial'], '');
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const servers = integer(options.servers, 'servers', 1);
  const capacity = integer(options.capacity, 'capacity', servers, 'at least one place for each server');
  const time = nonNegative(options.time, 'time');
  if (capacity > 1e7)
    throw new SidecoreError({
      code: 'too-large',
      path: 'capacity',
      message: `${capacity + 1} states; the limit is 10000001`,
      hint: 'customers hardly ever reach such a number: give less room',
    });
  const from = Float64Array.from({ length: 2 * capacity }, (_, i) => (i < capacity ? i : i - capacity + 1));
  const chain = chainOf(capacity + 1, {
    from,
    to: from.map((n, i) => (i < capacity ? n + 1 : n - 1)),
    rate: from.map((n, i) => (i < capacity ? arrivalRate : Math.min(n, servers) / serviceTime)),
  });
  const initial = initialDistribution(chain, options.initial ?? 0);
  const { distribution, occupancy } = transient(chain, initial, time);
  let queueLength = 0;
  let busy = 0;
  let averageQueueLength = 0;
  for (let n = 1; n <= capacity; n++) {
    queueLength += n * distribution[n];
    busy += Math.min(n, servers) * distribution[n];
    averageQueueLength += n * (time > 0 ? occupancy[n] / time : initial[n]);
  }
  return deepFreeze({
    kind: 'mmck-transient' as const,
    exact: true,
    probabilities: Array.from(distribution),
    queueLength,
    utilization: busy / servers,
    blockingProbability: distribution[capacity],
    averageQueueLength,
  });
}
