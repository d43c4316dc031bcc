import { delay, stateBelowFull } from './erlang-sum';
import { serviceAfterWait, sometimesExponential } from './exponential-times';
import { logPoisson } from './log-poisson';
import { type MarkovianAnswer, offeredErlang } from './markovian-answer';
import {
  type StationAnswer,
  type TimeDistribution,
  timeDistribution,
  withStateProbability,
} from './time-result';

export type RoomFacts = Pick<StationAnswer, 'kind' | 'exact'>;

/** M/M/1 and M/M/c: Poisson arrivals, exponential service, one queue without a limit, first come first served. */
export function waitingRoom<F extends RoomFacts>(
  facts: F,
  arrivalRate: number,
  serviceTime: number,
  servers: number,
): F & MarkovianAnswer {
  const load = offeredErlang(arrivalRate, serviceTime);
  if (load >= servers) return saturatedRoom(facts, serviceTime, servers);
  const waitMean = serviceTime / (servers - load); // of those that wait
  const waitingProbability = delay(load, servers);
  const waitingLength = (waitingProbability * load) / (servers - load);
  return withStateProbability(
    {
      ...facts,
      stable: true,
      saturationRate: servers / serviceTime,
      throughput: arrivalRate,
      utilization: load / servers,
      queueLength: load + waitingLength,
      waitingLength,
      responseTime: serviceAfterWait(waitingProbability, waitMean, serviceTime),
      waitingTime: sometimesExponential(waitingProbability, waitMean),
      waitingProbability,
    },
    (n) => roomState(n, load, servers, waitingProbability),
  );
}

/**
 * P(n) from P(all servers busy): the state "c busy, none waiting" has P(wait) (1 - rho); above it the states fall by
 * rho. Where hardly anyone waits the number of customers is Poisson, to far beyond the last digit.
 */
function roomState(n: number, load: number, servers: number, waitingProbability: number): number {
  const full = (waitingProbability * (servers - load)) / servers;
  if (n >= servers) return full * (load / servers) ** (n - servers);
  return waitingProbability < 1e-250
    ? Math.exp(logPoisson(n, load))
    : stateBelowFull(n, load, servers, Math.log(full));
}

/** The answer of a station that gets more work than it can do. */
export function saturatedRoom<F extends RoomFacts>(
  facts: F,
  serviceTime: number,
  servers: number,
): F & MarkovianAnswer {
  return withStateProbability(
    {
      ...facts,
      stable: false,
      saturationRate: servers / serviceTime,
      throughput: servers / serviceTime,
      utilization: 1,
      queueLength: Number.POSITIVE_INFINITY,
      waitingLength: Number.POSITIVE_INFINITY,
      responseTime: endlessTime(),
      waitingTime: endlessTime(),
      waitingProbability: 1,
    },
    () => 0,
  );
}

/** The time of a customer of a saturated station. */
export function endlessTime(): TimeDistribution {
  return timeDistribution({ mean: Number.POSITIVE_INFINITY, cumulative: () => 0 });
}
