import {
  convergenceWarnings,
  type IterationOptions,
  iterationLimits,
  requireClosed,
  requireSingleServers,
} from './approximation';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { type ArrivalRule, proportionalState, solveQueues } from './queue-core';
import { type NetworkSolution, networkSolution } from './solution';

/** The one-population fixed points under a rule for what an arriving customer sees. */
export function queueFixedPoint(
  network: NetworkArrays,
  rule: ArrivalRule,
  method: string,
  options: IterationOptions,
): NetworkSolution {
  const limits = iterationLimits(options);
  requireClosed(network, method);
  requireSingleServers(network, method);
  const state = proportionalState(network, network.population);
  const converged = solveQueues(network, network.population, rule, null, limits, state);
  const report = { converged, iterations: state.iterations, residual: state.residual };
  return networkSolution(
    network,
    { throughput: state.throughput, residenceTime: state.residence, queueLength: state.queue },
    { method, exact: false, ...report, warnings: convergenceWarnings(method, report) },
  );
}

/**
 * Bard-Schweitzer approximate mean value analysis of a closed network with any number of classes over single-server
 * queues and delays, at a cost that does not grow with the populations.
 *
 * A customer of class r that arrives at station k sees Q_k(n) - Q_kr(n)/n_r customers; then
 * R_kr = D_kr (1 + A_kr), X_r = n_r / (Z_r + sum_k R_kr), Q_kr = X_r R_kr, iterated to a relative change of
 * `tolerance`. A class with a population of 0 adds nothing, and a zero demand converges like any other.
 *
 * Known error: exact for one customer in all, and for one class over equal demands without think time. Throughput against
 * exact on 4,000 random networks of up to 3 classes with up to 6 customers each and 4 stations: median 1.7 %, 99 % of
 * them within 16 %, worst 26 %. The error fades as populations grow.
 *
 * @param network demands in seconds
 * @throws SidecoreError `unsupported` for open classes, several servers, load dependence and disciplines without product form
 *   (use approximateMva)
 * @throws SidecoreError `invalid-value` for a class that takes no time anywhere
 * @example
 * bardSchweitzer({
 *   classes: { job: { population: 3, thinkTime: 15 } },
 *   stations: { cpu: { demand: 0.605 }, disk1: { demand: 2.1 }, disk2: { demand: 1.35 } },
 * }).classes.job.throughput; // 0.151 (Lazowska et al. 1984, Quantitative System Performance, p. 117)
 * @see Schweitzer, Proc. Int. Conf. Stochastic Control and Optimization, Amsterdam 1979; Bard, Performance of
 *   Computer Systems, 1979; Lazowska et al. 1984, sections 6.4.2 and 7.4.2
 */
export function bardSchweitzer(network: QueueingNetwork, options: IterationOptions = {}): NetworkSolution {
  return queueFixedPoint(networkArrays(network), 'schweitzer', 'bard-schweitzer', options);
}
