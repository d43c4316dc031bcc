import { finite, integer, nonNegative, onlyFields, plainObject, SidecoreError } from '../../common';
import type { NetworkClass } from './model';

/** Throws unless a class is a proper closed or open class. */
export function checkClass(given: NetworkClass, path: string): void {
  plainObject(given, path);
  onlyFields(given, ['population', 'thinkTime', 'arrivalRate', 'priority'], path);
  if ((given.population === undefined) === (given.arrivalRate === undefined))
    throw new SidecoreError({
      code: 'invalid-shape',
      path,
      message: 'a class has either a population (closed) or an arrivalRate (open)',
      hint: 'give exactly one of the two',
    });
  if (given.population !== undefined) integer(given.population, `${path}.population`, 0);
  if (given.arrivalRate !== undefined) nonNegative(given.arrivalRate, `${path}.arrivalRate`);
  if (given.thinkTime !== undefined) nonNegative(given.thinkTime, `${path}.thinkTime`);
  if (given.priority !== undefined) finite(given.priority, `${path}.priority`);
}
