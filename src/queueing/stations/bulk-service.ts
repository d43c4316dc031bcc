import { integer, nonNegative, positive, SidecoreError } from '../../common';
import { growthRoot } from './geometric-tail';
import { checkOptions, offeredLoad, withFunctions } from './open-answer';
import type { StationAnswer } from './time-result';

/** What `bulkService` is asked. */
export interface BulkServiceOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean time to serve a batch, whatever its size, seconds. */
  readonly serviceTime: number;
  /** Most customers in a batch, 1 or more. */
  readonly batchLimit: number;
  /** A service starts when this many are waiting. Default: 1. */
  readonly batchMinimum?: number;
}

export interface BulkServiceAnswer extends StationAnswer {
  /** Mean number of customers served together. */
  readonly batchSize: number;
  /** P(n customers waiting, not counting those in service). Not part of the JSON form. */
  waitingLengthProbability(n: number): number;
}

/**
 * Bulk service, M/M^[a,b]/1: Poisson arrivals; whenever the server is free and at least a (`batchMinimum`) customers
 * wait, it takes up to b (`batchLimit`) of them and serves them together, for an exponential time that does not depend
 * on their number. Nobody joins a batch in service.
 *
 * P(busy, n waiting) = C r^n, r in (0, 1) the root of r + r^2 + ... + r^b = lambda s, and
 * P(idle, n waiting) = C (1 + r + ... + r^n) / (lambda s), n < a
 *
 * `utilization` is the share of time that the server is busy. Saturates at b / s. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * bulkService({ arrivalRate: 15, serviceTime: 0.1, batchLimit: 4 }).batchSize;
 * @see Neuts, Annals of Mathematical Statistics 38, 1967 (the rule); Gross et al., Fundamentals of Queueing Theory, 4th
 * edition, 2008, section 3.2
 */
export function bulkService(options: BulkServiceOptions): BulkServiceAnswer {
  checkOptions(options, ['arrivalRate', 'serviceTime', 'batchLimit', 'batchMinimum']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const limit = integer(options.batchLimit, 'batchLimit', 1);
  const minimum = integer(options.batchMinimum ?? 1, 'batchMinimum', 1);
  if (minimum > limit)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'batchMinimum',
      message: `${minimum} is above the batch limit, ${limit}`,
    });
  const arrivals = offeredLoad(arrivalRate, serviceTime);
  const stable = arrivals < limit;
  const never = Number.POSITIVE_INFINITY;
  const states = stable ? bulkStates(arrivals, limit, minimum) : null;
  const throughput = stable ? arrivalRate : limit / serviceTime;
  // without arrivals a first customer of several never gets company
  const waiting =
    states === null ? never : arrivalRate > 0 ? states.waiting / arrivalRate : minimum > 1 ? never : 0;
  return withFunctions(
    {
      kind: 'bulk-service',
      exact: true,
      stable,
      saturationRate: limit / serviceTime,
      throughput,
      utilization: states?.busy ?? 1,
      queueLength: states === null ? never : states.waiting + arrivals,
      waitingLength: states?.waiting ?? never,
      responseTime: { mean: waiting + serviceTime },
      waitingTime: { mean: waiting },
      batchSize: states?.batch ?? limit,
    },
    { waitingLengthProbability: (n: number) => states?.probability(integer(n, 'n')) ?? 0 },
  );
}

/** States of a stable queue with `arrivals` = lambda s customers per service time. */
function bulkStates(arrivals: number, limit: number, minimum: number) {
  const excess =
    arrivals > 0
      ? growthRoot((e) => (arrivals * e) / -Math.expm1(-limit * Math.log1p(e)))
      : Number.POSITIVE_INFINITY;
  const decay = -Math.log1p(excess); // log r
  const gap = 1 / (1 + 1 / excess); // 1 - r
  let total = arrivals;
  let waitingIdle = 0;
  for (let n = 0; n < minimum; n++) {
    total -= Math.expm1((n + 1) * decay);
    waitingIdle -= n * Math.expm1((n + 1) * decay);
  }
  const waitingBusy = arrivals / excess;
  return {
    busy: arrivals / total,
    batch: total,
    waiting: (waitingBusy + waitingIdle) / total,
    probability: (n: number) => {
      const serving = n === 0 ? arrivals * gap : arrivals * gap * Math.exp(n * decay);
      const idle = n < minimum ? -Math.expm1((n + 1) * decay) : 0;
      return (serving + idle) / total;
    },
  };
}
