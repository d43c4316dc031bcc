import { deepFreeze } from '../common';
import { checkPathModel } from './check-path-model';
import type { PathModel } from './model';
import { type PathModelInput, withDefaults } from './path-model-input';

/** Models that were checked: frozen all the way down, so a check holds for good. */
const checked = new WeakSet<PathModel>();

/** Of a model that another was made into by changing numbers: the first in that line. */
const origins = new WeakMap<PathModel, PathModel>();

/**
 * Completes a model with defaults, checks every number and every name, and freezes it.
 *
 * @throws SidecoreError with the path of the first thing that is wrong
 */
export function pathModel(input: PathModelInput | PathModel): PathModel {
  if (checked.has(input as PathModel)) return input as PathModel;
  return checkedModel(withDefaults(input));
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
