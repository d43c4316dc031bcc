import { SidecoreError } from '../../common';
import { approximateMva } from './approximate-mva';
import { requireClosed, requireSingleServers } from './approximation';
import { aql } from './aql';
import { bardSchweitzer } from './bard-schweitzer';
import { chow } from './chow';
import type { ClosedProblem } from './closed-problem';
import { convolutionSolution } from './exact-convolution';
import { integralSolution } from './exact-integral';
import { mvaSolution } from './exact-mva';
import { expectedNodes, mostNodes } from './integral';
import { linearizer } from './linearizer';
import type { NetworkArrays, QueueingNetwork } from './network';
import type { NetworkSolution, SolveCost } from './solution';
import { convolutionCost, integralCost, mvaCost } from './solve-cost';
import type { Watch } from './watch';

/** An exact method for product-form networks with closed classes, as `solve` sees it. */
export interface ExactMethod {
  /** Null when it takes the problem, else why not. */
  readonly whyNot: (problem: ClosedProblem) => string | null;
  readonly cost: (problem: ClosedProblem) => SolveCost;
  readonly solve: (problem: ClosedProblem, watch: Watch) => NetworkSolution;
}

/** An approximate method, as `solve` sees it. */
export interface ApproximateMethod {
  /** Throws when it does not take the network. */
  readonly check: (network: NetworkArrays) => void;
  readonly solve: (network: QueueingNetwork) => NetworkSolution;
}

const onlyConstantRates = (problem: ClosedProblem) => {
  const varying = problem.stations.find((station) => station.rates.length > 1);
  if (varying === undefined) return null;
  return `station ${problem.network.stationNames[varying.places[0]]} has several servers or load-dependent rates`;
};

/** The exact methods, in the order in which `solve` names them. */
export const exactMethods: Readonly<Record<string, ExactMethod>> = {
  'exact-mva': {
    whyNot: onlyConstantRates,
    cost: mvaCost,
    solve: mvaSolution,
  },
  'exact-convolution': {
    whyNot: () => null,
    cost: convolutionCost,
    solve: (problem, watch) => convolutionSolution(problem, false, watch),
  },
  'exact-integral': {
    whyNot: (problem) =>
      onlyConstantRates(problem) ??
      (expectedNodes(problem) > mostNodes
        ? `${problem.stations.length} stations that differ are too many`
        : null),
    cost: integralCost,
    solve: (problem, watch) => integralSolution(problem, 1e-10, watch),
  },
};

const singleServers = (network: NetworkArrays) => {
  requireClosed(network, 'this approximation');
  requireSingleServers(network, 'this approximation');
};

/** The approximate methods, the most accurate first: `solve` takes the first that applies. */
export const approximateMethods: Readonly<Record<string, ApproximateMethod>> = {
  linearizer: { check: singleServers, solve: linearizer },
  'approximate-mva': { check: (network) => requireClosed(network, 'approximateMva'), solve: approximateMva },
  aql: { check: singleServers, solve: aql },
  'bard-schweitzer': { check: singleServers, solve: bardSchweitzer },
  chow: { check: singleServers, solve: chow },
};

/** Null when the approximation takes the network, else why not. */
export function whyNotApproximate(method: ApproximateMethod, network: NetworkArrays): string | null {
  try {
    method.check(network);
    return null;
  } catch (error) {
    if (error instanceof SidecoreError) return error.message;
    throw error;
  }
}
