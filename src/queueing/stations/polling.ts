import {
  checkedAnswer,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  SidecoreError,
  shown,
  text,
} from '../../common';
import { checkOptions, offeredLoad } from './open-answer';
import { matrixTimes } from './phase-type';
import { type ServiceMoments, type ServiceTime, serviceFields, serviceMoments } from './service-moments';
import type { StationAnswer } from './time-result';

export const pollingPolicies = ['exhaustive', 'gated'] as const;
/** How long the server stays at a queue. */
export type PollingPolicy = (typeof pollingPolicies)[number];

/** One queue that the server visits. */
export type PollingQueue = ServiceTime & {
  /** Default: `queue1`, `queue2`, ... */
  readonly name?: string;
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean time to move on to the next queue, seconds, 0 or more. */
  readonly switchoverTime: number;
  /** Squared coefficient of variation of that time, 0 or more. */
  readonly switchoverVariability: number;
  /** `exhaustive`: serve until the queue is empty. `gated`: serve those present on arrival. Default: `exhaustive`. */
  readonly policy?: PollingPolicy;
};

/** What `polling` is asked. */
export interface PollingOptions {
  /** In the order in which the server visits them, round and round. */
  readonly queues: readonly PollingQueue[];
}

/** What one queue gets. */
export interface PollingQueueAnswer extends Omit<StationAnswer, 'kind' | 'exact' | 'saturationRate'> {
  readonly name: string;
}

/** What `polling` answers. */
export interface PollingAnswer {
  readonly kind: 'polling';
  readonly exact: true;
  readonly stable: boolean;
  /** Share of time spent serving. */
  readonly utilization: number;
  /** Mean time of one round, seconds: total switch-over time / (1 - rho). */
  readonly cycleTime: number;
  /** Sum of rho_i E[W_i], seconds: fixed by the pseudo-conservation law. */
  readonly weightedWaitingTime: number;
  /** In the order of the input. */
  readonly queues: readonly PollingQueueAnswer[];
}

/**
 * One server that visits queues in a fixed cycle with switch-over times between them (M/G/1 polling), each queue
 * exhaustive or gated. Exact mean waiting times:
 *
 * - exhaustive: E[W] = lambda E[S^2] / (2 (1 - rho_i)) + E[I^2] / (2 E[I]), I the time between two visits
 * - gated: E[W] = (1 + rho_i) E[C^2] / (2 E[C]), C the time between two starts of a visit
 *
 * The second moments come from the queue lengths at the starts of visits: a branching process with immigration, whose
 * covariances V solve V = A V A' + B, with non-negative A and B, summed by repeated squaring. Switch-over times of 0
 * are allowed (the limit). Rates per second, times in seconds; an overloaded server saturates every queue.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * polling({
 *   queues: [
 *     { arrivalRate: 0.6, serviceTime: 1, serviceVariability: 1, switchoverTime: 1, switchoverVariability: 1 },
 *     { arrivalRate: 0.2, serviceTime: 1, serviceVariability: 1, switchoverTime: 1, switchoverVariability: 1 },
 *   ],
 * }).queues[0].waitingTime.mean; // 5.5
 * @see Takagi, Analysis of Polling Systems, 1986; Resing, Queueing Systems 13, 1993 (branching processes); Boxma and
 * Groenendijk, J. Applied Probability 24, 1987 (pseudo-conservation)
 */
export function polling(options: PollingOptions): PollingAnswer {
  checkOptions(options, ['queues']);
  if (!Array.isArray(options.queues) || options.queues.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'queues',
      message: `${shown(options.queues)} is not a list of at least one queue`,
    });
  const queues = Array.from(options.queues, readQueue);
  const load = queues.reduce((sum, queue) => sum + queue.load, 0);
  const stable = load < 1;
  const switching = queues.reduce((sum, queue) => sum + queue.switchover, 0);
  const cycleTime = stable ? switching / (1 - load) : Number.POSITIVE_INFINITY;
  const waits = stable ? meanWaits(queues, 1 - load, switching) : queues.map(() => Number.POSITIVE_INFINITY);
  return checkedAnswer({
    kind: 'polling',
    exact: true,
    stable,
    utilization: Math.min(1, load),
    cycleTime,
    weightedWaitingTime: queues.reduce((sum, queue, i) => sum + (queue.load && queue.load * waits[i]), 0),
    queues: queues.map((queue, i) => queueAnswer(queue, waits[i], stable, load)),
  });
}

interface ReadQueue extends ServiceMoments {
  readonly name: string;
  readonly arrivalRate: number;
  readonly load: number;
  readonly switchover: number;
  readonly switchoverVariance: number;
  readonly gated: boolean;
}

