import type { PathModel } from '../iopath/model';

/** Sections of a model whose numbers describe the path; placements, ranges and what a fit says of itself do not. */
const sections = ['machine', 'network', 'traffic', 'contexts', 'mechanisms', 'stages', 'topologies'] as const;

/** Paths of all numbers of a model, as `withValues` takes them. */
export function numericPaths(model: PathModel): readonly string[] {
  const paths: string[] = typeof model.batch === 'number' ? ['batch'] : [];
  paths.push('batchCap');
  const visit = (node: unknown, path: string): void => {
    if (typeof node === 'number') paths.push(path);
    else if (typeof node === 'object' && node !== null)
      for (const [name, child] of Object.entries(node)) visit(child, `${path}.${name}`);
  };
  for (const section of sections) visit(model[section], section);
  return paths;
}
