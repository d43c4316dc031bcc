import { SidecoreError, shown } from '../common';
import { modelNumbers } from '../formats/model-ranges';
import { parseQuantity } from '../formats/parse-quantity';
import type { PathModel } from '../iopath/model';
import { dimensionOf } from './sweep/vary-axes';

/** `message=64B:64KiB`: what to vary, from where to where. */
export function rangeOf(
  model: PathModel,
  given: string,
): { vary: string; between: { low: number; high: number } } {
  const [, vary, low, high] = /^([^=]+)=([^:]+):([^:]+)$/.exec(given.trim()) ?? [];
  if (vary === undefined)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--vary',
      message: `${shown(given)} does not say what to vary from where to where`,
      hint: 'write it as message=64B:64KiB',
    });
  return { vary, between: { low: numberOf(model, vary, low), high: numberOf(model, vary, high) } };
}

/** A number with the unit of the quantity. */
function numberOf(model: PathModel, vary: string, given: string): number {
  const name = Object.hasOwn(model.traffic, vary) ? `traffic.${vary}` : vary;
  const dimension = dimensionOf(name, modelNumbers(model));
  if (dimension === undefined)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--vary',
      message: `there are no numbers between values of ${vary}`,
      hint: 'name two placements with --placement, and vary a number, for example message=64B:64KiB',
    });
  return parseQuantity(given, dimension, {
    path: '--vary',
    clock: model.machine.clock,
  });
}
