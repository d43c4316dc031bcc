import { deepFreeze, SidecoreError, type Warning } from '../../common';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { openStation, stationRates } from './open-station';
import { whyNotProductForm } from './product-form';
import { type NetworkSolution, networkSolution, type Saturation } from './solution';

/** What `openNetwork` answers. */
export interface OpenNetworkSolution extends NetworkSolution {
  readonly saturation: Saturation;
}

/**
 * Open network in product form (Jackson; Baskett, Chandy, Muntz and Palacios): classes with Poisson arrivals over
 * single- and multi-server, delay and load-dependent stations. Processor sharing, preemptive LCFS and delay stations
 * take any service times; first-come-first-served ones exponential times with one mean for all classes.
 *
 * Each station is as if alone, with load a = sum of rate x demand: with c servers it has a + C(c, a) a / (c - a)
 * customers (C: Erlang C), and class r has its share a_r / a of them.
 *
 * A network that gets more work than a station can do is an answer: `stable` is false, the saturated stations and the
 * times of the classes that use them are Infinity, utilisations above 1 are the offered load, and the other stations
 * are as if the saturated ones passed all their arrivals on. `saturation` says which station saturates first, and how
 * far off that is. Classes that switch (routing) have throughput and times per passage of their chain.
 *
 * @throws SidecoreError `unsupported` for closed classes, think times, limited capacities and stations without product
 * form, and as the traffic equations do
 * @example
 * const network = openNetwork({
 *   classes: { request: { arrivalRate: 3 } },
 *   stations: { cpu: { visits: 16, serviceTime: 0.01 }, disk: { visits: 8, serviceTime: 0.03 } },
 * });
 * network.stations.disk.classes.request.responseTime; // 0.107 (Jain 1991, p. 572)
 * network.saturation; // { station: 'disk', scale: 1.39 }
 * @see Jackson, Management Science 10(1), 1963, pp. 131-142; Baskett et al., J. ACM 22(2), 1975, pp. 248-260
 */
export function openNetwork(network: QueueingNetwork): OpenNetworkSolution {
  const arrays = networkArrays(network);
  rejectUnlessOpen(arrays, 'openNetwork');
  const reason = whyNotProductForm(arrays);
  if (reason !== null)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'openNetwork',
      message: reason,
      hint: 'qna approximates first-come-first-served stations with general service times',
    });
  const { classCount, stationCount, stationNames, arrivalRate, demand } = arrays;
  const residenceTime = new Float64Array(classCount * stationCount);
  const queueLength = new Float64Array(classCount * stationCount);
  const busyProbability = new Float64Array(stationCount).fill(Number.NaN);
  const warnings: Warning[] = [];
  let saturation: Saturation = { station: null, scale: Number.POSITIVE_INFINITY };
  for (let k = 0; k < stationCount; k++) {
    let load = 0;
    for (let r = 0; r < classCount; r++) load += arrivalRate[r] * demand[k * classCount + r];
    let stretch = 1;
    if (Number.isFinite(arrays.servers[k])) {
      const rates = stationRates(arrays, k);
      const most = rates[rates.length - 1];
      if (load > 0 && most / load < saturation.scale)
        saturation = { station: stationNames[k], scale: most / load };
      if (load >= most) {
        stretch = Number.POSITIVE_INFINITY;
        busyProbability[k] = arrays.rates[k] ? 1 : Number.NaN;
        warnings.push({
          code: 'saturated',
          path: `stations.${stationNames[k]}`,
          message: `gets ${load} seconds of work per second and can do ${most}`,
        });
      } else {
        const station = openStation(rates, load);
        stretch = station.stretch;
        if (arrays.rates[k]) busyProbability[k] = station.busyProbability;
      }
    }
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      residenceTime[at] = demand[at] > 0 ? demand[at] * stretch : 0;
      queueLength[at] = arrivalRate[r] > 0 ? arrivalRate[r] * residenceTime[at] : 0;
    }
  }
  const solution = networkSolution(
    arrays,
    { throughput: arrivalRate, residenceTime, queueLength, busyProbability },
    { method: 'open-product-form', exact: true, stable: warnings.length === 0, warnings },
  );
  return deepFreeze({ ...solution, saturation });
}

/** Throws `unsupported` unless every class is open and none thinks. */
export function rejectUnlessOpen(network: NetworkArrays, method: string): void {
  for (let r = 0; r < network.classCount; r++) {
    const path = `classes.${network.classNames[r]}`;
    if (!network.open[r])
      throw new SidecoreError({
        code: 'unsupported',
        path,
        message: `${method} takes open classes only`,
        hint: 'use solve for closed and mixed networks',
      });
    if (network.thinkTime[r] > 0)
      throw new SidecoreError({
        code: 'unsupported',
        path: `${path}.thinkTime`,
        message: 'an open class has no think time',
        hint: 'add a delay station',
      });
  }
}
