import { oneOf, onlyFields, plainObject } from '../common';
import type { PathModel } from '../iopath/model';
import type { PathModelInput } from '../iopath/path-model-input';
import type { BootstrapAnswer, BootstrapOptions } from './bootstrap/replicates';
import { fitted } from './engine/fitted';
import { prepare } from './engine/prepare';
import { replicates } from './engine/replicates';
import type { FitOptions } from './fit-options';
import type { Observation } from './observation';

export interface BootstrapFitOptions extends BootstrapOptions {
  /** `case` (default) draws settings within placements anew, `parametric` data from the fitted model. */
  readonly kind?: 'case' | 'parametric';
  /** Of the fit itself. */
  readonly fit?: Omit<FitOptions, 'bootstrap' | 'profiles' | 'leaveOut' | 'ladder' | 'signal' | 'onProgress'>;
}

const names = ['kind', 'fit', 'replicates', 'first', 'seed', 'level', 'signal', 'onProgress'];

/**
 * Replicates of a fit: how estimates vary when other settings of the same kind had been measured (`case`), or when
 * the fitted model with its errors is the truth (`parametric`). Estimates in the order of the parameters of `fit`.
 *
 * Assumes, for cases, settings that are independent within placements; for parametric replicates, the model and its
 * errors. Weights stay those of the fit; priors count as data, and are drawn anew too. Slices of the replicates
 * (`first`, `replicates`) on several threads together give what one call gives; `summarizeBootstrap` puts them
 * together. Memory: the estimates alone.
 *
 * @throws SidecoreError as `fit`
 * @example
 * // bootstrapFit(model, observations, { replicates: 500, first: 500, seed: 1 }).samples
 * @see Efron and Tibshirani 1993, An Introduction to the Bootstrap, sections 6.5 and 9.5
 */
export function bootstrapFit(
  model: PathModel | PathModelInput,
  observations: readonly Observation[],
  options: BootstrapFitOptions = {},
): BootstrapAnswer {
  onlyFields(plainObject(options, 'options'), names, 'options');
  const { fit = {}, kind: _, ...samples } = options;
  const kind = oneOf(options.kind ?? 'case', ['case', 'parametric'], 'options.kind');
  const { evaluator, data, settings } = prepare(model, observations, fit);
  return replicates(fitted(evaluator, data, settings), kind, samples);
}
