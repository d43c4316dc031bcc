import {
  deepFreeze,
  integer,
  nonNegative,
  onlyFields,
  plainObject,
  positive,
  SidecoreError,
} from '../../common';
import {
  goalOf,
  type StationKind,
  type StationTarget,
  stationAt,
  stationKind,
  type TargetAnswer,
} from './station-target';
import { firstInteger } from './turning-point';

/** What `fewestServers` is asked. */
export interface FewestServersOptions extends StationKind {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** What must be reached: exactly one of its fields. */
  readonly target: StationTarget;
}

/** What `fewestServers` answers. */
export interface FewestServersAnswer {
  readonly kind: 'fewest-servers';
  readonly servers: number;
  /** The figure of the target with that many servers. */
  readonly achieved: number;
  /** The same with one server fewer, which misses the target; null when one server is enough. */
  readonly oneFewer: number | null;
  /** The station with that many servers. */
  readonly answer: TargetAnswer;
}

/** Erlang's formulas take some 9 sqrt(servers) steps, dozens of times: seconds. */
const mostLoad = 1e13;

/**
 * The fewest servers with which M/M/c reaches a target: a mean or a percentile of waiting or response time, a waiting or
 * blocking probability. With `waitingPlaces` the station is M/M/c/(c + waitingPlaces), with `patience` it is M/M/c+M,
 * which adds the targets `abandonmentProbability` and `serviceLevel`.
 *
 * All these figures improve with every server (checked over thousands of random stations); doubling and bisection find
 * the number, and the answer holds the figure by the station's own formula with that number and with one fewer. The
 * formulas and their sources stand at the stations.
 *
 * @throws SidecoreError `invalid-value` for a bad number, or a target that no number of servers reaches (a response time
 * below the service time); `invalid-shape` for no or several targets or an unknown field; `unsupported` for a target that
 * does not apply to the kind of station; `too-large` for a load above 1e13
 * @example
 * const { servers } = fewestServers({
 *   arrivalRate: 90,
 *   serviceTime: 0.01,
 *   target: { responseTimePercentile: { share: 0.95, time: 0.05 } },
 * });
 * @see highestArrivalRate, mmc, mmck, mmcAbandonment
 */
export function fewestServers(options: FewestServersOptions): FewestServersAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['arrivalRate', 'serviceTime', 'target', 'waitingPlaces', 'patience'], '');
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate', 'give customers per second');
  const serviceTime = positive(options.serviceTime, 'serviceTime', 'give seconds');
  if (arrivalRate * serviceTime > mostLoad)
    throw new SidecoreError({
      code: 'too-large',
      path: 'arrivalRate',
      message: `a load of ${arrivalRate * serviceTime} servers is more than the ${mostLoad} that can be searched`,
      hint: 'check the units of arrivalRate and serviceTime',
    });
  const kind = stationKind(options);
  const goal = goalOf(options.target, kind);
  const at = (servers: number) => stationAt(kind, goal.name, { arrivalRate, serviceTime, servers });
  const figure = (servers: number) => goal.measure(at(servers));

  const alone = goal.measure(stationAt(kind, goal.name, { arrivalRate: 0, serviceTime, servers: 1 }));
  const servers = goal.meets(alone) ? firstInteger((n) => goal.meets(figure(n))) : undefined;
  if (servers === undefined)
    throw new SidecoreError({
      code: 'invalid-value',
      path: `target.${goal.name}`,
      message: `no number of servers reaches it: a customer that never waits has ${alone}`,
      hint: 'lower serviceTime or relax the target',
    });
  return deepFreeze({
    kind: 'fewest-servers',
    servers: integer(servers, 'servers', 1),
    achieved: figure(servers),
    oneFewer: servers > 1 ? figure(servers - 1) : null,
    answer: at(servers),
  });
}
