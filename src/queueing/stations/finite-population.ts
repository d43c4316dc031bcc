import { integer, nonNegative, onlyFields, plainObject, positive } from '../../common';
import { finiteStates } from './finite-states';
import type { MarkovianAnswer } from './markovian-answer';
import { responseOfPhases, waitOfPhases } from './phase-times';
import { withStateProbability } from './time-result';

/** What `finitePopulation` is asked. */
export interface FinitePopulationOptions {
  /** Number of customers, 0 or more. */
  readonly population: number;
  /** Mean time from the end of a customer's service to its next arrival, seconds, 0 or more. */
  readonly thinkTime: number;
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
}

/**
 * M/M/c//N, the machine-repairman model: `population` customers think for an exponential time and then queue, first come
 * first served, for one of `servers` exponential servers. Nobody is lost.
 *
 * P(n) falls from P(n - 1) by (N - n + 1) serviceTime / (min(n, c) thinkTime); throughput = busy servers / serviceTime;
 * response time by Little's law. An arriving customer sees the system as it is with one customer fewer, which gives the
 * distributions. Means and states come from positive terms only: no negative throughput at many servers. Without
 * customers the times are those that a lone one would meet.
 *
 * @throws SidecoreError `invalid-value` for a service time that is not above 0, a negative think time, a population or
 * servers that are not whole numbers; `too-large` beyond 20 million customers; `invalid-shape` for an unknown field
 * @example
 * const pool = finitePopulation({ population: 20, thinkTime: 10, serviceTime: 1, servers: 2 });
 * pool.throughput; // 1.6547...
 * pool.responseTime.percentile(0.95);
 * @see engset, mmc
 *
 * D. Gross et al., Fundamentals of Queueing Theory, 4th edition, Wiley 2008, section 2.7; K. Sevcik and I. Mitrani 1981,
 * "The distribution of queuing network states at input and output instants", J. ACM 28(2) (what arrivals see).
 */
export function finitePopulation(options: FinitePopulationOptions): MarkovianAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['population', 'thinkTime', 'serviceTime', 'servers'], '');
  const population = integer(options.population, 'population', 0);
  const thinkTime = nonNegative(options.thinkTime, 'thinkTime', 'give seconds');
  const serviceTime = positive(options.serviceTime, 'serviceTime', 'give seconds');
  const servers = integer(options.servers, 'servers', 1);
  const thinkPerService = thinkTime / serviceTime;
  const statesOf = (customers: number) =>
    finiteStates(
      customers,
      (n) => (Math.min(n, servers) * thinkPerService) / (customers - n + 1),
      'population',
    );

  const states = statesOf(population);
  let busy = 0;
  let waitingLength = 0;
  for (let n = 1; n < states.length; n++) {
    busy += Math.min(n, servers) * states[n];
    waitingLength += Math.max(n - servers, 0) * states[n];
  }
  const throughput = busy / serviceTime;
  const found = foundQueue(statesOf(Math.max(population - 1, 0)), servers);
  const times = {
    ...found,
    serviceTime,
    servers,
    waitingMean: throughput > 0 ? waitingLength / throughput : 0,
  };
  return withStateProbability(
    {
      kind: 'finite-population',
      exact: true,
      stable: true,
      saturationRate: Number.POSITIVE_INFINITY,
      throughput,
      utilization: Math.min(busy / servers, 1),
      queueLength: busy + waitingLength,
      waitingLength,
      responseTime: responseOfPhases(times),
      waitingTime: waitOfPhases(times),
      waitingProbability: found.waitingProbability,
    },
    (n) => states[n] ?? 0,
  );
}

/** What an arriving customer finds, from the probabilities of the states that it sees. */
function foundQueue(seen: Float64Array, servers: number) {
  const atLeast = seen.slice(Math.min(servers, seen.length)); // states c, c + 1, ...: 0, 1, ... waiting
  for (let i = atLeast.length - 2; i >= 0; i--) atLeast[i] += atLeast[i + 1];
  const waitingProbability = Math.min(atLeast[0] ?? 0, 1);
  const share = (probability: number) => (waitingProbability > 0 ? probability / waitingProbability : 0);
  return {
    waitingProbability,
    probability: (i: number) => share(seen[servers + i] ?? 0),
    atLeast: (i: number) => share(atLeast[i] ?? 0),
    places: atLeast.length,
  };
}
