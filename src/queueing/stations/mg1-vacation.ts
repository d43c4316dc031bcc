import { checkedAnswer, nonNegative, positive } from '../../common';
import { checkOptions, offeredLoad, openAnswer } from './open-answer';
import { type ServiceTime, serviceFields, serviceMoments } from './service-moments';
import type { StationAnswer } from './time-result';

/** What `mg1Vacation` is asked. */
export type Mg1VacationOptions = ServiceTime & {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean length of a vacation, seconds, above 0. */
  readonly vacationTime: number;
  /** Squared coefficient of variation of the vacations, 0 or more. */
  readonly vacationVariability: number;
};

export interface Mg1VacationAnswer extends StationAnswer {
  /** Vacations begun per second: (1 - rho) / E[V]. */
  readonly vacationRate: number;
}

/**
 * M/G/1 with multiple vacations: whenever the queue is empty the server goes away for a vacation, and again if it finds
 * the queue still empty; customers are served first come first served until none is left. Also a consumer that polls
 * its queue, a vacation being one empty poll.
 *
 * E[W] = lambda E[S^2] / (2 (1 - rho)) + E[V^2] / (2 E[V])  (decomposition)
 *
 * Rates per second, times in seconds. `utilization` is the share of time spent serving.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * mg1Vacation({
 *   arrivalRate: 0.5, serviceTime: 1, serviceVariability: 1, vacationTime: 2, vacationVariability: 1,
 * }).waitingTime.mean; // 3
 * @see Fuhrmann and Cooper, Operations Research 33(5), 1985; Doshi, Queueing Systems 1, 1986
 */
export function mg1Vacation(options: Mg1VacationOptions): Mg1VacationAnswer {
  checkOptions(options, ['arrivalRate', ...serviceFields, 'vacationTime', 'vacationVariability']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const service = serviceMoments(options);
  const vacation = positive(options.vacationTime, 'vacationTime');
  const variability = nonNegative(options.vacationVariability, 'vacationVariability');
  const load = offeredLoad(arrivalRate, service.mean);
  const waiting = (load * service.residual) / (1 - load) + (vacation * (1 + variability)) / 2;
  const answer = openAnswer({
    kind: 'mg1-vacation',
    exact: true,
    arrivalRate,
    serviceTime: service.mean,
    waitingTime: { mean: waiting },
  });
  return checkedAnswer({ ...answer, vacationRate: answer.stable ? (1 - load) / vacation : 0 });
}
