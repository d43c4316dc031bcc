import { SidecoreError } from '../../common';
import type { QueueingNetwork, Station } from './model';
import { type Routing, solveRouting } from './routing';

/**
 * The same network with visits instead of routing. The rates of the classes of an open chain become the rate of the
 * chain, since visits are per passage of the chain.
 *
 * @throws SidecoreError `unsupported` when closed classes switch: their populations are not fixed
 */
export function unrouted(network: QueueingNetwork): QueueingNetwork {
  const routing = solveRouting(network);
  const names = Object.keys(network.classes);
  for (const chain of routing.chains)
    if (!chain.open && chain.classes.length > 1)
      throw new SidecoreError({
        code: 'unsupported',
        path: 'routing',
        message: `customers switch between the closed classes ${chain.classes.map((r) => names[r]).join(', ')}`,
        hint: 'use solve, or solveByChain with the method of your choice',
      });
  return { classes: passageClasses(network, routing), stations: visitedStations(network, routing) };
}

/** The classes with arrivals and think times per passage of their chain. */
function passageClasses(network: QueueingNetwork, routing: Routing): QueueingNetwork['classes'] {
  const names = Object.keys(network.classes);
  return Object.fromEntries(
    names.map((name, r) => {
      const given = network.classes[name];
      const chain = routing.chains[routing.chainOf[r]];
      if (chain.open) return [name, { ...given, arrivalRate: chain.arrivalRate }];
      return [name, { ...given, thinkTime: thinkTime(network, routing, r) }];
    }),
  );
}

/** Think time of a class per passage of its chain. */
export function thinkTime(network: QueueingNetwork, routing: Routing, r: number): number {
  const names = Object.keys(network.classes);
  const given = network.classes[names[r]].thinkTime ?? 0;
  const visits = routing.visits[Object.keys(network.stations).length * names.length + r];
  if (given > 0 && visits === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `classes.${names[r]}.thinkTime`,
      message: 'no route of this class leads to null, so it never thinks',
      hint: 'route it to null and on from there, or leave the think time out',
    });
  return given * visits;
}

/** The stations with the visits that follow from the routing. */
export function visitedStations(network: QueueingNetwork, routing: Routing): QueueingNetwork['stations'] {
  const names = Object.keys(network.classes);
  return Object.fromEntries(
    Object.keys(network.stations).map((name, k) => {
      const station = network.stations[name];
      rejectDemand(station, `stations.${name}`);
      const visits = Object.fromEntries(names.map((one, r) => [one, routing.visits[k * names.length + r]]));
      return [name, { ...station, visits }];
    }),
  );
}

function rejectDemand(station: Station, path: string): void {
  const field =
    station?.demand !== undefined ? 'demand' : station?.visits !== undefined ? 'visits' : undefined;
  if (field)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `${path}.${field}`,
      message: 'the visits of this network follow from its routing',
      hint: 'give a serviceTime alone',
    });
}
