import { SidecoreError } from '../../common';
import { exponentialTime } from './exponential-times';
import { poissonAverage } from './poisson-average';
import { type TimeDistribution, timeDistribution } from './time-result';

/** What a customer that gets into a first-come-first-served station finds. */
export interface QueueFound {
  readonly serviceTime: number;
  readonly servers: number;
  /** P(all servers busy). */
  readonly waitingProbability: number;
  /** P(i customers wait already, given that all servers are busy), i < places. */
  probability(i: number): number;
  /** P(at least i customers wait already, given that all servers are busy). */
  atLeast(i: number): number;
  /** Number of waiting places that a customer can still take. */
  readonly places: number;
  readonly waitingMean: number;
}

const mostPhases = 1e7;

/** The wait: the customer that finds i waiting stays for i + 1 exponential phases of rate servers / serviceTime. */
export function waitOfPhases(found: QueueFound): TimeDistribution {
  const tail = (t: number) =>
    Math.min(
      1,
      found.waitingProbability * poissonAverage(phasesWithin(t, found), found.atLeast, found.places),
    );
  return timeDistribution({ mean: found.waitingMean, cumulative: (t) => 1 - tail(t), tail });
}

/**
 * Wait and service together. Service is counted in the same phases of rate servers / serviceTime: it ends after each
 * with probability 1 / servers. One chain of phases then gives the whole distribution, with positive terms only.
 */
export function responseOfPhases(found: QueueFound): TimeDistribution {
  const { serviceTime, servers, waitingProbability, places } = found;
  const mean = serviceTime + found.waitingMean;
  if (waitingProbability === 0) return exponentialTime(serviceTime);
  const stay = (servers - 1) / servers;
  // a service of more phases than this has less than the smallest double's chance
  const end = places + 1 + (servers > 1 ? 760 * servers : 0);
  /** P(in service after k phases), grown as far as a question needs. */
  const inService: number[] = [1 - waitingProbability];
  const survival = (phases: number): number => {
    while (inService.length <= phases) {
      const k = inService.length - 1;
      const starting = k < places ? waitingProbability * found.probability(k) : 0;
      inService.push(inService[k] * stay + starting);
    }
    return inService[phases] + (phases < places ? waitingProbability * found.atLeast(phases) : 0);
  };
  const tail = (t: number) => {
    const phases = phasesWithin(t, found);
    if (Math.min(phases, end) > mostPhases) throw tooManyPhases();
    return Math.min(poissonAverage(phases, survival, end), 1);
  };
  return timeDistribution({ mean, cumulative: (t) => 1 - tail(t), tail });
}

/** Mean number of phases that end within t. */
function phasesWithin(t: number, { servers, serviceTime }: QueueFound): number {
  return Math.min(servers * (t / serviceTime), Number.MAX_VALUE);
}

function tooManyPhases(): SidecoreError {
  return new SidecoreError({
    code: 'too-large',
    path: 't',
    message: `the distribution of the response time would need more than ${mostPhases} phases of service`,
    hint: 'the means and the waiting time remain available',
  });
}
