import { integer, nonNegative, oneOf, onlyFields, plainObject, positive, SidecoreError } from '../../common';
import { checkClass } from './check-class';
import {
  type Discipline,
  disciplines,
  type PerClass,
  type QueueingNetwork,
  type Station,
  stationFields,
} from './model';
import { unrouted } from './unrouted';

export type { Discipline, NetworkClass, PerClass, QueueingNetwork, Route, Station } from './model';

/** The same network as numbers; station-major tables, entry `k * classCount + r`. Solvers work on this. */
export interface NetworkArrays {
  readonly classNames: readonly string[];
  readonly stationNames: readonly string[];
  readonly classCount: number;
  readonly stationCount: number;
  readonly population: Float64Array;
  readonly thinkTime: Float64Array;
  readonly arrivalRate: Float64Array;
  /** 1 where a class is open. */
  readonly open: Uint8Array;
  readonly priority: Float64Array;
  readonly demand: Float64Array;
  readonly visits: Float64Array;
  readonly serviceTime: Float64Array;
  readonly serviceVariability: Float64Array;
  readonly weight: Float64Array;
  readonly discipline: readonly Discipline[];
  /** Infinity at a delay station. */
  readonly servers: Float64Array;
  /** Load-dependent rates, or null. */
  readonly rates: readonly (Float64Array | null)[];
  readonly capacity: Float64Array;
}

function perClass(
  given: PerClass<number> | undefined,
  fallback: number,
  missing: number,
  classNames: readonly string[],
  path: string,
  check: (value: unknown, path: string) => number,
): number[] {
  if (given === undefined) return classNames.map(() => fallback);
  if (typeof given === 'object' && given !== null) {
    onlyFields(given, classNames, path);
    return classNames.map((name) =>
      Object.hasOwn(given, name) ? check(given[name], `${path}.${name}`) : missing,
    );
  }
  const value = check(given, path);
  return classNames.map(() => value);
}

/**
 * Checks a network and lays it out as arrays. With routing, visits follow from the traffic equations.
 *
 * @throws SidecoreError naming the class, station and value that is wrong
 */
export function networkArrays(network: QueueingNetwork): NetworkArrays {
  plainObject(network, 'network');
  onlyFields(network, ['classes', 'stations', 'routing'], '');
  if (network.routing !== undefined) return networkArrays(unrouted(network));
  const classNames = Object.keys(plainObject(network.classes, 'classes'));
  const stationNames = Object.keys(plainObject(network.stations, 'stations'));
  const classCount = classNames.length;
  const stationCount = stationNames.length;
  if (classCount === 0)
    throw new SidecoreError({ code: 'invalid-shape', path: 'classes', message: 'no class given' });

  const population = new Float64Array(classCount);
  const thinkTime = new Float64Array(classCount);
  const arrivalRate = new Float64Array(classCount);
  const open = new Uint8Array(classCount);
  const priority = new Float64Array(classCount);
  for (let r = 0; r < classCount; r++) {
    const given = network.classes[classNames[r]];
    checkClass(given, `classes.${classNames[r]}`);
    population[r] = given.population ?? 0;
    thinkTime[r] = given.thinkTime ?? 0;
    arrivalRate[r] = given.arrivalRate ?? 0;
    open[r] = given.arrivalRate === undefined ? 0 : 1;
    priority[r] = given.priority ?? 0;
  }

  const size = classCount * stationCount;
  const demand = new Float64Array(size);
  const visits = new Float64Array(size);
  const serviceTime = new Float64Array(size);
  const serviceVariability = new Float64Array(size);
  const weight = new Float64Array(size);
  const discipline: Discipline[] = [];
  const servers = new Float64Array(stationCount);
  const capacity = new Float64Array(stationCount);
  const rates: (Float64Array | null)[] = [];

  for (let k = 0; k < stationCount; k++) {
    const path = `stations.${stationNames[k]}`;
    const station = network.stations[stationNames[k]];
    plainObject(station, path);
    onlyFields(station, stationFields, path);
    const kind = oneOf(station.discipline ?? 'processor-sharing', disciplines, `${path}.discipline`);
    discipline.push(kind);
    servers[k] =
      kind === 'delay' ? Number.POSITIVE_INFINITY : integer(station.servers ?? 1, `${path}.servers`, 1);
    capacity[k] =
      station.capacity === undefined
        ? Number.POSITIVE_INFINITY
        : integer(station.capacity, `${path}.capacity`, 1);
    rates.push(loadDependence(station, path));
    const given = perClass(station.visits, 1, 0, classNames, `${path}.visits`, nonNegative);
    const variability = perClass(
      station.serviceVariability,
      1,
      1,
      classNames,
      `${path}.serviceVariability`,
      nonNegative,
    );
    const weights = perClass(station.weight, 1, 1, classNames, `${path}.weight`, positive);
    if ((station.demand === undefined) === (station.serviceTime === undefined))
      throw new SidecoreError({
        code: 'invalid-shape',
        path,
        message: 'a station has either a demand or a serviceTime (with visits)',
        hint: 'give exactly one of the two',
      });
    const times =
      station.serviceTime === undefined
        ? perClass(station.demand, 0, 0, classNames, `${path}.demand`, nonNegative)
        : perClass(station.serviceTime, 0, 0, classNames, `${path}.serviceTime`, nonNegative);
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      visits[at] = given[r];
      if (station.serviceTime === undefined) {
        demand[at] = times[r];
        serviceTime[at] = given[r] > 0 ? times[r] / given[r] : 0;
      } else {
        serviceTime[at] = times[r];
        demand[at] = times[r] * given[r];
      }
      serviceVariability[at] = variability[r];
      weight[at] = weights[r];
    }
  }
  return {
    classNames,
    stationNames,
    classCount,
    stationCount,
    population,
    thinkTime,
    arrivalRate,
    open,
    priority,
    demand,
    visits,
    serviceTime,
    serviceVariability,
    weight,
    discipline,
    servers,
    rates,
    capacity,
  };
}

function loadDependence(station: Station, path: string): Float64Array | null {
  if (station.rates === undefined) return null;
  if (station.servers !== undefined || station.discipline === 'delay')
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `${path}.rates`,
      message: 'load-dependent rates replace servers and the delay discipline',
      hint: 'leave servers out',
    });
  if (!Array.isArray(station.rates) || station.rates.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `${path}.rates`,
      message: 'not a list of one or more rates',
    });
  return Float64Array.from(station.rates, (rate, n) => positive(rate, `${path}.rates[${n}]`));
}
