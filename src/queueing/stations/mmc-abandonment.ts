import { integer, nonNegative, onlyFields, plainObject, positive } from '../../common';
import { stateBelowFull, weightBelowFull } from './erlang-sum';
import { impatientQueue } from './impatient-queue';
import { logPoisson } from './log-poisson';
import { inRange, offeredErlang } from './markovian-answer';
import {
  type StationAnswer,
  type TimeDistribution,
  timeDistribution,
  withStateProbability,
} from './time-result';

/** What `mmcAbandonment` is asked. */
export interface MmcAbandonmentOptions {
  /** Customers per second, 0 or more, those that give up included. */
  readonly arrivalRate: number;
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
  /** Mean time that a customer is willing to wait, seconds. */
  readonly patience: number;
}

export interface AbandonmentAnswer extends StationAnswer {
  /** Time in the queue of all customers, until service or until they give up. */
  readonly waitingTime: TimeDistribution;
  /** Share of customers that cannot start at once. */
  readonly waitingProbability: number;
  /** Share of customers that give up. */
  readonly abandonmentProbability: number;
  /** Share of all customers that start service within `t` seconds. Not part of the JSON form. */
  serviceLevel(t: number): number;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/**
 * M/M/c+M, Erlang-A: M/M/c where a waiting customer gives up after an exponential time of mean `patience`. Stable at any
 * load. `throughput` counts the customers served; queue lengths, waiting and response time count everyone.
 *
 * With x = c patience / serviceTime, y = arrivalRate patience: the states above c weigh y^j / ((x + 1) ... (x + j))
 * relative to state c, those below it as in Erlang's formula. The virtual wait V, of a customer with endless patience,
 * has P(V > t) = P(wait) P(x, y e^(-t / patience)) / P(x, y), P(a, z) the regularised lower incomplete gamma function;
 * a real customer's wait is the smaller of V and its patience. P(abandon) = waitingLength / y. All from sums of positive
 * terms, in logarithms where they leave the range of a double.
 *
 * @throws SidecoreError `invalid-value` for a negative or non-finite rate, a time that is not above 0, servers that are
 * not a whole number of 1 or more; `too-large` for a patience beyond about 1e11 services at a load near the servers';
 * `invalid-shape` for an unknown field
 * @example
 * const desk = mmcAbandonment({ arrivalRate: 1, serviceTime: 10, servers: 9, patience: 30 });
 * desk.abandonmentProbability; // 0.1458...
 * desk.serviceLevel(5); // share of customers that are helped within 5 s
 * @see mmc, fewestServers
 *
 * C. Palm 1957; A. Mandelbaum and S. Zeltyn 2007, "Service engineering in action: the Palm/Erlang-A queue, with
 * applications to call centers", in Advances in Services Innovations, Springer.
 */
export function mmcAbandonment(options: MmcAbandonmentOptions): AbandonmentAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime', 'servers', 'patience'], '');
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second');
  const serviceTime = positive(options.serviceTime, 'serviceTime', 'give seconds');
  const servers = integer(options.servers, 'servers', 1);
  const patience = positive(options.patience, 'patience', 'without abandonment use mmc');
  const load = offeredErlang(arrivalRate, serviceTime);
  inRange(1 / patience, 'patience');
  const x = servers * (patience / serviceTime);
  const y = arrivalRate * patience;
  // the incomplete gamma function needs room above its arguments
  inRange(1e10 * Math.max(x, y), 'patience');

  const queue = impatientQueue(x, y);
  const below = weightBelowFull(load, servers) * Math.exp(-queue.logWeight);
  const waitingProbability = 1 / (1 + below);
  const noWait = below === Number.POSITIVE_INFINITY ? 1 : below / (1 + below);
  const waitingLength = waitingProbability * queue.meanWaiting;
  // with fewer than c present, those busy are the load times the share of states below c - 1
  const fewer = Math.max(load - servers / weightBelowFull(load, servers), 0);
  const busy = servers * waitingProbability + fewer * noWait;
  const waitingTail = (t: number) =>
    waitingProbability * Math.exp(-t / patience) * queue.virtualTail(t / patience);

  const answer = {
    kind: 'mmc-abandonment',
    exact: true,
    stable: true,
    saturationRate: Number.POSITIVE_INFINITY,
    throughput: busy / serviceTime,
    utilization: Math.min(busy / servers, 1),
    queueLength: busy + waitingLength,
    waitingLength,
    responseTime: Object.freeze({
      mean: arrivalRate > 0 ? (busy + waitingLength) / arrivalRate : serviceTime,
    }),
    waitingTime: timeDistribution({
      mean: arrivalRate > 0 ? waitingLength / arrivalRate : 0,
      cumulative: (t) => 1 - waitingTail(t),
      tail: waitingTail,
    }),
    waitingProbability,
    abandonmentProbability: y > 0 ? waitingLength / y : 0,
  };
  const serviceLevel = (t: number) =>
    noWait + waitingProbability * (queue.servedTail(0) - queue.servedTail(nonNegative(t, 't') / patience));
  Object.defineProperty(answer, 'serviceLevel', { value: serviceLevel });
  return withStateProbability(answer as typeof answer & { serviceLevel(t: number): number }, (n) => {
    const logFull = Math.log(waitingProbability) - queue.logWeight;
    if (n > servers) return waitingProbability === 0 ? 0 : Math.exp(logFull + queue.logState(n - servers));
    if (waitingProbability < 1e-250) return Math.exp(logPoisson(n, load));
    return stateBelowFull(n, load, servers, logFull);
  });
}
