import { onlyFields, plainObject, probability, SidecoreError, shown } from '../../common';
import type { QueueingNetwork, Route } from './model';

/** Classes that turn into each other; without class switching, each class is its own chain. */
export interface RoutedChain {
  /** Numbers of its classes. */
  readonly classes: readonly number[];
  readonly open: boolean;
  /** Closed: customers of all its classes. */
  readonly population: number;
  /** Open: arrivals of all its classes, per second. */
  readonly arrivalRate: number;
}

/** A route by number; place `stations` is the world outside, or thinking. */
export interface NumberedRoute {
  readonly from: number;
  readonly to: number;
  readonly class: number;
  readonly toClass: number;
  readonly probability: number;
}

/** Checks the routes and numbers their places and classes. */
export function numberRoutes(
  given: readonly Route[] | undefined,
  stationNames: readonly string[],
  classNames: readonly string[],
): NumberedRoute[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'routing',
      message: `${shown(given)} is not a list of routes`,
      hint: 'give {from, to, probability} for each way that a customer may take; null is the world outside',
    });
  const find = (names: readonly string[], name: unknown, path: string, what: string) => {
    const index = names.indexOf(name as string);
    if (index < 0)
      throw new SidecoreError({
        code: 'unknown-name',
        path,
        message: `no ${what} is called ${shown(name)}`,
        hint: `there is ${names.join(', ')}`,
      });
    return index;
  };
  return Array.from(given, (route: Route, i) => {
    const path = `routing[${i}]`;
    onlyFields(plainObject(route, path), ['from', 'to', 'probability', 'class', 'toClass'], path);
    const place = (name: unknown, field: string) =>
      name === null ? stationNames.length : find(stationNames, name, `${path}.${field}`, 'station');
    if (route.class === undefined && classNames.length > 1)
      throw new SidecoreError({
        code: 'invalid-shape',
        path: `${path}.class`,
        message: 'with several classes a route says whose it is',
      });
    const from = route.class === undefined ? 0 : find(classNames, route.class, `${path}.class`, 'class');
    return {
      from: place(route.from, 'from'),
      to: place(route.to, 'to'),
      class: from,
      toClass:
        route.toClass === undefined ? from : find(classNames, route.toClass, `${path}.toClass`, 'class'),
      probability: probability(route.probability, `${path}.probability`),
    };
  });
}

/** Numbers the chains: classes joined by a route from one to the other. */
export function groupClasses(classes: number, routes: readonly NumberedRoute[]): Int32Array {
  const group = Int32Array.from({ length: classes }, (_, r) => r);
  for (const route of routes) {
    const [one, other] = [group[route.class], group[route.toClass]];
    if (route.probability > 0 && one !== other)
      for (let r = 0; r < classes; r++) if (group[r] === other) group[r] = one;
  }
  const numbers = [...new Set(group)];
  return group.map((one) => numbers.indexOf(one));
}

/** What each chain carries; all its classes are open, or all closed. */
export function describeChains(
  network: QueueingNetwork,
  classNames: readonly string[],
  chainIndex: Int32Array,
): RoutedChain[] {
  const chains: RoutedChain[] = [];
  for (let c = 0; c <= Math.max(...chainIndex); c++) {
    const classes = classNames.flatMap((_, r) => (chainIndex[r] === c ? [r] : []));
    const given = classes.map((r) => network.classes[classNames[r]]);
    const open = given[0].arrivalRate !== undefined;
    if (given.some((one) => (one.arrivalRate !== undefined) !== open))
      throw new SidecoreError({
        code: 'invalid-shape',
        path: 'routing',
        message: `customers switch between ${classes.map((r) => classNames[r]).join(', ')}, of which some are open and some closed`,
        hint: 'a chain of classes is all open or all closed',
      });
    chains.push({
      classes,
      open,
      population: given.reduce((sum, one) => sum + (one.population ?? 0), 0),
      arrivalRate: given.reduce((sum, one) => sum + (one.arrivalRate ?? 0), 0),
    });
  }
  return chains;
}

/** Throws unless the routes out of each place add up to 1. */
export function checkSums(
  routes: readonly NumberedRoute[],
  classes: number,
  label: (place: number, r: number) => string,
): void {
  const sums = new Map<number, number>();
  for (const route of routes) {
    const at = route.from * classes + route.class;
    sums.set(at, (sums.get(at) ?? 0) + route.probability);
  }
  for (const route of routes) {
    const at = route.from * classes + route.class;
    const sum = sums.get(at)!;
    if (Math.abs(sum - 1) > 1e-9)
      throw new SidecoreError({
        code: 'invalid-value',
        path: 'routing',
        message: `the probabilities from ${label(route.from, route.class)} add up to ${sum}, not 1`,
        hint: 'a customer that leaves the network goes to null',
      });
  }
}
