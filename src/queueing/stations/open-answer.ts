import { checkedAnswer, onlyFields, plainObject } from '../../common';
import { offeredErlang } from './markovian-answer';
import type { StationAnswer, TimeResult } from './time-result';

/** A time with its variance, where the moments given determine it. */
export interface TimeMoments extends TimeResult {
  /** Seconds squared; absent when it would need a further moment of the service time. */
  readonly variance?: number;
}

/** Checks that the argument of a station is an object with no field but these. */
export function checkOptions(options: unknown, fields: readonly string[]): void {
  onlyFields(plainObject(options, 'options'), fields, '');
}

/** Share of time that work keeps each server busy, not limited to 1. */
export function offeredLoad(arrivalRate: number, serviceTime: number, servers = 1): number {
  return offeredErlang(arrivalRate, serviceTime) / servers;
}

/**
 * The answer of an open station from its mean waiting time: the rest follows from Little's law. A load of 1 or more
 * gives the saturated answer.
 */
export function openAnswer(numbers: {
  readonly kind: string;
  readonly exact: boolean;
  readonly arrivalRate: number;
  readonly serviceTime: number;
  readonly servers?: number;
  /** Ignored when the station is saturated. */
  readonly waitingTime: TimeResult;
  /** Default: the mean waiting time plus the service time. */
  readonly responseTime?: TimeResult;
}): StationAnswer {
  const { kind, exact, arrivalRate, serviceTime, servers = 1 } = numbers;
  const load = offeredLoad(arrivalRate, serviceTime, servers);
  const stable = load < 1;
  const never = { mean: Number.POSITIVE_INFINITY };
  const waitingTime = stable ? numbers.waitingTime : never;
  const responseTime = stable ? (numbers.responseTime ?? { mean: waitingTime.mean + serviceTime }) : never;
  return {
    kind,
    exact,
    stable,
    saturationRate: servers / serviceTime,
    throughput: stable ? arrivalRate : servers / serviceTime,
    utilization: stable ? load : 1,
    queueLength: stable ? arrivalRate * responseTime.mean : Number.POSITIVE_INFINITY,
    waitingLength: stable ? arrivalRate * waitingTime.mean : Number.POSITIVE_INFINITY,
    responseTime,
    waitingTime,
  };
}

/** Freezes an answer with functions beside its JSON form. */
export function withFunctions<T extends object, F extends Record<string, (argument: number) => number>>(
  answer: T,
  functions: F,
): Readonly<T & F> {
  for (const name of Object.keys(functions))
    Object.defineProperty(answer, name, { value: functions[name], enumerable: false });
  return checkedAnswer(answer) as T & F;
}
