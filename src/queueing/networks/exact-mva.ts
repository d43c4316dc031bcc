import { onlyFields, plainObject, SidecoreError } from '../../common';
import { type ClosedAnswer, logConstantOf, namedSolution, nobody } from './closed-answer';
import { type ClosedProblem, closedProblem } from './closed-problem';
import { latticeMva } from './lattice-mva';
import { mvaSteps } from './mva-recursion';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import type { NetworkSolution } from './solution';
import { mvaCost, refuseTooLarge } from './solve-cost';
import { unwatched, type Watch, type WatchOptions, watchOf } from './watch';

/**
 * Exact mean value analysis of a product-form network: closed classes (one or several, and open ones beside them) at
 * single-server and delay stations. For several servers and load dependence see `exactConvolution`.
 *
 *   R_kr(n) = D_kr (1 + Q_k(n - e_r)),  X_r(n) = n_r / (Z_r + sum_k R_kr(n)),  Q_k(n) = sum_r X_r(n) R_kr(n)
 *
 * Time: stations x population with one class, stations x classes x prod_r (N_r + 1) with several, where alike stations
 * count once. With one class, a recursion that has reached its limit to the last bit goes on in closed form. Memory
 * with several classes: one layer of the lattice, the largest classes without the smallest.
 * `logNormalizingConstant` takes raw demands in seconds, think time as Z^n/n!, and is left out with open classes.
 *
 * @throws SidecoreError `unsupported` for several servers, load dependence or no product form; `invalid-value` for a
 *   class that takes no time; `too-large`; `aborted`
 * @example
 * exactMva({
 *   classes: { job: { population: 3, thinkTime: 15 } },
 *   stations: { cpu: { demand: 0.605 }, disk1: { demand: 2.1 }, disk2: { demand: 1.35 } },
 * }).classes.job.throughput; // 0.1515 (Lazowska et al. 1984, Quantitative System Performance, p. 117)
 * @see Reiser and Lavenberg, J. ACM 27(2), 1980, pp. 313-322; mixed classes: Lazowska et al. 1984, section 7.4
 */
export function exactMva(network: QueueingNetwork, options: WatchOptions = {}): NetworkSolution {
  plainObject(options, 'options');
  onlyFields(options, ['signal', 'onProgress'], 'options');
  return exactMvaOf(networkArrays(network), watchOf(options));
}

/** As `exactMva`, on a network that is already laid out. */
export function exactMvaOf(network: NetworkArrays, watch: Watch = unwatched): NetworkSolution {
  const reason = whyNotMva(network);
  if (reason !== null)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'exactMva',
      message: reason,
      hint: 'use exactConvolution',
    });
  const problem = closedProblem(network, 'exactMva');
  refuseTooLarge(mvaCost(problem), 'exactMva');
  return mvaSolution(problem, watch);
}

/** As `exactMva`, on a problem whose stations all have a constant rate. */
export function mvaSolution(problem: ClosedProblem, watch: Watch): NetworkSolution {
  const facts = { method: 'exact-mva', exact: true };
  if (problem.classes.length === 0) return namedSolution(problem, nobody, facts);
  const { logNormalizingConstant, ...answer } =
    problem.classes.length === 1 ? singleClassMva(problem, watch) : latticeMva(problem, watch);
  return namedSolution(problem, answer, { ...facts, ...logConstantOf(problem, logNormalizingConstant) });
}

function singleClassMva(
  problem: ClosedProblem,
  watch: Watch,
): ClosedAnswer & { logNormalizingConstant: number } {
  watch(0);
  const { stations } = problem;
  const demand = Float64Array.from(stations, (station) => station.demand[0]);
  const together = Float64Array.from(stations, (station, k) => demand[k] * station.places.length);
  const queue = new Float64Array(stations.length);
  const logConstant = new Float64Array(1);
  const throughput = mvaSteps(
    demand,
    together,
    problem.population[0],
    problem.thinkTime[0],
    queue,
    logConstant,
  );
  return {
    throughput: [throughput],
    queueLength: stations.map((station, k) => [queue[k] / station.places.length]),
    distribution: stations.map(() => null),
    logNormalizingConstant: logConstant[0],
  };
}

/** Null when the recursion applies to every station, else the reason why it does not. */
export function whyNotMva(network: NetworkArrays): string | null {
  for (let k = 0; k < network.stationCount; k++) {
    const rates = network.rates[k];
    if (rates?.some((rate) => rate !== rates[0]))
      return `station ${network.stationNames[k]} is load dependent`;
    if (!rates && network.servers[k] !== 1 && Number.isFinite(network.servers[k]))
      return `station ${network.stationNames[k]} has ${network.servers[k]} servers`;
  }
  return null;
}
