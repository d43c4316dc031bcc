import { SidecoreError, shown } from '../common';

/** The built-in model that stands in where none is named. */
export const defaultTemplate = 'xen-pv';

/** Collects the names of an option that may be repeated and may hold several, separated by commas. */
export function collectNames(given: string, before: readonly string[] = []): readonly string[] {
  const names = given.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}

/** Collects the texts of an option that may be repeated. */
export function collectTexts(given: string, before: readonly string[] = []): readonly string[] {
  return [...before, given];
}

/** A whole number of an option, from `least` on; `1e6` is one. */
export function countOf(text: string, option: string, least: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new SidecoreError({
    code: 'invalid-value',
    path: option,
    message: `${shown(text)} is not a whole number of ${least} or more`,
  });
}
