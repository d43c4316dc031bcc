import { shown } from '../check';
import { SidecoreError } from '../error';

/** A number, also an infinite one: where a distribution function is asked for. */
export function numberOf(value: unknown, path = 'value'): number {
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new SidecoreError({ code: 'invalid-value', path, message: `${shown(value)} is not a number` });
  return value;
}
