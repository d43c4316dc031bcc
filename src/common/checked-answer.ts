import { SidecoreError } from './error';
import { deepFreeze } from './freeze';

/**
 * Freezes an answer, unless values too far apart have left the range of a double on the way to it.
 *
 * @param path what the caller calls its input
 * @throws SidecoreError `invalid-value` when a number of the answer is NaN
 */
export function checkedAnswer<T extends object>(answer: T, path = 'options'): T {
  if (holdsNaN(answer))
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: 'the values given lead beyond the range of a double',
      hint: 'choose another unit of time, or values that are less far apart',
    });
  return deepFreeze(answer);
}

function holdsNaN(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  if (Array.isArray(value)) return value.some(holdsNaN);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNaN);
}
