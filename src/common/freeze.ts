import { showItself } from './show-itself';

/** Freezes a plain result, all the way down, and lets it show itself in a notebook. */
export function deepFreeze<T>(value: T): T {
  if (isOpen(value)) freezeParts(showItself(value));
  return value;
}

function isOpen(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Object.isFrozen(value) && !ArrayBuffer.isView(value);
}

/** Freezes a value, all the way down. */
export function freezeParts(value: object): void {
  Object.freeze(value);
  // a long list of numbers is walked by index, without a string for each
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const part of parts) if (isOpen(part)) freezeParts(part);
}
