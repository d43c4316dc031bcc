import { deepFreeze } from '../common';
import { checkPathModel } from './check-path-model';
import type { PathModel } from './model';
import { type PathModelInput, withDefaults } from './path-model-input';

/** Models that were checked: frozen all the way down, so a check holds for good. */
const checked = new WeakSet<PathModel>();

/**
 * Completes a model with defaults, checks every number and every name, and freezes it.
 *
 * @throws SidecoreError with the path of the first thing that is wrong
 */
export function pathModel(input: PathModelInput | PathModel): PathModel {
  if (checked.has(input as PathModel)) return input as PathModel;
  return checkedModel(withDefaults(input));
}

/** The same for a model that has everything. */
export function checkedModel(model: PathModel): PathModel {
  checkPathModel(model);
  deepFreeze(model);
  checked.add(model);
  return model;
}
