import { onlyFields, plainObject, positive, SidecoreError } from '../../common';
import { logConstantOf, namedSolution, nobody } from './closed-answer';
import { type ClosedProblem, closedProblem } from './closed-problem';
import { expectedNodes, integrate, mostNodes } from './integral';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import type { NetworkSolution } from './solution';
import { unwatched, type Watch, type WatchOptions, watchOf } from './watch';

export interface ExactIntegralOptions extends WatchOptions {
  /** Largest relative difference between two grids that is accepted. Default 1e-10. */
  readonly tolerance?: number;
}

/**
 * Exact solution of closed classes with large populations at few single-server stations and delays (mixed with open
 * classes too), by the integral for the normalising constant:
 *
 *   G(N) = integral over u_1 ... u_K >= 0 of exp(-sum_k u_k) prod_r (Z_r + sum_k D_kr u_k)^N_r / N_r! du
 *
 * The time does not grow with the product of the populations, nor with the number of classes but in proportion; it
 * grows by a factor of some 60 with every group of alike stations. The means are averages of positive functions
 * under the integrand, X_r = N_r E[1/c_r] and Q_kr = N_r E[D_kr u_k / c_r] with c_r = Z_r + sum_k D_kr u_k, so nothing
 * cancels. The grid is refined until two agree to `tolerance`; that difference is reported as
 * `errorEstimate`, and the error of the finer grid is usually far below it.
 *
 * @throws SidecoreError `unsupported` for several servers, load dependence or no product form; `too-large` with too many
 *   stations; `invalid-value`; `aborted`
 * @example
 * exactIntegral({
 *   classes: { read: { population: 1000, thinkTime: 5 }, write: { population: 500, thinkTime: 8 } },
 *   stations: { disk: { demand: { read: 0.01, write: 0.02 } } },
 * }).classes.read.throughput; // 65.152
 * @see McKenna and Mitra, J. ACM 31(2), 1984 (integral representation)
 */
export function exactIntegral(network: QueueingNetwork, options: ExactIntegralOptions = {}): NetworkSolution {
  plainObject(options, 'options');
  onlyFields(options, ['tolerance', 'signal', 'onProgress'], 'options');
  const tolerance =
    options.tolerance === undefined ? 1e-10 : positive(options.tolerance, 'options.tolerance');
  return exactIntegralOf(networkArrays(network), tolerance, watchOf(options));
}

/** As `exactIntegral`, on a network that is already laid out. */
export function exactIntegralOf(
  network: NetworkArrays,
  tolerance = 1e-10,
  watch: Watch = unwatched,
): NetworkSolution {
  return integralSolution(closedProblem(network, 'exactIntegral'), tolerance, watch);
}

/** As `exactIntegral`, on a problem. */
export function integralSolution(problem: ClosedProblem, tolerance: number, watch: Watch): NetworkSolution {
  rejectUnfit(problem);
  const facts = { method: 'exact-integral', exact: true };
  if (problem.classes.length === 0) return namedSolution(problem, nobody, facts);
  const answer = integrate(problem, tolerance, watch);
  return namedSolution(problem, answer, {
    ...facts,
    errorEstimate: answer.errorEstimate,
    ...logConstantOf(problem, answer.logNormalizingConstant),
  });
}

function rejectUnfit(problem: ClosedProblem): void {
  const { network, stations } = problem;
  for (const { rates, places } of stations)
    if (rates.length > 1)
      throw new SidecoreError({
        code: 'unsupported',
        path: 'exactIntegral',
        message: `station ${network.stationNames[places[0]]} has several servers or load-dependent rates`,
        hint: 'use exactConvolution',
      });
  const nodes = expectedNodes(problem);
  if (nodes > mostNodes)
    throw new SidecoreError({
      code: 'too-large',
      path: 'exactIntegral',
      message: `with ${stations.length} stations that differ, the integral would need some ${nodes.toExponential(1)} nodes (limit ${mostNodes.toExponential(0)})`,
      hint: 'use linearizer, or exactMva when the populations are small',
    });
}
