/** The built-in model that stands in where none is named. */
export const defaultTemplate = 'xen-pv';

/** Collects the names of an option that may be repeated and may hold several, separated by commas. */
export function collectNames(given: string, before: readonly string[] = []): readonly string[] {
  const names = given.split(',').map((name) => name.trim());
  return [...before, ...names.filter((name) => name !== '')];
}
