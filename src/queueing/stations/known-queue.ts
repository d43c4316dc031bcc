import { integer } from '../../common';
import { offeredLoad, openAnswer, withFunctions } from './open-answer';
import type { ServiceMoments } from './service-moments';
import { type StationAnswer, type TimeDistribution, timeDistribution } from './time-result';
import { endlessTime } from './waiting-room';

/** A single-server queue whose times and states are known in full. */
export interface KnownQueueAnswer extends StationAnswer {
  /** P(no customer at the station) = 1 - rho. */
  readonly emptyProbability: number;
  readonly waitingTime: TimeDistribution;
  readonly responseTime: TimeDistribution;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/** The two tails and the states of a stable queue. */
export interface QueueFunctions {
  /** P(wait > t), t >= 0. */
  waitTail(t: number): number;
  /** P(response > t), t >= 0. */
  responseTail(t: number): number;
  probability(n: number): number;
}

/** M/G/1 by Pollaczek-Khinchine, with its distributions; `solve` is called for a load below 1 only. */
export function knownQueue(
  kind: string,
  arrivalRate: number,
  service: ServiceMoments,
  solve: (load: number) => QueueFunctions,
): KnownQueueAnswer {
  const load = offeredLoad(arrivalRate, service.mean);
  const solved = load < 1 ? solve(load) : null;
  const waiting = (load * service.residual) / (1 - load);
  const time = (mean: number, tail: (t: number) => number) =>
    timeDistribution({ mean, tail, cumulative: (t) => 1 - tail(t) });
  const waitingTime = solved ? time(waiting, solved.waitTail) : endlessTime();
  const responseTime = solved ? time(waiting + service.mean, solved.responseTail) : endlessTime();
  return withFunctions(
    {
      ...openAnswer({
        kind,
        exact: true,
        arrivalRate,
        serviceTime: service.mean,
        waitingTime,
        responseTime,
      }),
      waitingTime,
      responseTime,
      emptyProbability: solved ? 1 - load : 0,
    },
    { stateProbability: (n: number) => solved?.probability(integer(n, 'n')) ?? 0 },
  );
}
