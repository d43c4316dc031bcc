import type { SearchSpace } from './search-space';

/** Loads that were worked out before, by core and the blocks on it. */
export interface LoadTable {
  /** Seconds per packet of a core with these blocks on it, one bit a block. */
  load(core: number, blocks: number): number;
  /** Assignments that were evaluated. */
  evaluated(): number;
}

/**
 * The load of every core for every set of blocks on it, worked out when asked for. Holds for a separable space: the
 * blocks that are not on the core stand on another one, whichever.
 */
export function loadTable(space: SearchSpace): LoadTable {
  const { blocks, cores, classOf, loadsOf } = space;
  const known = new Map<number, number>();
  const size = 2 ** blocks.length;
  let evaluated = 0;
  return {
    load: (core, set) => {
      const key = (on: number, blocksThere: number) => classOf[on] * size + blocksThere;
      const before = known.get(key(core, set));
      if (before !== undefined) return before;
      const elsewhere = core === 0 ? cores.length - 1 : 0;
      const loads = loadsOf(blocks.map((_, b) => (isIn(set, b) ? core : elsewhere)));
      evaluated += 1;
      known.set(key(core, set), loads[core]);
      // The others stand together, so their core is known as well.
      known.set(key(elsewhere, size - 1 - set), loads[elsewhere]);
      return loads[core];
    },
    evaluated: () => evaluated,
  };
}

/** Sets have at most 31 blocks, a bit each. */
export function isIn(set: number, block: number): boolean {
  return ((set >>> block) & 1) === 1;
}
