import { onlyFields, plainObject } from '../../common';
import { logConstantOf, namedSolution, nobody } from './closed-answer';
import { type ClosedProblem, closedProblem } from './closed-problem';
import { convolve } from './convolution';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import type { NetworkSolution } from './solution';
import { convolutionCost, refuseTooLarge } from './solve-cost';
import { unwatched, type Watch, type WatchOptions, watchOf } from './watch';

export interface ExactConvolutionOptions extends WatchOptions {
  /** Adds to every station the distribution of the number of closed customers there. Default false. */
  readonly distributions?: boolean;
}

/**
 * Exact solution of a product-form network with closed classes (and open ones beside them) by convolution of
 * normalising constants: single-server, multi-server, load-dependent and delay stations, think times, any number of
 * classes. Also gives log G.
 *
 * The generating function of the normalising constants is a product over the stations of
 * 1 + S/mu(1) + S^2/(mu(1) mu(2)) + ..., where S = sum_r D_r z_r. It is multiplied out over the lattice of populations
 * with positive terms only: the terms up to the last rate by Horner's rule in S, the rest as 1 / (1 - S/mu). Demands
 * are scaled to the saddle point, so that every number is a probability. Nothing cancels: multi-server networks
 * cannot come out negative, as they do by mean value analysis with marginal probabilities.
 *
 *   X_r = G(N - e_r) / G(N)
 *
 * Time: lattice cells x classes x (2 x single-server stations + sum of rates x log2 of the other stations).
 * Memory: two to a few lattices of 8 bytes a cell. `logNormalizingConstant` has raw demands in their unit (seconds), think
 * time as Z^n/n!, and is left out with open classes.
 *
 * @throws SidecoreError `unsupported` without product form; `invalid-value` for a class that takes no time; `too-large`; `aborted`
 * @example
 * exactConvolution({
 *   classes: { user: { population: 200, thinkTime: 10 } },
 *   stations: { cpu: { demand: 1, servers: 20 } },
 * }).classes.user.throughput; // 17.919134
 * @see Buzen, Comm. ACM 16(9), 1973; Reiser and Kobayashi, IBM J. Res. Dev. 19(3), 1975 (several classes)
 */
export function exactConvolution(
  network: QueueingNetwork,
  options: ExactConvolutionOptions = {},
): NetworkSolution {
  plainObject(options, 'options');
  onlyFields(options, ['distributions', 'signal', 'onProgress'], 'options');
  return exactConvolutionOf(networkArrays(network), options.distributions === true, watchOf(options));
}

/** As `exactConvolution`, on a network that is already laid out. */
export function exactConvolutionOf(
  network: NetworkArrays,
  distributions = false,
  watch: Watch = unwatched,
): NetworkSolution {
  const problem = closedProblem(network, 'exactConvolution', distributions);
  refuseTooLarge(convolutionCost(problem), 'exactConvolution');
  return convolutionSolution(problem, distributions, watch);
}

/** As `exactConvolution`, on a problem. */
export function convolutionSolution(
  problem: ClosedProblem,
  distributions: boolean,
  watch: Watch,
): NetworkSolution {
  const facts = { method: 'exact-convolution', exact: true };
  if (problem.classes.length === 0) return namedSolution(problem, nobody, facts, distributions);
  const answer = convolve(problem, distributions, watch);
  return namedSolution(
    problem,
    answer,
    { ...facts, ...logConstantOf(problem, answer.logNormalizingConstant) },
    distributions,
  );
}