function readQueue(given: PollingQueue, index: number): ReadQueue {
  const path = `queues[${index}]`;
  const own = ['name', 'arrivalRate', 'switchoverTime', 'switchoverVariability', 'policy'];
  onlyFields(plainObject(given, path), [...own, ...serviceFields], path);
  const arrivalRate = nonNegative(given.arrivalRate, `${path}.arrivalRate`);
  const switchover = nonNegative(given.switchoverTime, `${path}.switchoverTime`);
  const service = serviceMoments(given, path);
  return {
    ...service,
    name: text(given.name ?? `queue${index + 1}`, `${path}.name`),
    arrivalRate,
    load: offeredLoad(arrivalRate, service.mean),
    switchover,
    switchoverVariance:
      nonNegative(given.switchoverVariability, `${path}.switchoverVariability`) * switchover ** 2,
    gated: oneOf(given.policy ?? 'exhaustive', pollingPolicies, `${path}.policy`) === 'gated',
  };
}

/**
 * Works with covariances of queue lengths divided by the arrival rates (second factorial cumulants: variances of the
 * times during which the customers gathered) and by the cycle time, so that rates and switch-over times of 0 need no
 * special case.
 */
function meanWaits(queues: readonly ReadQueue[], idle: number, switching: number): number[] {
  const count = queues.length;
  const cycle = switching / idle;
  let covariance: Float64Array = new Float64Array(count * count);
  let round: Float64Array = identity(count);
  for (const [i, queue] of queues.entries()) {
    const visit = visitMatrix(queue, i, count);
    covariance = afterVisit(covariance, queue, i, visit, cycle);
    round = matrixTimes(visit, round, count);
  }
  covariance = fixedPoint(round, covariance, count);
  return queues.map((queue, i) => {
    // variance / cycle of the time during which the customers met at a visit have gathered
    const spread = covariance[i * count + i];
    covariance = afterVisit(covariance, queue, i, visitMatrix(queue, i, count), cycle);
    if (queue.gated) return ((1 + queue.load) * (spread + cycle)) / 2;
    const between = 1 - queue.load;
    return (queue.load * queue.residual) / between + (spread / between + between * cycle) / 2;
  });
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return matrix;
}

/** Each customer met at queue i leaves the arrivals of its service (gated) or of a whole busy period (exhaustive). */
function visitMatrix(queue: ReadQueue, i: number, count: number): Float64Array {
  const matrix = identity(count);
  const offspring = queue.gated ? queue.load : queue.load / (1 - queue.load);
  for (let j = 0; j < count; j++) matrix[j * count + i] = offspring;
  if (!queue.gated) matrix[i * count + i] = 0;
  return matrix;
}

/** Covariances at the next visit from those at the visit to queue i. */
function afterVisit(
  covariance: Float64Array,
  queue: ReadQueue,
  i: number,
  visit: Float64Array,
  cycle: number,
): Float64Array {
  const count = Math.sqrt(covariance.length);
  const result = congruence(visit, covariance, count);
  // customers met per cycle time x second moment of the time that each takes
  const second = 2 * queue.residual * queue.load;
  const noise = queue.gated ? second : second / (1 - queue.load) ** 2;
  const moving = queue.switchoverVariance > 0 ? queue.switchoverVariance / cycle : 0;
  for (let j = 0; j < count; j++)
    for (let k = 0; k < count; k++)
      result[j * count + k] += moving + (queue.gated || (j !== i && k !== i) ? noise : 0);
  return result;
}

/** A V A'. */
function congruence(a: Float64Array, v: Float64Array, size: number): Float64Array {
  return matrixTimes(matrixTimes(a, v, size), transpose(a, size), size);
}

function transpose(a: Float64Array, size: number): Float64Array {
  const result = new Float64Array(a.length);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) result[j * size + i] = a[i * size + j];
  return result;
}

/** Sum over n of A^n B A'^n, twice as many terms at each step. */
function fixedPoint(a: Float64Array, b: Float64Array, size: number): Float64Array {
  let sum = b;
  let power = a;
  for (;;) {
    const more = congruence(power, sum, size);
    let grows = false;
    const next = sum.map((value, at) => {
      if (more[at] > 1e-17 * value) grows = true;
      return value + more[at];
    });
    if (!grows) return next;
    sum = next;
    power = matrixTimes(power, power, size);
  }
}

function queueAnswer(queue: ReadQueue, waiting: number, stable: boolean, load: number): PollingQueueAnswer {
  const throughput = stable ? queue.arrivalRate : queue.arrivalRate / load;
  const length = (time: number) => (queue.arrivalRate === 0 ? 0 : queue.arrivalRate * time);
  return {
    name: queue.name,
    stable,
    throughput,
    utilization: throughput * queue.mean,
    queueLength: length(waiting + queue.mean),
    waitingLength: length(waiting),
    responseTime: { mean: waiting + queue.mean },
    waitingTime: { mean: waiting },
  };
}
