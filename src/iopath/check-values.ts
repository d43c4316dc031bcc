import { plainObject, SidecoreError, shown } from '../common';

/** The most entries that a table or list may have: beyond it something is wrong. */
const most = 10_000;

export function checkNames(table: object, path: string): void {
  const names = Object.keys(plainObject(table, path));
  if (names.length > most)
    throw new SidecoreError({
      code: 'too-large',
      path,
      message: `${names.length} entries are more than ${most}`,
      hint: 'merge what need not be told apart',
    });
  if (names.length === 0) invalid(path, 'nothing given', 'give at least one');
  for (const name of names)
    if (!/^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(name) || name === 'constructor' || name.length > 100)
      invalid(`${path}.${name}`, `${shown(name)} is not a name`, 'use letters, digits, "-" and "_"');
}

export function known(table: object, name: unknown, path: string, what: string): void {
  if (typeof name !== 'string' || !Object.hasOwn(table, name)) unknown(path, name, what, Object.keys(table));
}

export function unknown(path: string, name: unknown, what: string, allowed: readonly string[]): never {
  const listed = allowed.length > 20 ? `${allowed.slice(0, 20).join(', ')}, ...` : allowed.join(', ');
  throw new SidecoreError({
    code: 'unknown-name',
    path,
    message: `there is no ${what} ${shown(name)}`,
    hint: `known: ${listed}`,
  });
}

export function batchSize(value: unknown, path: string): void {
  if (value === 'solve') return;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 1)
    invalid(path, `${shown(value)} is neither a finite number of 1 or more nor "solve"`);
}

export function text(value: unknown, path: string): void {
  if (typeof value !== 'string') invalid(path, `${shown(value)} is not a text`);
}

export function flag(value: unknown, path: string): void {
  if (typeof value !== 'boolean') invalid(path, `${shown(value)} is neither true nor false`);
}

export function list(value: unknown, path: string): void {
  if (!Array.isArray(value)) invalid(path, `${shown(value)} is not a list`);
  if ((value as unknown[]).length > most)
    throw new SidecoreError({
      code: 'too-large',
      path,
      message: `${(value as unknown[]).length} entries are more than ${most}`,
    });
}

export function invalid(path: string, message: string, hint?: string): never {
  throw new SidecoreError({ code: 'invalid-value', path, message, hint });
}
