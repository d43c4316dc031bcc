import { SidecoreError } from './error';

/** Shows a value in an error message without ever throwing or printing a page. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}..."` : `"${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null)
    return Object.is(value, -0) ? '-0' : String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function reject(value: unknown, path: string, allowed: string, hint?: string): never {
  throw new SidecoreError({
    code: 'invalid-value',
    path,
    message: `${shown(value)} is not ${allowed}`,
    hint,
  });
}

// The checks answer `value + 0`, which turns -0 into 0: a rate of -0 would lead to -Infinity where 0 leads to Infinity.

/** A finite number. */
export function finite(value: unknown, path: string, hint?: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) reject(value, path, 'a finite number', hint);
  return value + 0;
}

/** A finite number above zero. */
export function positive(value: unknown, path: string, hint?: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0)
    reject(value, path, 'a finite number above 0', hint);
  return value;
}

/** A finite number of zero or more. */
export function nonNegative(value: unknown, path: string, hint?: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    reject(value, path, 'a finite number of 0 or more', hint);
  return value + 0;
}

/** A number in [0, 1]. */
export function probability(value: unknown, path: string, hint?: string): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    reject(value, path, 'a probability between 0 and 1', hint);
  return value + 0;
}

/** A whole number of at least `minimum`, exactly representable. */
export function integer(value: unknown, path: string, minimum = 0, hint?: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < minimum)
    reject(value, path, `a whole number of ${minimum} or more`, hint);
  return value + 0;
}

/** One of a list of words; the error names them all. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[], path: string): T {
  if (typeof value !== 'string' || !(allowed as readonly string[]).includes(value))
    reject(value, path, `one of ${allowed.join(', ')}`);
  return value as T;
}

/** A name: a string that is not empty. */
export function text(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') reject(value, path, 'a name');
  return value;
}

/** A plain object (not null, not a list). */
export function plainObject(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    reject(value, path, 'an object with named fields');
  return value as Record<string, unknown>;
}

/** Throws when an object has a field that is not in the list: a misspelt option must not be ignored. */
export function onlyFields(value: object, allowed: readonly string[], path: string): void {
  for (const key of Object.keys(value)) {
    if (!allowed.includes(key))
      throw new SidecoreError({
        code: 'invalid-shape',
        path: path ? `${path}.${key}` : key,
        message: 'unknown field',
        hint: `allowed: ${allowed.join(', ')}`,
      });
  }
}
