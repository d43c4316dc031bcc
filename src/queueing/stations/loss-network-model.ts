import { integer, nonNegative, onlyFields, plainObject, positive, SidecoreError } from '../../common';
import { offeredErlang } from './markovian-answer';

/** Circuits that routes share. */
export interface LossLink {
  /** Number of circuits, 0 or more. */
  readonly capacity: number;
}

/** Calls that need circuits of several links at once. */
export interface LossRoute {
  /** Calls per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean time that a call holds its circuits, seconds. */
  readonly serviceTime: number;
  /** Circuits that a call needs of each link, by the link's name. */
  readonly circuits: Readonly<Record<string, number>>;
}

/** A loss network as arrays: link j, route r, circuits of j needed by r at `j * routeCount + r`. */
export interface LossArrays {
  readonly linkNames: readonly string[];
  readonly routeNames: readonly string[];
  readonly capacity: readonly number[];
  readonly load: readonly number[];
  readonly need: Int32Array;
}

/** Checks a loss network and lays it out. */
export function lossArrays(
  links: Readonly<Record<string, LossLink>>,
  routes: Readonly<Record<string, LossRoute>>,
): LossArrays {
  const linkNames = Object.keys(plainObject(links, 'links'));
  const routeNames = Object.keys(plainObject(routes, 'routes'));
  const capacity = linkNames.map((name) => {
    plainObject(links[name], `links.${name}`);
    onlyFields(links[name], ['capacity'], `links.${name}`);
    return integer(links[name].capacity, `links.${name}.capacity`, 0);
  });
  const need = new Int32Array(linkNames.length * routeNames.length);
  const load = routeNames.map((name, r) => {
    const path = `routes.${name}`;
    const route = routes[name];
    plainObject(route, path);
    onlyFields(route, ['arrivalRate', 'serviceTime', 'circuits'], path);
    for (const link of Object.keys(plainObject(route.circuits, `${path}.circuits`))) {
      const j = linkNames.indexOf(link);
      if (j < 0)
        throw new SidecoreError({
          code: 'unknown-name',
          path: `${path}.circuits.${link}`,
          message: `there is no link ${link}`,
          hint: `links: ${linkNames.join(', ')}`,
        });
      need[j * routeNames.length + r] = integer(route.circuits[link], `${path}.circuits.${link}`, 0);
    }
    return offeredErlang(
      nonNegative(route.arrivalRate, `${path}.arrivalRate`, 'give calls per second'),
      positive(route.serviceTime, `${path}.serviceTime`, 'give seconds'),
    );
  });
  return { linkNames, routeNames, capacity, load, need };
}

/** What either method finds out. */
export interface LossNumbers {
  /** Per link: share of time that all circuits are taken. */
  readonly full: readonly number[];
  /** Per route: share of calls that are lost. */
  readonly lost: readonly number[];
}
