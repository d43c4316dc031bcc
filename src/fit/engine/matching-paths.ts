/** The paths that a pattern names: `*` stands for any part of a name between two dots, `**` for anything. */
export function matchingPaths(paths: readonly string[], pattern: string): string[] {
  const escaped = pattern
    .replace(/\[(\d+|\*)\]/g, '.$1')
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^.]*'));
  const expression = new RegExp(`^${escaped}$`);
  return paths.filter((path) => expression.test(path));
}
