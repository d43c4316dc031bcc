import { SidecoreError } from '../../common';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { type NetworkSolution, networkSolution } from './solution';

/**
 * Exact mean value analysis of one closed class over single-server stations, population 1 to `population`.
 * On return `queue` holds the mean queue lengths. Nothing is allocated.
 *
 * R_k(n) = D_k (1 + Q_k(n-1)),  X(n) = n / (Z + sum R_k(n)),  Q_k(n) = X(n) R_k(n)
 *
 * @param demand demand per station, seconds
 * @param thinkTime time outside the stations, delay stations included, seconds
 * @returns the throughput at the full population (0 for population 0, Infinity when nothing takes time)
 * @see Reiser and Lavenberg, J. ACM 27(2), 1980, pp. 313-322
 */
export function mvaRecursion(
  demand: Float64Array,
  population: number,
  thinkTime: number,
  queue: Float64Array,
): number {
  const count = demand.length;
  queue.fill(0);
  let throughput = 0;
  for (let n = 1; n <= population; n++) {
    let response = thinkTime;
    for (let k = 0; k < count; k++) {
      const residence = demand[k] * (1 + queue[k]);
      queue[k] = residence;
      response += residence;
    }
    throughput = n / response;
    for (let k = 0; k < count; k++) queue[k] *= throughput;
  }
  return throughput;
}

/**
 * Exact mean value analysis of a closed network with one class: single-server queues (processor sharing, LCFS
 * preemptive, or FCFS with exponential service) and delay stations.
 *
 * @throws SidecoreError `unsupported` for several classes, open classes, several servers or load dependence
 * @example
 * exactMva({
 *   classes: { job: { population: 3, thinkTime: 15 } },
 *   stations: { cpu: { demand: 0.605 }, disk1: { demand: 2.1 }, disk2: { demand: 1.35 } },
 * }).classes.job.throughput; // 0.151 (Lazowska et al. 1984, Quantitative System Performance, p. 117)
 * @see Reiser and Lavenberg, J. ACM 27(2), 1980, pp. 313-322
 */
export function exactMva(network: QueueingNetwork): NetworkSolution {
  return exactMvaOf(networkArrays(network));
}

/** As `exactMva`, on a network that is already laid out. */
export function exactMvaOf(network: NetworkArrays): NetworkSolution {
  const reason = whyNotSingleClass(network);
  if (reason !== null) throw new SidecoreError({ code: 'unsupported', path: 'exactMva', message: reason });
  const { stationCount, demand, servers } = network;
  const population = network.population[0];
  const queueing: number[] = [];
  let thinkTime = network.thinkTime[0];
  for (let k = 0; k < stationCount; k++) {
    if (servers[k] === 1) queueing.push(k);
    else thinkTime += demand[k];
  }
  const compact = Float64Array.from(queueing, (k) => demand[k]);
  const queue = new Float64Array(compact.length);
  const throughput = mvaRecursion(compact, population, thinkTime, queue);
  if (!Number.isFinite(throughput))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'stations',
      message: 'every demand and the think time are 0, so the throughput has no limit',
      hint: 'give at least one demand or think time above 0',
    });
  const queueLength = new Float64Array(stationCount);
  const residenceTime = new Float64Array(stationCount);
  for (let k = 0; k < stationCount; k++) {
    residenceTime[k] = demand[k];
    queueLength[k] = throughput * demand[k];
  }
  queueing.forEach((k, i) => {
    queueLength[k] = queue[i];
    residenceTime[k] = throughput > 0 ? queue[i] / throughput : demand[k];
  });
  return networkSolution(
    network,
    { throughput: [throughput], residenceTime, queueLength },
    { method: 'exact-mva', exact: true },
  );
}

/** Null when the single-class recursion applies, else the reason why it does not. */
export function whyNotSingleClass(network: NetworkArrays): string | null {
  if (network.classCount !== 1) return 'single-class exact MVA takes one class';
  if (network.open[0]) return 'single-class exact MVA takes a closed class';
  for (let k = 0; k < network.stationCount; k++) {
    if (network.rates[k]) return `station ${network.stationNames[k]} is load dependent`;
    if (network.servers[k] !== 1 && Number.isFinite(network.servers[k]))
      return `station ${network.stationNames[k]} has ${network.servers[k]} servers`;
  }
  return null;
}
