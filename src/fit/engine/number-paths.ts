import type { PathModel } from '../../iopath/model';

const sections = ['machine', 'network', 'traffic', 'contexts', 'mechanisms', 'stages', 'topologies'] as const;

/** Paths of all numbers of a model, as `withValues` takes them. */
export function numberPaths(model: PathModel): string[] {
  const paths: string[] = [];
  const walk = (node: unknown, path: string) => {
    if (typeof node === 'number') paths.push(path);
    else if (typeof node === 'object' && node !== null)
      for (const [name, inner] of Object.entries(node)) walk(inner, `${path}.${name}`);
  };
  for (const section of sections) walk(model[section], section);
  for (const name of ['batch', 'batchCap', 'slots'] as const) walk(model[name], name);
  return paths;
}

/** The paths that a pattern names: `*` stands for any part of a name between two dots, `**` for anything. */
export function matching(paths: readonly string[], pattern: string): string[] {
  const escaped = pattern
    .replace(/\[(\d+|\*)\]/g, '.$1')
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^.]*'));
  const expression = new RegExp(`^${escaped}$`);
  return paths.filter((path) => expression.test(path));
}
