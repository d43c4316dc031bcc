import { onlyFields, plainObject, SidecoreError } from '../../common';
import { type Chain, chainOf } from '../markov/chain';
import { components, reachable, reversed } from '../markov/components';
import { eliminate, expectedTime } from '../markov/elimination';
import { stationary } from '../markov/stationary';
import { checkClass } from './check-class';
import { type QueueingNetwork, stationFields } from './model';
import {
  checkSums,
  describeChains,
  groupClasses,
  type NumberedRoute,
  numberRoutes,
  type RoutedChain,
} from './routes';

/** Routes as numbers, and the visits that follow from them. Place `stations` is the world outside or thinking. */
export interface Routing {
  readonly chains: readonly RoutedChain[];
  readonly chainOf: Int32Array;
  /** Visits per passage of a chain to place k as class r, entry k * classes + r; the last row: outside or thinking. */
  readonly visits: Float64Array;
  readonly routes: readonly NumberedRoute[];
}

/** Solves the traffic equations of a network with routing. `reference`: the station visited once by a closed chain. */
export function solveRouting(network: QueueingNetwork, reference?: number): Routing {
  onlyFields(plainObject(network, 'network'), ['classes', 'stations', 'routing'], '');
  const classNames = Object.keys(plainObject(network.classes, 'classes'));
  const stationNames = Object.keys(plainObject(network.stations, 'stations'));
  for (const name of stationNames) {
    const path = `stations.${name}`;
    onlyFields(plainObject(network.stations[name], path), stationFields, path);
  }
  for (const name of classNames) checkClass(network.classes[name], `classes.${name}`);
  const routes = numberRoutes(network.routing, stationNames, classNames);
  const outside = stationNames.length;
  const classes = classNames.length;
  const chainIndex = groupClasses(classes, routes);
  const chains = describeChains(network, classNames, chainIndex);
  const visits = new Float64Array((outside + 1) * classes);
  const label = (place: number, r: number) => {
    const where = place === outside ? 'outside' : `station ${stationNames[place]}`;
    return classes > 1 ? `${where} as class ${classNames[r]}` : where;
  };
  checkSums(routes, classes, label);
  chains.forEach((chain, c) => {
    const own = routes.filter((route) => chainIndex[route.class] === c);
    if (own.length === 0)
      throw new SidecoreError({
        code: 'invalid-shape',
        path: 'routing',
        message: `class ${classNames[chain.classes[0]]} has no route`,
        hint: 'give routes for every class',
      });
    const names = Array.from(visits, (_, at) => label(Math.floor(at / classes), at % classes));
    const graph = (edges: readonly NumberedRoute[]): Chain =>
      chainOf(
        visits.length,
        {
          from: edges.map((route) => route.from * classes + route.class),
          to: edges.map((route) => route.to * classes + route.toClass),
          rate: edges.map((route) => route.probability),
        },
        names,
      );
    const solved = chain.open
      ? openVisits(graph, own, outside, classes, arrivalShares(network, classNames, chain))
      : closedVisits(graph(own), own, outside, classes, reference);
    for (let at = 0; at < visits.length; at++) visits[at] += solved[at];
  });
  return { chains, chainOf: chainIndex, visits, routes };
}

/** Share of the arrivals of a chain that each class has; equal shares when nothing arrives. */
function arrivalShares(
  network: QueueingNetwork,
  classNames: readonly string[],
  chain: RoutedChain,
): Float64Array {
  const shares = new Float64Array(classNames.length);
  for (const r of chain.classes)
    shares[r] =
      chain.arrivalRate > 0
        ? network.classes[classNames[r]].arrivalRate! / chain.arrivalRate
        : 1 / chain.classes.length;
  return shares;
}

function openVisits(
  graph: (edges: readonly NumberedRoute[]) => Chain,
  routes: readonly NumberedRoute[],
  outside: number,
  classes: number,
  shares: Float64Array,
): Float64Array {
  const chain = graph(routes.filter((route) => route.from !== outside));
  const source = new Float64Array(chain.size);
  for (const route of routes)
    if (route.from === outside)
      source[route.to * classes + route.toClass] += shares[route.class] * route.probability;
  const entered = reachable(
    chain,
    Uint8Array.from(source, (mass) => (mass > 0 ? 1 : 0)),
  );
  const away = new Uint8Array(chain.size);
  away.fill(1, outside * classes);
  const leaves = reachable(reversed(chain), away);
  for (let at = 0; at < chain.size; at++)
    if (entered[at] && !leaves[at])
      throw new SidecoreError({
        code: 'invalid-value',
        path: 'routing',
        message: `customers at ${chain.names![at]} never leave the network`,
        hint: 'give a route to null',
      });
  const arriving = shares.some(
    (share, r) => share > 0 && !routes.some((route) => route.from === outside && route.class === r),
  );
  if (arriving)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'routing',
      message: 'an open class with arrivals has no route from null',
      hint: 'say which stations its customers come to first',
    });
  const inside = entered.map((yes, at) => (at >= outside * classes ? 0 : yes));
  const { value, unit } = expectedTime(eliminate(chain, inside), source);
  const visits = value.map((count) => count / unit);
  for (let r = 0; r < classes; r++) visits[outside * classes + r] = shares[r];
  return visits;
}

function closedVisits(
  chain: Chain,
  routes: readonly NumberedRoute[],
  outside: number,
  classes: number,
  reference: number | undefined,
): Float64Array {
  const used = new Uint8Array(chain.size);
  for (const route of routes) used[route.from * classes + route.class] = 1;
  for (const route of routes) {
    const at = route.to * classes + route.toClass;
    if (route.probability > 0 && !used[at])
      throw new SidecoreError({
        code: 'invalid-value',
        path: 'routing',
        message: `no route leads on from ${chain.names![at]}`,
        hint: 'a customer of a closed class goes on to a station, or to null to think',
      });
  }
  const states = Array.from(used.keys()).filter((at) => used[at]);
  const place = new Int32Array(chain.size).fill(-1);
  states.forEach((at, i) => {
    place[at] = i;
  });
  const compact = chainOf(
    states.length,
    {
      from: routes.map((route) => place[route.from * classes + route.class]),
      to: routes.map((route) => place[route.to * classes + route.toClass]),
      rate: routes.map((route) => route.probability),
    },
    states.map((at) => chain.names![at]),
  );
  const parts = components(compact);
  const ends = [...states.keys()].filter((i) => parts.closed[parts.of[i]]);
  const apart = ends.find((i) => parts.of[i] !== parts.of[ends[0]]);
  if (apart !== undefined)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'routing',
      message: `customers of a closed class at ${compact.names![ends[0]]} never come to ${compact.names![apart]}, nor back`,
      hint: 'make them two classes',
    });
  const share = stationary(compact).probabilities;
  const visits = new Float64Array(chain.size);
  states.forEach((at, i) => {
    visits[at] = share[i];
  });
  const flow = (k: number) => visits.subarray(k * classes, (k + 1) * classes).reduce((sum, v) => sum + v, 0);
  let once = reference ?? outside;
  if (reference === undefined) for (let k = 0; flow(once) === 0; k++) once = k;
  const scale = flow(once);
  if (scale === 0)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.reference',
      message: 'a closed class never visits the reference station',
      hint: 'choose a station that every closed class visits',
    });
  return visits.map((share) => share / scale);
}
