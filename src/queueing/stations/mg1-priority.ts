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
import { type ServiceMoments, type ServiceTime, serviceFields, serviceMoments } from './service-moments';
import type { StationAnswer } from './time-result';

/** A class of customers, the most urgent first. */
export type PriorityClass = ServiceTime & {
  /** Default: `class1`, `class2`, ... */
  readonly name?: string;
  /** Customers of the class per second, 0 or more. */
  readonly arrivalRate: number;
};

export const priorityRules = ['non-preemptive', 'preemptive-resume'] as const;
/** Whether an urgent customer interrupts. */
export type PriorityRule = (typeof priorityRules)[number];

/** What `mg1Priority` is asked. */
export interface Mg1PriorityOptions {
  /** The most urgent class first. */
  readonly classes: readonly PriorityClass[];
  /** May an urgent customer interrupt a service (which is later resumed)? Default: `non-preemptive`. */
  readonly rule?: PriorityRule;
}

/** What one class gets. */
export interface PriorityClassAnswer extends Omit<StationAnswer, 'kind' | 'exact' | 'saturationRate'> {
  readonly name: string;
  /** Arrival rate of this class at which it saturates, the others unchanged; 0 when the more urgent leave nothing. */
  readonly saturationRate: number;
}

/** What `mg1Priority` answers. */
export interface Mg1PriorityAnswer {
  readonly kind: 'mg1-priority';
  readonly rule: PriorityRule;
  readonly exact: true;
  /** True when every class is. */
  readonly stable: boolean;
  /** Busy share of the server. */
  readonly utilization: number;
  /** Customers served per second, all classes. */
  readonly throughput: number;
  readonly queueLength: number;
  /** In the order of the input. */
  readonly classes: readonly PriorityClassAnswer[];
}

/**
 * M/G/1 with priority classes, first come first served within a class. With sigma_k the load of classes 1 to k, and
 * W0 the mean time left of the service in progress:
 *
 * - non-preemptive (Cobham): E[W_k] = W0 / ((1 - sigma_(k-1)) (1 - sigma_k)), W0 = sum over all classes of
 *   lambda_i E[S_i^2] / 2
 * - preemptive-resume: E[T_k] = E[S_k] / (1 - sigma_(k-1)) + sum over i <= k of (lambda_i E[S_i^2] / 2) /
 *   ((1 - sigma_(k-1)) (1 - sigma_k))
 *
 * Rates per second, times in seconds. The waiting time of a preempted class includes its interruptions. When the total
 * load reaches 1 the urgent classes with sigma_k < 1 stay stable: under the non-preemptive rule they meet the first
 * overloaded class in service for the whole of the time that they leave, which W0 then holds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * const server = mg1Priority({
 *   classes: [
 *     { arrivalRate: 0.2, serviceTime: 1, serviceVariability: 1 },
 *     { arrivalRate: 0.3, serviceTime: 1, serviceVariability: 1 },
 *   ],
 * });
 * server.classes[1].responseTime.mean; // 2.25
 * @see Cobham, Operations Research 2, 1954; Jaiswal, Priority Queues, 1968; Kleinrock, Queueing Systems vol. 2, 1976,
 * sections 3.3 and 3.4
 */
export function mg1Priority(options: Mg1PriorityOptions): Mg1PriorityAnswer {
  checkOptions(options, ['classes', 'rule']);
  const rule = oneOf(options.rule ?? 'non-preemptive', priorityRules, 'rule');
  if (!Array.isArray(options.classes) || options.classes.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'classes',
      message: `${shown(options.classes)} is not a list of at least one class`,
    });
  const classes = Array.from(options.classes, readClass);
  const work = rule === 'non-preemptive' ? workInService(classes) : 0;
  let urgent = 0;
  let delayed = 0;
  const answers = classes.map((one) => {
    const load = offeredLoad(one.arrivalRate, one.mean);
    delayed += load * one.residual;
    const left = 1 - urgent;
    const free = left - load;
    urgent += load;
    const queueing = (rule === 'non-preemptive' ? work : delayed) / left / free;
    const serving = rule === 'non-preemptive' ? one.mean : one.mean / left;
    return classAnswer(one, Math.max(left, 0), load, queueing + serving);
  });
  return checkedAnswer({
    kind: 'mg1-priority',
    rule,
    exact: true,
    stable: answers.every((one) => one.stable),
    utilization: Math.min(1, urgent),
    throughput: answers.reduce((sum, one) => sum + one.throughput, 0),
    queueLength: answers.reduce((sum, one) => sum + one.queueLength, 0),
    classes: answers,
  });
}

interface ReadClass extends ServiceMoments {
  readonly name: string;
  readonly arrivalRate: number;
}

function readClass(given: PriorityClass, index: number): ReadClass {
  const path = `classes[${index}]`;
  onlyFields(plainObject(given, path), ['name', 'arrivalRate', ...serviceFields], path);
  return {
    name: text(given.name ?? `class${index + 1}`, `${path}.name`),
    arrivalRate: nonNegative(given.arrivalRate, `${path}.arrivalRate`),
    ...serviceMoments(given, path),
  };
}

/** Mean time left of the service in progress; the first class that overloads the server takes what is left of it. */
function workInService(classes: readonly ReadClass[]): number {
  let urgent = 0;
  let work = 0;
  for (const one of classes) {
    const load = Math.min(offeredLoad(one.arrivalRate, one.mean), 1 - urgent);
    work += load * one.residual;
    urgent += load;
    if (urgent >= 1) break;
  }
  return work;
}

function classAnswer(one: ReadClass, left: number, load: number, response: number): PriorityClassAnswer {
  const stable = load < left;
  const never = Number.POSITIVE_INFINITY;
  const waiting = stable ? response - one.mean : never;
  const throughput = stable ? one.arrivalRate : left / one.mean;
  return {
    name: one.name,
    stable,
    saturationRate: left / one.mean,
    throughput,
    utilization: stable ? load : left,
    queueLength: stable ? one.arrivalRate * response : never,
    waitingLength: stable ? one.arrivalRate * waiting : never,
    responseTime: { mean: stable ? response : never },
    waitingTime: { mean: waiting },
  };
}
