import { deepFreeze, freezeParts } from '../common';
import { checkPathModel } from './check-path-model';
import type { PathModel } from './model';
import { type PathModelInput, withDefaults } from './path-model-input';

/** Models that were checked: frozen all the way down, so a check holds for good. */
const checked = new WeakSet<PathModel>();

/** Inputs that nobody can change, with what they were completed to once they have been. */
const constants = new WeakMap<PathModelInput, PathModel | null>();

/** Of a model that another was made into by changing numbers: the first in that line. */
const origins = new WeakMap<PathModel, PathModel>();

/**
 * Completes a model with defaults, checks every number and every name, and freezes it. What has been checked before comes
 * back as it is.
 *
 * @throws SidecoreError with the path of the first thing that is wrong
 * @example
 * const model = pathModel({
 *   machine: { clock: 2.5e9, cores: { 'core-0': {}, 'core-1': {} } },
 *   contexts: { guest: {}, driver: {} },
 *   stages: { send: { context: 'guest', cycles: 1200 }, copy: { context: 'driver', cycles: 800 } },
 *   topologies: {
 *     path: { stages: ['send', 'copy'], links: [{ from: 'send', to: 'copy', mechanism: 'event-channel' }] },
 *   },
 *   placements: { apart: { assign: { guest: 'core-0', driver: 'core-1' } } },
 * });
 * model.stages.copy.per; // 'packet', as nothing else was said
 * predict(model).bottleneck.name; // 'core-0'
 */
export function pathModel(input: PathModelInput | PathModel): PathModel {
  if (checked.has(input as PathModel)) return input as PathModel;
  const known = constants.get(input);
  if (known) return known;
  const model = checkedModel(withDefaults(input));
  if (known === null) constants.set(input, model);
  return model;
}

/** Freezes an input, so that it is completed and checked once only. */
export function constantInput(input: PathModelInput): PathModelInput {
  freezeParts(input);
  constants.set(input, null);
  return input;
}

/**
 * The same for a model that has everything.
 *
 * @param before a checked model that differs in numbers alone: what the two share holds already
 */
export function checkedModel(model: PathModel, before?: PathModel): PathModel {
  checkPathModel(model, before);
  deepFreeze(model);
  checked.add(model);
  if (before) origins.set(model, origins.get(before) ?? before);
  return model;
}

/** A model with the same names, texts and flags, that many models with other numbers share; else the model itself. */
export function originOf(model: PathModel): PathModel {
  return origins.get(model) ?? model;
}
