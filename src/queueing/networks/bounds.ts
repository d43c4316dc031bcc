import { checkedAnswer, SidecoreError } from '../../common';
import { requireClosed, requireConstantRates, requireOneClass } from './approximation';
import type { NetworkArrays } from './network';
import type { Range } from './single-class-bounds';

/** Bounds on what one class gets. */
export interface ClassBounds {
  /** Passages per second. */
  readonly throughput: Range;
  /** Time in the stations per passage, seconds, without think time. */
  readonly responseTime: Range;
}

/** What a network can do at least and at most. */
export interface NetworkBounds {
  readonly method: string;
  readonly classes: Readonly<Record<string, ClassBounds>>;
  /** Mean number at a station, where the method bounds it. */
  readonly stations?: Readonly<Record<string, { readonly queueLength: Range }>>;
}

/** Names the throughput bounds of closed classes and adds the response times by Little's law: R = N/X - Z. */
export function closedBounds(
  network: NetworkArrays,
  method: string,
  throughput: readonly Range[],
  stations?: NetworkBounds['stations'],
): NetworkBounds {
  const classes: Record<string, ClassBounds> = {};
  network.classNames.forEach((name, r) => {
    const { lower, upper } = throughput[r];
    const population = network.population[r];
    const alone = demandOf(network, r).total;
    const responseTime =
      population === 0
        ? { lower: alone, upper: alone }
        : {
            lower: population / upper - network.thinkTime[r],
            upper: population / lower - network.thinkTime[r],
          };
    classes[name] = { throughput: { lower, upper }, responseTime };
  });
  return checkedAnswer(stations ? { method, classes, stations } : { method, classes }, 'network');
}

/** Demands of one class: all of it, the part in delay stations, and the queueing demands in station order. */
export function demandOf(
  network: NetworkArrays,
  r: number,
): { total: number; delay: number; queueing: Float64Array } {
  const queueing: number[] = [];
  let total = 0;
  let delay = 0;
  for (let k = 0; k < network.stationCount; k++) {
    const demand = network.demand[k * network.classCount + r];
    total += demand;
    if (Number.isFinite(network.servers[k])) queueing.push(demand);
    else delay += demand;
  }
  return { total, delay, queueing: Float64Array.from(queueing) };
}

/** One closed class over single servers: its queueing demands, and delays counted as think time. */
export function singleClass(
  network: NetworkArrays,
  method: string,
): { demand: Float64Array; thinkTime: number; population: number } {
  requireOneClass(network, method);
  requireClosed(network, method);
  requireConstantRates(network, method);
  const { delay, queueing } = demandOf(network, 0);
  return { demand: queueing, thinkTime: network.thinkTime[0] + delay, population: network.population[0] };
}

/** Throws `unsupported` when a discipline does not give a product form, on which these bounds rest. */
export function requireProductForm(network: NetworkArrays, method: string): void {
  for (let k = 0; k < network.stationCount; k++) {
    const kind = network.discipline[k];
    if (network.classCount > 1 && (kind.startsWith('priority') || kind.startsWith('discriminatory')))
      throw new SidecoreError({
        code: 'unsupported',
        path: `stations.${network.stationNames[k]}.discipline`,
        message: `${method} holds for product-form networks, not for ${kind}`,
        hint: 'use asymptoticBounds',
      });
  }
}
