import type { PathModel } from '../../iopath/model';

/** Paths of the numbers of a model that fit a pattern, in which `*` stands for any one name. */
export function matchingNumbers(model: PathModel, pattern: string): string[] {
  let found: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: model }];
  for (const name of pattern.split('.'))
    found = found.flatMap(({ path, value }) => {
      if (typeof value !== 'object' || value === null) return [];
      const names = name === '*' ? Object.keys(value) : Object.hasOwn(value, name) ? [name] : [];
      return names.map((one) => ({
        path: path === '' ? one : `${path}.${one}`,
        value: (value as Record<string, unknown>)[one],
      }));
    });
  return found.filter(({ value }) => typeof value === 'number').map(({ path }) => path);
}
