import type { LoadTable } from './load-table';
import type { SearchSpace } from './search-space';

/**
 * Best cut of a path into contiguous pieces, a piece a core, by dynamic programming over its blocks in their order:
 *
 * best(i, cores left) = min over j and core of max(load of blocks i..j-1 on the core, best(j, cores left without it))
 *
 * A pipeline is best cut so when every hand-over costs; of a path that comes back to a core it is a start for the
 * search. Cores of one class are interchangeable, so only how many of them are left counts.
 *
 * @see Pinar, Tabak and Aykanat, One-dimensional partitioning for heterogeneous systems, JPDC 68, 2008
 */
export function bestCuts(space: SearchSpace, table: LoadTable): number[] {
  const { blocks, cores, classOf, sideFrom } = space;
  const known = new Map<string, { readonly load: number; readonly cut: number; readonly core: number }>();
  const piece = (from: number, to: number) => {
    let set = 0;
    for (let b = from; b < to; b++) set += 2 ** b;
    return set;
  };
  const best = (from: number, left: readonly number[]) => {
    const key = `${from} ${left.map((core) => classOf[core]).join()}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    let found = { load: Number.POSITIVE_INFINITY, cut: -1, core: -1 };
    if (from === blocks.length) {
      // Cores in use before keep what does not move.
      const load = left.reduce(
        (most, core) => (core < sideFrom ? Math.max(most, table.load(core, 0)) : most),
        0,
      );
      found = { load, cut: from, core: -1 };
    } else
      for (const core of left) {
        if (left.some((other) => other < core && classOf[other] === classOf[core])) continue;
        const rest = left.filter((other) => other !== core);
        for (let to = from + 1; to <= blocks.length; to++) {
          const own = table.load(core, piece(from, to));
          if (own >= found.load) continue;
          const load = Math.max(own, best(to, rest).load);
          if (load < found.load) found = { load, cut: to, core };
        }
      }
    known.set(key, found);
    return found;
  };
  const assignment = blocks.map(() => 0);
  let left: readonly number[] = cores.map((_, core) => core);
  for (let from = 0; from < blocks.length; ) {
    const { cut, core } = best(from, left);
    if (cut < 0) return assignment;
    for (let b = from; b < cut; b++) assignment[b] = core;
    left = left.filter((other) => other !== core);
    from = cut;
  }
  return assignment;
}
