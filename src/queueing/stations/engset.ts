import { integer, onlyFields, plainObject, positive } from '../../common';
import { exponentialTime, sometimesExponential } from './exponential-times';
import { finiteStates } from './finite-states';
import type { BlockingAnswer } from './markovian-answer';
import { withStateProbability } from './time-result';

/** What `engset` is asked. */
export interface EngsetOptions {
  /** Number of sources, 0 or more. */
  readonly population: number;
  /** Mean time from the end of a source's service, or from being turned away, to its next request, seconds. */
  readonly thinkTime: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
}

export interface EngsetAnswer extends BlockingAnswer {
  /** Share of requests that find all servers busy (call congestion). */
  readonly blockingProbability: number;
  /** Share of time that all servers are busy. */
  readonly timeCongestion: number;
}

/**
 * Engset's loss system, M/M/c/c//N: `population` sources share `servers` servers; a request that finds them all busy is
 * lost and its source thinks again. The answer holds for any distributions of think and service time; that of the
 * response time is for exponential service.
 *
 * With a = serviceTime / thinkTime: P(n) is proportional to (N choose n) a^n, n <= c. A request sees the system as it is
 * with one source fewer: blocking = (N-1 choose c) a^c / sum over n = 0..c of (N-1 choose n) a^n.
 *
 * @throws SidecoreError `invalid-value` for a time that is not above 0, a population or servers that are not whole
 * numbers; `too-large` beyond 20 million states; `invalid-shape` for an unknown field
 * @example
 * engset({ population: 5, thinkTime: 1, serviceTime: 1, servers: 4 }).blockingProbability; // 1/16
 * @see erlangB, finitePopulation
 *
 * T. Engset 1918; V. B. Iversen, Teletraffic Engineering Handbook, ITU-D 2005, chapter 8.
 */
export function engset(options: EngsetOptions): EngsetAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['population', 'thinkTime', 'serviceTime', 'servers'], '');
  const population = integer(options.population, 'population', 0);
  const thinkTime = positive(options.thinkTime, 'thinkTime', 'give seconds');
  const serviceTime = positive(options.serviceTime, 'serviceTime', 'give seconds');
  const servers = integer(options.servers, 'servers', 1);
  const idlePerBusy = thinkTime / serviceTime;
  const statesOf = (sources: number) =>
    finiteStates(
      Math.min(servers, sources),
      (n) => (n * idlePerBusy) / (sources - n + 1),
      servers < sources ? 'servers' : 'population',
    );

  const states = statesOf(population);
  const seen = statesOf(Math.max(population - 1, 0));
  let busy = 0;
  for (let n = 1; n < states.length; n++) busy += n * states[n];
  return withStateProbability(
    {
      kind: 'engset',
      exact: true,
      stable: true,
      saturationRate: Number.POSITIVE_INFINITY,
      throughput: busy / serviceTime,
      utilization: Math.min(busy / servers, 1),
      queueLength: busy,
      waitingLength: 0,
      responseTime: exponentialTime(serviceTime),
      waitingTime: sometimesExponential(0, serviceTime),
      waitingProbability: 0,
      blockingProbability: seen[servers] ?? 0,
      timeCongestion: states[servers] ?? 0,
    },
    (n) => states[n] ?? 0,
  );
}
