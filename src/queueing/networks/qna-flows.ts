import { SidecoreError } from '../../common';
import type { QueueingNetwork } from './model';
import type { NetworkArrays } from './network';
import type { Routing } from './routing';

/** A station as the merged flow of all classes sees it. */
export interface FlowStation {
  /** Arrivals per second, from everywhere. */
  readonly rate: number;
  /** Arrivals per second from outside. */
  readonly external: number;
  /** Mean over all arrivals, seconds. */
  readonly serviceTime: number;
  /** Squared coefficient of variation of the service time over all arrivals. */
  readonly variability: number;
  /** Infinity at a delay station. */
  readonly servers: number;
  /** Share of the departures that goes on to each station. */
  readonly next: Float64Array;
}

/** Merges the classes of an open network into one flow. */
export function networkFlows(
  network: QueueingNetwork,
  arrays: NetworkArrays,
  routing: Routing,
): FlowStation[] {
  const { classCount, stationCount, stationNames } = arrays;
  const flow = (place: number, r: number) =>
    routing.visits[place * classCount + r] * routing.chains[routing.chainOf[r]].arrivalRate;
  const stations = stationNames.map((name, k) => {
    const given = network.stations[name].discipline;
    if (arrays.rates[k] || (given !== undefined && given !== 'first-come-first-served' && given !== 'delay'))
      throw new SidecoreError({
        code: 'unsupported',
        path: `stations.${name}`,
        message: arrays.rates[k] ? 'qna takes no load-dependent station' : `qna takes no ${given} station`,
        hint: 'use first-come-first-served or delay, or openNetwork',
      });
    let rate = 0;
    let work = 0;
    let square = 0;
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      const mean = arrays.serviceTime[at];
      rate += flow(k, r);
      work += flow(k, r) * mean;
      square += flow(k, r) * mean * mean * (1 + arrays.serviceVariability[at]);
    }
    const serviceTime = rate > 0 ? work / rate : 0;
    return {
      rate,
      external: 0,
      serviceTime,
      variability: serviceTime > 0 ? Math.max(0, square / rate / serviceTime / serviceTime - 1) : 0,
      servers: arrays.servers[k],
      next: new Float64Array(stationCount),
    };
  });
  for (const route of routing.routes) {
    if (route.to === stationCount) continue;
    const passing = flow(route.from, route.class) * route.probability;
    if (route.from === stationCount) stations[route.to].external += passing;
    else if (passing > 0) stations[route.from].next[route.to] += passing / stations[route.from].rate;
  }
  return stations;
}
