import type { SearchSpace } from './search-space';

/** The same assignment without moves that leave the busiest core as busy as it is: fewer changes, fewer cores. */
export function withoutNeedlessMoves(space: SearchSpace, assignment: readonly number[]): readonly number[] {
  const { blocks, loadsOf } = space;
  const most = (one: readonly number[]) => Math.max(...loadsOf(one));
  let kept = [...assignment];
  const load = most(kept);
  blocks.forEach(({ home }, b) => {
    for (const instead of home >= 0 ? [home] : callersCores(space, kept, b)) {
      if (kept[b] === instead) return;
      const moved = kept.map((core, other) => (other === b ? instead : core));
      if (most(moved) > load * (1 + 1e-9)) continue;
      if (space.changesOf(moved).length > space.changesOf(kept).length) continue;
      kept = moved;
      return;
    }
  });
  return kept;
}

/** Cores on which a block that runs where it is called needs no change. */
function callersCores(space: SearchSpace, assignment: readonly number[], b: number): number[] {
  return space.cores.flatMap((_, core) => {
    const there = assignment.map((own, other) => (other === b ? core : own));
    return space.changesOf(there).includes(b) ? [] : [core];
  });
}
