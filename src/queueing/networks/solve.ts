import { deepFreeze, oneOf, onlyFields, plainObject, positive, SidecoreError } from '../../common';
import { type ClosedProblem, closedProblem } from './closed-problem';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { openNetwork } from './open-network';
import { whyNotProductForm } from './product-form';
import { qna } from './qna';
import type { NetworkSolution, SolveCost } from './solution';
import { solveByChain } from './solve-by-chain';
import { excess } from './solve-cost';
import { approximateMethods, exactMethods, whyNotApproximate } from './solve-methods';
import { type Watch, type WatchOptions, watchOf } from './watch';

/** Every method that `solve` takes. */
export const solveMethods = [
  'auto',
  'exact-mva',
  'exact-convolution',
  'exact-integral',
  'open-product-form',
  'qna',
  'linearizer',
  'approximate-mva',
  'aql',
  'bard-schweitzer',
  'chow',
] as const;
/** A method that `solve` can be asked for. */
export type SolveMethod = (typeof solveMethods)[number];

export interface SolveOptions extends WatchOptions {
  /** Default `auto`: the cheapest exact method, or, beyond the limit, the best approximation. */
  readonly method?: SolveMethod;
  /** The most that an exact method may need. Default 2e10 operations (some 20 s to a minute) and 1e9 bytes. */
  readonly limit?: { readonly operations?: number; readonly bytes?: number };
}

/**
 * Solves a queueing network: picks the method, says which (`method`) and why (`reason`), whether the answer is exact
 * (`exact`), and what it was expected to need (`cost`).
 *
 * `auto` takes, for open classes only, `openNetwork` (or `qna` without product form); for closed and mixed
 * networks in product form the cheapest of exact mean value analysis, convolution and integral; if none is within
 * the limit, or without product form, the most accurate approximation that applies. Classes that switch are solved
 * by chains. An exact method that is asked for by name and is beyond the limit refuses with the figure.
 *
 * @throws SidecoreError `too-large` naming the operations or bytes needed and the method to use instead; `unsupported`
 *   when the method does not apply; `aborted`
 * @example
 * const solution = solve({
 *   classes: { web: { population: 40, thinkTime: 1 } },
 *   stations: { cpu: { demand: 0.02, servers: 4 }, disk: { demand: 0.03 } },
 * });
 * solution.method; // 'exact-convolution'
 * solution.reason; // 'exact; the cheapest of exact-convolution'
 */
export function solve(network: QueueingNetwork, options: SolveOptions = {}): NetworkSolution {
  plainObject(options, 'options');
  onlyFields(options, ['method', 'limit', 'signal', 'onProgress'], 'options');
  const method = oneOf(options.method ?? 'auto', solveMethods, 'options.method');
  const given = options.limit ?? {};
  plainObject(given, 'options.limit');
  onlyFields(given, ['operations', 'bytes'], 'options.limit');
  const limit = {
    operations: positive(given.operations ?? 2e10, 'options.limit.operations'),
    bytes: positive(given.bytes ?? 1e9, 'options.limit.bytes'),
  };
  const watch = watchOf(options);
  watch(0);
  const classes = Object.values(network?.classes ?? {});
  const allOpen = classes.length > 0 && classes.every((one) => one?.arrivalRate !== undefined);
  if (method === 'open-product-form' || method === 'qna' || (method === 'auto' && allOpen))
    return solveOpen(network, method);
  return solveByChain(network, (plain) => solveClosed(plain, method, limit, watch));
}

function solveOpen(network: QueueingNetwork, method: SolveMethod): NetworkSolution {
  if (method === 'open-product-form') return explained(openNetwork(network), 'asked for');
  if (method === 'qna') return explained(qna(network), 'asked for');
  const why = whyNotProductForm(networkArrays(network));
  return why === null
    ? explained(openNetwork(network), 'exact; every class is open')
    : explained(qna(network), `every class is open, but there is no product form: ${why}`);
}

