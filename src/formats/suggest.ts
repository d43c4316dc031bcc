/**
 * Names that the writer may have meant: those that differ in case alone or by one edit for short names, a third of
 * the length for long ones; the nearest first.
 */
function nearest(given: string, known: Iterable<string>, most = 2): string[] {
  if (given.length > 40) return [];
  const limit = Math.max(1, Math.floor(given.length / 3));
  const found: { name: string; distance: number }[] = [];
  for (const name of known) {
    if (Math.abs(name.length - given.length) > limit) continue;
    const edits = editDistance(given, name);
    const distance = name.toLowerCase() === given.toLowerCase() ? Math.min(1, edits) : edits;
    if (distance <= limit) found.push({ name, distance });
  }
  found.sort((a, b) => a.distance - b.distance || b.name.length - a.name.length);
  return found.slice(0, most).map(({ name }) => name);
}

/** `did you mean a or b?`, or the fallback when nothing is near. */
export function didYouMean(given: string, known: Iterable<string>, otherwise = ''): string {
  const names = nearest(given, known);
  return names.length > 0 ? `did you mean ${names.join(' or ')}?` : otherwise;
}

/** Insertions, deletions, changes and swaps of neighbours; a change of case is half one (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1] + changeOf(a[i - 1], b[j - 1]);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, change);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

function changeOf(a: string, b: string): number {
  if (a === b) return 0;
  return a.toLowerCase() === b.toLowerCase() ? 0.5 : 1;
}
