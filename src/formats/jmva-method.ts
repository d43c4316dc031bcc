import type { SolveMethod } from '../queueing/networks';

const approximations: Readonly<Record<string, SolveMethod>> = {
  Chow: 'chow',
  AQL: 'aql',
  'Bard-Schweitzer': 'bard-schweitzer',
  Linearizer: 'linearizer',
  'De Souza-Muntz Linearizer': 'linearizer',
};

/**
 * The method of `solve` for an algorithm that a JMVA file asks for: JMT's approximations by name, `auto` for its exact
 * algorithms (MVA, RECAL, MoM, CoMoM, convolutions), which `solve` can choose better, and for its sampling ones. JMT's
 * Linearizers renew their correction once, ours three times; for its figures use `linearizer` with `corrections: 1`.
 *
 * @example
 * jmvaMethod('Bard-Schweitzer'); // 'bard-schweitzer'
 */
export function jmvaMethod(algorithm: string): SolveMethod {
  return Object.hasOwn(approximations, algorithm) ? approximations[algorithm] : 'auto';
}