const explained = (solution: NetworkSolution, reason: string, cost?: SolveCost): NetworkSolution =>
  deepFreeze({ ...solution, reason, ...(cost ? { cost } : {}) });

function solveClosed(
  network: QueueingNetwork,
  method: SolveMethod,
  limit: SolveCost,
  watch: Watch,
): NetworkSolution {
  const arrays = networkArrays(network);
  if (Object.hasOwn(approximateMethods, method))
    return explained(approximateMethods[method].solve(network), 'asked for');
  if (method !== 'auto') return solveExactly(arrays, method, limit, watch);
  const noProductForm = whyNotProductForm(arrays);
  if (noProductForm !== null)
    return approximate(network, arrays, `there is no product form: ${noProductForm}`, 'unsupported');
  const problem = closedProblem(arrays, 'solve');
  const offers = exactOffers(problem);
  let refusal = '';
  for (const { name, cost } of offers) {
    const figure = excess(cost, limit);
    if (figure !== null) {
      refusal ||= `the cheapest exact method, ${name}, would need ${figure}`;
      break;
    }
    const solution = unlessTooLarge(() => exactMethods[name].solve(problem, watch));
    if (solution)
      return explained(
        solution,
        `exact; the cheapest of ${offers.map((offer) => offer.name).join(', ')}`,
        cost,
      );
    refusal ||= `${name} turned out to need more than it can take`;
  }
  return approximate(network, arrays, refusal);
}

/** Undefined where a method finds out on its way that it needs more than was foreseen. */
function unlessTooLarge(solved: () => NetworkSolution): NetworkSolution | undefined {
  try {
    return solved();
  } catch (error) {
    if (error instanceof SidecoreError && error.code === 'too-large') return undefined;
    throw error;
  }
}

/** Exact methods that apply, the cheapest first. */
function exactOffers(problem: ClosedProblem): { name: string; cost: SolveCost }[] {
  return Object.entries(exactMethods)
    .filter(([, method]) => method.whyNot(problem) === null)
    .map(([name, method]) => ({ name, cost: method.cost(problem) }))
    .sort((a, b) => a.cost.operations - b.cost.operations);
}

function solveExactly(
  arrays: NetworkArrays,
  method: SolveMethod,
  limit: SolveCost,
  watch: Watch,
): NetworkSolution {
  const problem = closedProblem(arrays, method);
  const why = exactMethods[method].whyNot(problem);
  const others = exactOffers(problem).filter(
    ({ name, cost }) => name !== method && excess(cost, limit) === null,
  );
  const instead = others[0]?.name ?? firstApproximation(arrays) ?? 'a larger limit';
  if (why !== null)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'options.method',
      message: `${method} does not apply: ${why}`,
      hint: `use ${instead}`,
    });
  const cost = exactMethods[method].cost(problem);
  const figure = excess(cost, limit);
  if (figure !== null)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options.method',
      message: `${method} would need ${figure}`,
      hint: `use ${instead}, or raise options.limit`,
    });
  return explained(exactMethods[method].solve(problem, watch), 'asked for', cost);
}

const firstApproximation = (arrays: NetworkArrays) =>
  Object.keys(approximateMethods).find(
    (name) => whyNotApproximate(approximateMethods[name], arrays) === null,
  );

function approximate(
  network: QueueingNetwork,
  arrays: NetworkArrays,
  because: string,
  code: 'too-large' | 'unsupported' = 'too-large',
): NetworkSolution {
  const name = firstApproximation(arrays);
  if (name === undefined)
    throw new SidecoreError({
      code,
      path: 'network',
      message: `${because}, and no approximation takes a network like this`,
      hint:
        code === 'too-large'
          ? 'raise options.limit, or make the populations smaller'
          : 'take a discipline with product form, or make the open classes closed',
    });
  return explained(approximateMethods[name].solve(network), `approximate, because ${because}`);
}
