import { SidecoreError, shown } from '../common';
import { jmvaMethod } from '../formats/jmva-method';
import { didYouMean } from '../formats/suggest';
import {
  type NetworkBounds,
  type NetworkSolution,
  networkBounds,
  type QueueingNetwork,
  type SolveMethod,
  type SolveOptions,
  seidmann,
  solve,
  solveMethods,
} from '../queueing/networks';
import type { NamedNetwork } from './read-network';

/** The methods that `--method` takes. */
export const networkMethods: readonly string[] = [...solveMethods, 'seidmann'];

/** How a network is to be solved: as the command line says, else as its file says. */
export function solverOf(
  given: NamedNetwork,
  method: string | undefined,
  options: Omit<SolveOptions, 'method'>,
): (network: QueueingNetwork) => NetworkSolution {
  if (method === 'seidmann') return (network) => seidmann(network, options);
  if (method !== undefined) {
    if (!networkMethods.includes(method))
      throw new SidecoreError({
        code: 'unknown-name',
        path: '--method',
        message: `there is no method ${shown(method)}`,
        hint: didYouMean(method, networkMethods, `known: ${networkMethods.join(', ')}`),
      });
    return (network) => solve(network, { ...options, method: method as SolveMethod });
  }
  const asked = given.algorithms?.[0] && jmvaMethod(given.algorithms[0].name);
  if (asked === undefined || asked === 'auto') return (network) => solve(network, options);
  // JMT's approximations know single servers, and several by Seidmann's.
  return (network) => seidmann(network, { ...options, method: asked });
}

/** Bounds on a network, where there are any. */
export function boundsOf(network: QueueingNetwork): NetworkBounds | undefined {
  try {
    return networkBounds(network);
  } catch (error) {
    if (error instanceof SidecoreError && error.code === 'unsupported') return undefined;
    throw error;
  }
}

/** The same network with another population of its one closed class. */
export function withPopulation(network: QueueingNetwork, population: number): QueueingNetwork {
  const [[name, only], another] = Object.entries(network.classes);
  if (another !== undefined || only.population === undefined)
    throw new SidecoreError({
      code: 'unsupported',
      path: '--curve',
      message: 'a curve over the population takes one closed class',
      hint: 'solve the network as it is, or leave the other classes out',
    });
  return { ...network, classes: { [name]: { ...only, population } } };
}
