import { plainObject, SidecoreError } from '../../common';
import type { QueueingNetwork, Route } from './model';
import { type NetworkArrays, networkArrays } from './network';
import { type Routing, solveRouting } from './routing';
import { visitedStations } from './unrouted';

/** A network with its ways from station to station, for methods to which visits are not enough. */
export interface RoutedNetwork {
  readonly arrays: NetworkArrays;
  readonly routing: Routing;
}

/**
 * Lays out a network with its routing. Without routing, and with visits of 0 or 1, customers go through their stations
 * in the order in which the network lists them.
 *
 * @throws SidecoreError `unsupported` when visits other than 0 and 1 leave the order open
 */
export function routedNetwork(network: QueueingNetwork): RoutedNetwork {
  plainObject(network, 'network');
  if (network.routing !== undefined) {
    const routing = solveRouting(network);
    return {
      routing,
      arrays: networkArrays({ classes: network.classes, stations: visitedStations(network, routing) }),
    };
  }
  const arrays = networkArrays(network);
  const routes: Route[] = [];
  for (let r = 0; r < arrays.classCount; r++) {
    let from: string | null = null;
    const route = (to: string | null) => {
      routes.push({ from, to, class: arrays.classNames[r], probability: 1 });
      from = to;
    };
    for (let k = 0; k < arrays.stationCount; k++) {
      const visits = arrays.visits[k * arrays.classCount + r];
      if (visits !== 0 && visits !== 1)
        throw new SidecoreError({
          code: 'unsupported',
          path: `stations.${arrays.stationNames[k]}.visits`,
          message: `this method follows customers from station to station, and ${visits} visits do not say in which order`,
          hint: 'give routing',
        });
      if (visits === 1 && arrays.demand[k * arrays.classCount + r] > 0) route(arrays.stationNames[k]);
    }
    if (from !== null) route(null);
    else routes.push({ from: null, to: null, class: arrays.classNames[r], probability: 1 });
  }
  return { arrays, routing: solveRouting({ ...network, routing: routes }) };
}
