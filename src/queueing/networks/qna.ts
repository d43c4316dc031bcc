import { Matrix, solve } from 'ml-matrix';
import {
  deepFreeze,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  SidecoreError,
  type Warning,
} from '../../common';
import { erlangC } from '../stations/erlang-c';
import { requireRoom } from './approximation';
import type { QueueingNetwork } from './model';
import { rejectUnlessOpen } from './open-network';
import { type FlowStation, networkFlows } from './qna-flows';
import { routedNetwork } from './routed-network';
import { type NetworkSolution, networkSolution, type Saturation } from './solution';

/** What `qna` is asked. */
export interface QnaOptions {
  /** `whitt`: Whitt's equations; `gautam`: simpler superposition and waiting time. Default `whitt`. */
  readonly variant?: 'whitt' | 'gautam';
  /** Squared coefficient of variation of the times between arrivals from outside, one or by station. Default 1. */
  readonly arrivalVariability?: number | Readonly<Record<string, number>>;
}

/** What `qna` answers. */
export interface QnaSolution extends NetworkSolution {
  readonly saturation: Saturation;
  /** Squared coefficient of variation of the times between arrivals at each station. */
  readonly arrivalVariability: Readonly<Record<string, number>>;
  /** Mean time in the queue per visit, before service, seconds. */
  readonly waitingTime: Readonly<Record<string, number>>;
}

/**
 * Queueing Network Analyzer: open network of first-come-first-served stations with general times between arrivals and
 * general service times (`serviceVariability`), by two moments. Approximate. Every flow is taken for a renewal process
 * with a squared coefficient of variation that follows from linear equations:
 *
 * ca_j = a_j + sum_i ca_i b_ij, from superposition, departure  cd = 1 + (1 - rho^2)(ca - 1) + rho^2 (cs' - 1)/sqrt(m),
 * and splitting  q cd + 1 - q.
 *
 * `whitt`: superposition weighted by w = 1 / (1 + 4 (1 - rho)^2 (v - 1)), cs' = max(cs, 0.2); waiting of G/G/1 by
 * Kraemer and Langenbach-Belz, of G/G/m as M/M/m x (ca + cs)/2. `gautam`: w = 1, cs' = cs, waiting
 * alpha / (m mu (1 - rho)) x (ca + cs)/2 with alpha = (rho^m + rho)/2 if rho > 0.7, else rho^((m+1)/2).
 *
 * Exact for Poisson arrivals and exponential service without multi-server sharing (Jackson), and for one M/G/1 station.
 * Whitt's paper reports errors of mean numbers of a few percent up to some 20 % against simulations. Immediate feedback
 * to the same station is not taken out. Several classes are merged into one flow per station; each then waits the same
 * time. Saturation is an answer, as in `openNetwork`.
 *
 * @throws SidecoreError `unsupported` for closed classes, limited capacity, load dependence or disciplines other than FCFS and delay
 * (a station without a discipline counts as FCFS here), and as the traffic equations do
 * @example
 * qna(
 *   {
 *     classes: { job: { arrivalRate: 0.5 } },
 *     stations: {
 *       first: { serviceTime: 1, serviceVariability: 4 },
 *       second: { serviceTime: 1.25 },
 *     },
 *   },
 *   { arrivalVariability: 0.25 },
 * ).arrivalVariability.second; // 1.1875
 * @see Whitt, The Queueing Network Analyzer, Bell System Technical J. 62(9), 1983, pp. 2779-2815, equations 24 to 26
 * and 43 to 47; Gautam, Analysis of Queues, 2012, section 7.1
 */
