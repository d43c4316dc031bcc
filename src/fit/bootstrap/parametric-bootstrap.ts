import { onlyFields, plainObject } from '../../common';
import type { RandomStream } from '../../common/random-stream';
import { type BootstrapAnswer, type BootstrapOptions, replicate } from './replicates';

/** What `parametricBootstrap` draws from, and how it fits. */
export interface ParametricBootstrapProblem<Data> {
  /** Draws data from the fitted model with the random numbers given. */
  readonly simulate: (random: RandomStream) => Data;
  /** Fits them; null when the fit has no answer. */
  readonly refit: (data: Data, replicate: number) => ArrayLike<number> | null;
}

/**
 * Parametric bootstrap: fits data drawn from the fitted model, and tells how the estimates vary. Assumes that the model
 * and its noise are right. Memory: the estimates alone.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `aborted`; whatever `simulate` and `refit` throw
 * @example
 * parametricBootstrap({
 *   simulate: (random) => [5 + random.normal(), 5 + random.normal(), 5 + random.normal(), 5 + random.normal()],
 *   refit: (data) => [data.reduce((sum, value) => sum + value, 0) / 4],
 * }).estimates[0].standardError; // about 0.5: 1 / sqrt(4)
 * @see Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 6.5
 */
export function parametricBootstrap<Data>(
  problem: ParametricBootstrapProblem<Data>,
  options: BootstrapOptions = {},
): BootstrapAnswer {
  onlyFields(plainObject(problem, 'problem'), ['simulate', 'refit'], '');
  return replicate(
    'parametric-bootstrap',
    (random, number) => problem.refit(problem.simulate(random), number),
    options,
  );
}
