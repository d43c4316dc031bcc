import { deepFreeze, integer, onlyFields, plainObject, positive, SidecoreError } from '../../common';
import {
  goalOf,
  type StationKind,
  type StationTarget,
  stationAt,
  stationKind,
  type TargetAnswer,
} from './station-target';
import { turningPoint } from './turning-point';

/** What `highestArrivalRate` is asked. */
export interface HighestArrivalRateOptions extends StationKind {
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
  /** What must be kept: exactly one of its fields. */
  readonly target: StationTarget;
}

/** What `highestArrivalRate` answers. */
export interface HighestArrivalRateAnswer {
  readonly kind: 'highest-arrival-rate';
  /** Customers per second. */
  readonly arrivalRate: number;
  /** The figure of the target at that rate. */
  readonly achieved: number;
  /** The station at that rate. */
  readonly answer: TargetAnswer;
}

/** A load, in multiples of the capacity, beyond which nothing changes any more. */
const overload = 1e15;

/**
 * The highest arrival rate at which M/M/c keeps a target: a mean or a percentile of waiting or response time, a waiting
 * or blocking probability. With `waitingPlaces` the station is M/M/c/(c + waitingPlaces), with `patience` it is M/M/c+M,
 * which adds the targets `abandonmentProbability` and `serviceLevel`.
 *
 * All these figures worsen with the rate; bisection to the last bit finds it, and the answer holds the figure by the
 * station's own formula at that rate. The next double misses the target.
 *
 * @throws SidecoreError `invalid-value` for a bad number, a target that not even an idle station meets (a response time
 * below the service time), or one that is met at any rate; `invalid-shape` for no or several targets or an unknown field;
 * `unsupported` for a target that does not apply to the kind of station
 * @example
 * highestArrivalRate({ serviceTime: 0.01, servers: 1, target: { responseTime: 0.05 } }).arrivalRate; // 80, to the last digit
 * @see fewestServers, mmc, mmck, mmcAbandonment
 */
export function highestArrivalRate(options: HighestArrivalRateOptions): HighestArrivalRateAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['serviceTime', 'servers', 'target', 'waitingPlaces', 'patience'], '');
  const serviceTime = positive(options.serviceTime, 'serviceTime', 'give seconds');
  const servers = integer(options.servers, 'servers', 1);
  const kind = stationKind(options);
  const goal = goalOf(options.target, kind);
  const at = (arrivalRate: number) => stationAt(kind, goal.name, { arrivalRate, serviceTime, servers });
  const meets = (arrivalRate: number) => goal.meets(goal.measure(at(arrivalRate)));

  const idle = goal.measure(at(0));
  if (!goal.meets(idle)) refuse(goal.name, `not even an idle station meets it: it has ${idle}`);
  const capacity = servers / serviceTime;
  const point = turningPoint((rate) => !meets(rate), capacity, overload * capacity);
  if (!point) return refuse(goal.name, 'every arrival rate meets it');
  const answer = at(point.before);
  return deepFreeze({
    kind: 'highest-arrival-rate',
    arrivalRate: point.before,
    achieved: goal.measure(answer),
    answer,
  });
}

function refuse(name: string, message: string): never {
  throw new SidecoreError({
    code: 'invalid-value',
    path: `target.${name}`,
    message,
    hint: 'change the target, serviceTime or servers',
  });
}
