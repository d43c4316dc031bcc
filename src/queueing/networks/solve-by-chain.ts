import { SidecoreError, shown, type Warning } from '../../common';
import type { NetworkClass, QueueingNetwork, Station } from './model';
import { type NetworkArrays, networkArrays } from './network';
import { type Routing, solveRouting } from './routing';
import { type NetworkSolution, networkSolution } from './solution';
import { thinkTime, visitedStations } from './unrouted';

/**
 * Solves a network whose customers switch between classes: classes that turn into each other become one class (a
 * chain), the chains are solved by the given method, and the numbers are shared out to the classes.
 *
 * Throughput and times in `classes` are per passage of the chain: the time that a passage spends as that class. The
 * chains themselves are in `chains`. Exact, where the method is, for product-form networks; where a first-come-
 * first-served station serves the classes of a chain at different means the answer is an approximation and says so.
 *
 * @param solver any solver of this package, for example `exactMva`
 * @throws SidecoreError as the traffic equations and the solver do
 * @example
 * solveByChain(
 *   {
 *     classes: { read: { population: 4 }, write: { population: 0 } },
 *     stations: { cpu: { serviceTime: { read: 0.1, write: 0.2 } }, disk: { serviceTime: 1 } },
 *     routing: [
 *       { from: 'cpu', class: 'read', to: 'disk', probability: 1 },
 *       { from: 'disk', class: 'read', to: 'cpu', toClass: 'read', probability: 0.8 },
 *       { from: 'disk', class: 'read', to: 'cpu', toClass: 'write', probability: 0.2 },
 *       { from: 'cpu', class: 'write', to: 'disk', toClass: 'read', probability: 1 },
 *     ],
 *   },
 *   exactMva,
 * ).stations.cpu.classes.write.throughput; // a fifth of the disk's
 * @see Reiser and Kobayashi, IBM J. Research and Development 19(3), 1975, pp. 283-294 (chains of classes)
 */
export function solveByChain(
  network: QueueingNetwork,
  solver: (network: QueueingNetwork) => NetworkSolution,
): NetworkSolution {
  if (typeof solver !== 'function')
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'solver',
      message: `${shown(solver)} is not a function that solves a network`,
      hint: 'give for example exactMva',
    });
  if (network?.routing === undefined) return solver(network);
  const routing = solveRouting(network);
  const classNames = Object.keys(network.classes);
  if (routing.chains.every((chain) => chain.classes.length === 1)) return solver(network);
  const names = routing.chains.map((chain) => chain.classes.map((r) => classNames[r]).join('+'));
  const perClass = networkArrays({
    classes: network.classes,
    stations: visitedStations(network, routing),
  });
  const { classCount, stationCount, demand, serviceTime, discipline, stationNames } = perClass;
  const warnings: Warning[] = [];
  for (let k = 0; k < stationCount; k++)
    if (discipline[k] === 'first-come-first-served' && meansDiffer(routing, classCount, k, serviceTime))
      warnings.push({
        code: 'unequal-service-times',
        path: `stations.${stationNames[k]}`,
        message:
          'classes of one chain have different mean service times at a first-come-first-served station',
      });
  const solved = solver({
    classes: chainClasses(network, routing, names),
    stations: Object.fromEntries(
      stationNames.map((name, k) => [
        name,
        chainStation(network.stations[name], `stations.${name}`, routing, names, perClass, k),
      ]),
    ),
  });
  const size = classCount * stationCount;
  const residenceTime = new Float64Array(size);
  const queueLength = new Float64Array(size);
  const throughput = new Float64Array(classCount);
  const busyProbability = Float64Array.from(stationNames, (name, k) =>
    perClass.rates[k] ? solved.stations[name].utilization : Number.NaN,
  );
  routing.chains.forEach((chain, c) => {
    for (const r of chain.classes) throughput[r] = solved.classes[names[c]].throughput;
    for (let k = 0; k < stationCount; k++) {
      const whole = chain.classes.reduce((sum, r) => sum + demand[k * classCount + r], 0);
      const own = solved.stations[stationNames[k]].classes[names[c]];
      for (const r of chain.classes) {
        const share = whole > 0 ? demand[k * classCount + r] / whole : 0;
        residenceTime[k * classCount + r] = share > 0 ? own.residenceTime * share : 0;
        queueLength[k * classCount + r] = share > 0 ? own.queueLength * share : 0;
      }
    }
  });
  const { classes, stations, ...facts } = solved;
  return networkSolution(
    perClass,
    { throughput, residenceTime, queueLength, busyProbability },
    {
      ...facts,
      exact: solved.exact && warnings.length === 0,
      chains: classes,
      warnings: [...solved.warnings, ...warnings],
    },
  );
}

function chainClasses(network: QueueingNetwork, routing: Routing, names: readonly string[]) {
  const given = Object.values(network.classes);
  const classes: Record<string, NetworkClass> = {};
  routing.chains.forEach((chain, c) => {
    const priority = Math.min(...chain.classes.map((r) => given[r].priority ?? 0));
    classes[names[c]] = chain.open
      ? { arrivalRate: chain.arrivalRate, priority }
      : {
          population: chain.population,
          thinkTime: chain.classes.reduce((sum, r) => sum + thinkTime(network, routing, r), 0),
          priority,
        };
  });
  return classes;
}

/** A station as the chains see it: visits add up, service times are averaged by visits. */
function chainStation(
  station: Station,
  path: string,
  routing: Routing,
  names: readonly string[],
  arrays: NetworkArrays,
  k: number,
): Station {
  const discipline = station.discipline ?? 'processor-sharing';
  if (discipline.startsWith('priority') || discipline === 'discriminatory-processor-sharing')
    throw new SidecoreError({
      code: 'unsupported',
      path,
      message: `customers switch between classes that the discipline ${discipline} treats differently`,
      hint: 'use closedMarkov for a small population',
    });
  const visits: Record<string, number> = {};
  const serviceTime: Record<string, number> = {};
  const serviceVariability: Record<string, number> = {};
  routing.chains.forEach((chain, c) => {
    let count = 0;
    let work = 0;
    let square = 0;
    for (const r of chain.classes) {
      const mean = arrays.serviceTime[k * arrays.classCount + r];
      const own = arrays.visits[k * arrays.classCount + r];
      count += own;
      work += own * mean;
      square += own * mean * mean * (1 + arrays.serviceVariability[k * arrays.classCount + r]);
    }
    const mean = count > 0 ? work / count : 0;
    visits[names[c]] = count;
    serviceTime[names[c]] = mean;
    serviceVariability[names[c]] = mean > 0 ? Math.max(0, square / count / mean / mean - 1) : 1;
  });
  return { ...station, weight: undefined, visits, serviceTime, serviceVariability };
}

/** True where the classes of one chain that come to a station have different mean service times there. */
function meansDiffer(routing: Routing, classCount: number, k: number, serviceTime: Float64Array): boolean {
  return routing.chains.some((chain) => {
    const coming = chain.classes.map((r) => k * classCount + r).filter((at) => routing.visits[at] > 0);
    return coming.some(
      (at) => Math.abs(serviceTime[at] - serviceTime[coming[0]]) > 1e-12 * serviceTime[coming[0]],
    );
  });
}
