import { SidecoreError } from '../../common';
import type { StationAnswer, TimeDistribution } from './time-result';

/** The answer of a station with Poisson arrivals (or finitely many sources) and exponential service. */
export interface MarkovianAnswer extends StationAnswer {
  /** Time from arrival to departure; at a finite station, of the customers that get in. */
  readonly responseTime: TimeDistribution;
  /** Time from arrival to the start of service; at a finite station, of the customers that get in. */
  readonly waitingTime: TimeDistribution;
  /** Share of customers that have to wait; at a finite station, of those that get in. */
  readonly waitingProbability: number;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/** A station that turns customers away. */
export interface BlockingAnswer extends MarkovianAnswer {
  /** Share of arriving customers that are turned away. */
  readonly blockingProbability: number;
}

/** Mean number of busy servers that the arrivals ask for, in Erlang. */
export function offeredErlang(arrivalRate: number, serviceTime: number): number {
  inRange(1 / serviceTime, 'serviceTime');
  return inRange(arrivalRate * serviceTime, 'arrivalRate');
}

/** Refuses rates and loads beyond the doubles, before infinities meet each other. */
export function inRange(value: number, path: string): number {
  if (value === Number.POSITIVE_INFINITY)
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: 'beside the other values it leads beyond the range of a double',
      hint: 'choose another unit of time',
    });
  return value;
}
