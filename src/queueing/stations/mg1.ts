import { checkedAnswer, nonNegative } from '../../common';
import { checkOptions, offeredLoad, openAnswer, type TimeMoments } from './open-answer';
import { type ServiceTime, serviceFields, serviceMoments } from './service-moments';
import type { StationAnswer } from './time-result';

/** What `mg1` is asked. */
export type Mg1Options = ServiceTime & {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
};

export interface Mg1Answer extends StationAnswer {
  /** P(no customer at the station) = 1 - rho. */
  readonly emptyProbability: number;
  /** With its variance when the third moment of the service time is known. */
  readonly waitingTime: TimeMoments;
  readonly responseTime: TimeMoments;
}

/**
 * M/G/1, first come first served: Poisson arrivals, independent service times of any distribution, one server.
 *
 * rho = lambda E[S],  E[W] = lambda E[S^2] / (2 (1 - rho))  (Pollaczek-Khinchine),
 * E[W^2] = 2 E[W]^2 + lambda E[S^3] / (3 (1 - rho)),  P(empty) = 1 - rho
 *
 * Rates per second, times in seconds. Exact in the moments given. The variance of the waiting and response time is
 * there when the service time is given as a distribution or with its third moment.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * mg1({ arrivalRate: 0.5, serviceTime: 1, serviceVariability: 4 }).responseTime.mean; // 3.5
 * mg1({ arrivalRate: 0.5, service: { type: 'exponential', mean: 1 } }).responseTime.variance; // 4
 * @see Kleinrock, Queueing Systems vol. 1, 1975, section 5.6; Takács, Operations Research 10, 1962 (second moment)
 */
export function mg1(options: Mg1Options): Mg1Answer {
  checkOptions(options, ['arrivalRate', ...serviceFields]);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const service = serviceMoments(options);
  const load = offeredLoad(arrivalRate, service.mean);
  const waiting = (load * service.residual) / (1 - load);
  const waitingTime: { mean: number; variance?: number } = { mean: waiting };
  const responseTime: { mean: number; variance?: number } = { mean: waiting + service.mean };
  if (service.thirdRatio !== undefined) {
    waitingTime.variance = waiting ** 2 + (load * service.mean ** 2 * service.thirdRatio) / (3 * (1 - load));
    responseTime.variance = waitingTime.variance + service.variability * service.mean ** 2;
  }
  const answer = openAnswer({
    kind: 'mg1',
    exact: true,
    arrivalRate,
    serviceTime: service.mean,
    waitingTime,
    responseTime,
  });
  return checkedAnswer({ ...answer, emptyProbability: answer.stable ? 1 - load : 0 });
}
