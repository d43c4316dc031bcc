import { checkedAnswer, nonNegative } from '../../common';
import { checkOptions, offeredLoad, openAnswer } from './open-answer';
import { type ServiceTime, serviceFields, serviceMoments } from './service-moments';
import type { StationAnswer } from './time-result';

/** What `mg1Setup` is asked. */
export type Mg1SetupOptions = ServiceTime & {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean time to wake up, seconds, 0 or more. */
  readonly setupTime: number;
  /** Squared coefficient of variation of the set-up time, 0 or more. */
  readonly setupVariability: number;
};

/** What setting up costs a station. */
export interface SetupFigures {
  /** Mean number of customers served from one wake-up to the next sleep; Infinity when saturated. */
  readonly batchSize: number;
  /** Wake-ups per second. */
  readonly setupRate: number;
  /** Share of time asleep: neither serving nor setting up. */
  readonly offProbability: number;
}

export interface Mg1SetupAnswer extends StationAnswer, SetupFigures {}

/** What follows from the load and the mean set-up time alone. */
export function setupFigures(arrivalRate: number, load: number, setupTime: number): SetupFigures {
  const perSetup = 1 + arrivalRate * setupTime;
  const batchSize = load < 1 ? perSetup / (1 - load) : Number.POSITIVE_INFINITY;
  return {
    batchSize,
    setupRate: arrivalRate / batchSize,
    offProbability: load < 1 ? (1 - load) / perSetup : 0,
  };
}

/**
 * M/G/1 with set-up: the server sleeps as soon as the queue is empty; a customer that finds it asleep wakes it, which
 * takes a set-up time before service starts; it then serves until the queue is empty again (an event-driven consumer,
 * or an interrupt with coalescing).
 *
 * E[b] = (1 + lambda E[sigma]) / (1 - rho)
 * E[W] = lambda E[S^2] / (2 (1 - rho)) + (2 E[sigma] + lambda E[sigma^2]) / (2 (1 + lambda E[sigma]))
 *
 * Rates per second, times in seconds. `utilization` is the share of time spent serving.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * const consumer = mg1Setup({
 *   arrivalRate: 0.8, serviceTime: 1, serviceVariability: 0, setupTime: 2, setupVariability: 0,
 * });
 * consumer.batchSize; // 13
 * consumer.waitingTime.mean; // 3.38
 * @see Welch, Operations Research 12(5), 1964; Doshi, Queueing Systems 1, 1986
 */
export function mg1Setup(options: Mg1SetupOptions): Mg1SetupAnswer {
  checkOptions(options, ['arrivalRate', ...serviceFields, 'setupTime', 'setupVariability']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const service = serviceMoments(options);
  const setup = nonNegative(options.setupTime, 'setupTime');
  const variability = nonNegative(options.setupVariability, 'setupVariability');
  const load = offeredLoad(arrivalRate, service.mean);
  const arrivals = arrivalRate * setup;
  const extra = (setup * (1 + (arrivals * (1 + variability)) / 2)) / (1 + arrivals);
  return checkedAnswer({
    ...openAnswer({
      kind: 'mg1-setup',
      exact: true,
      arrivalRate,
      serviceTime: service.mean,
      waitingTime: { mean: (load * service.residual) / (1 - load) + extra },
    }),
    ...setupFigures(arrivalRate, load, setup),
  });
}