export function qna(network: QueueingNetwork, options: QnaOptions = {}): QnaSolution {
  plainObject(options, 'options');
  onlyFields(options, ['variant', 'arrivalVariability'], 'options');
  const variant = oneOf(options.variant ?? 'whitt', ['whitt', 'gautam'] as const, 'options.variant');
  const { arrays, routing } = routedNetwork(network);
  rejectUnlessOpen(arrays, 'qna');
  requireRoom(arrays, 'qna');
  const external = arrivalVariability(options.arrivalVariability, arrays.stationNames);
  const stations = networkFlows(network, arrays, routing);
  const ca = flowVariability(stations, external, variant);
  const { classCount, stationCount, stationNames } = arrays;
  const rate = Float64Array.from(routing.chainOf, (c) => routing.chains[c].arrivalRate);
  const residenceTime = new Float64Array(classCount * stationCount);
  const queueLength = new Float64Array(classCount * stationCount);
  const waitingTime: Record<string, number> = {};
  const warnings: Warning[] = [];
  let saturation: Saturation = { station: null, scale: Number.POSITIVE_INFINITY };
  stations.forEach((station, k) => {
    const load = station.rate * station.serviceTime;
    if (load > 0 && station.servers / load < saturation.scale)
      saturation = { station: stationNames[k], scale: station.servers / load };
    const wait = Number.isFinite(station.servers) ? waiting(station, ca[k], variant) : 0;
    waitingTime[stationNames[k]] = wait;
    if (!Number.isFinite(wait))
      warnings.push({
        code: 'saturated',
        path: `stations.${stationNames[k]}`,
        message: `gets ${load} seconds of work per second and can do ${station.servers}`,
      });
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      if (arrays.visits[at] > 0) residenceTime[at] = arrays.visits[at] * (wait + arrays.serviceTime[at]);
      queueLength[at] = rate[r] > 0 ? rate[r] * residenceTime[at] : 0;
    }
  });
  const solution = networkSolution(
    arrays,
    { throughput: rate, residenceTime, queueLength },
    { method: `qna-${variant}`, exact: false, stable: warnings.length === 0, warnings },
  );
  return deepFreeze({
    ...solution,
    saturation: Number.isFinite(saturation.scale) ? saturation : { ...saturation, station: null },
    arrivalVariability: Object.fromEntries(stationNames.map((name, k) => [name, ca[k]])),
    waitingTime,
  });
}

function arrivalVariability(given: QnaOptions['arrivalVariability'], names: readonly string[]): number[] {
  if (given === undefined || typeof given === 'number') {
    const value = nonNegative(given ?? 1, 'options.arrivalVariability');
    return names.map(() => value);
  }
  plainObject(given, 'options.arrivalVariability');
  onlyFields(given, names, 'options.arrivalVariability');
  return names.map((name) =>
    Object.hasOwn(given, name) ? nonNegative(given[name], `options.arrivalVariability.${name}`) : 1,
  );
}

/** Solves the linear equations of the squared coefficients of variation of the arrivals. */
function flowVariability(
  stations: readonly FlowStation[],
  external: readonly number[],
  variant: 'whitt' | 'gautam',
): number[] {
  const count = stations.length;
  const busy = stations.map((one) =>
    Number.isFinite(one.servers) ? Math.min(1, (one.rate * one.serviceTime) / one.servers) : 0,
  );
  const matrix = Matrix.eye(count, count);
  const right = Matrix.ones(count, 1);
  stations.forEach((station, j) => {
    if (station.rate === 0) return;
    const share = stations.map((from) => (from.rate * from.next[j]) / stations[j].rate);
    const outside = station.external / station.rate;
    const streams = 1 / (share.reduce((sum, p) => sum + p * p, 0) + outside * outside);
    const weight = variant === 'whitt' ? 1 / (1 + 4 * (1 - busy[j]) ** 2 * (streams - 1)) : 1;
    let constant = outside * external[j] - 1;
    stations.forEach((from, i) => {
      const passed = from.next[j];
      const square = busy[i] * busy[i];
      const cs = variant === 'whitt' ? Math.max(from.variability, 0.2) : from.variability;
      const service = Number.isFinite(from.servers) ? (cs - 1) / Math.sqrt(from.servers) : 0;
      constant += share[i] * (1 - passed + passed * square * (1 + service));
      matrix.set(j, i, matrix.get(j, i) - weight * share[i] * passed * (1 - square));
    });
    right.set(j, 0, 1 + weight * constant);
  });
  const ca = solve(matrix, right).to1DArray();
  if (ca.every((value) => Number.isFinite(value))) return ca;
  throw new SidecoreError({
    code: 'no-convergence',
    path: 'qna',
    message: 'the equations of the variability have no single solution',
    hint: 'a loop without any service time cannot be solved',
  });
}

/** Mean time in the queue of G/G/m by two moments. */
function waiting(station: FlowStation, ca: number, variant: 'whitt' | 'gautam'): number {
  const { rate, serviceTime, servers, variability } = station;
  const load = rate * serviceTime;
  if (load >= servers) return Number.POSITIVE_INFINITY;
  if (load === 0) return 0;
  const busy = load / servers;
  const mean = (ca + variability) / 2;
  if (variant === 'gautam') {
    const alpha = busy > 0.7 ? (busy ** servers + busy) / 2 : busy ** ((servers + 1) / 2);
    return ((alpha * serviceTime) / (servers - load)) * mean;
  }
  if (servers > 1) return ((erlangC({ offeredLoad: load, servers }) * serviceTime) / (servers - load)) * mean;
  const regular =
    ca < 1 ? Math.exp(((-2 * (1 - busy)) / (3 * busy)) * ((1 - ca) ** 2 / (ca + variability))) : 1;
  return ((serviceTime * busy) / (1 - busy)) * mean * (mean > 0 ? regular : 0);
}
