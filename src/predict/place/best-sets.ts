import { isIn, type LoadTable } from './load-table';
import type { Found, SearchLimits } from './search-answer';
import type { SearchSpace } from './search-space';

/** 3^13 pairs of sets for each core take a moment. */
export const mostBlocksOfSets = 13;

/**
 * The assignments with the least busy busiest core, by dynamic programming over sets of blocks, a core at a time:
 *
 * best(core, R, c) = min over S in R of max(load of S on the core, best(core before, R without S, c - changes of S))
 *
 * It is exact for a separable space. Sets whose least work alone is more than a known assignment are never evaluated.
 */
export function bestSets(
  space: SearchSpace,
  table: LoadTable,
  { sideCores, changes }: SearchLimits,
  starts: readonly (readonly number[])[],
  kept: number,
): Found[] {
  const { blocks, sideFrom, least, leastFixed } = space;
  const size = 2 ** blocks.length;
  const usable = sideFrom + sideCores;
  // A limit of as many changes as there can be is none, and needs no counting.
  const counted = changes < mostChanges(space);
  const layers = counted ? changes + 1 : 1;
  const bound = Math.min(
    ...starts
      .filter((start) => space.changesOf(start).length <= changes)
      .map((start) => loadOf(space, table, start, usable)),
  );
  const levels = Array.from({ length: usable }, (_, core) => {
    const loads = new Float64Array(size);
    const moves = new Uint8Array(size);
    const works = new Float64Array(size);
    for (let set = 0; set < size; set++) {
      if (set === 0 && core >= sideFrom) continue;
      const lowest = 31 - Math.clz32(set & -set);
      if (set > 0) works[set] = works[set & (set - 1)] + least[lowest * space.cores.length + core];
      const work = leastFixed[core] + works[set];
      if (counted) moves[set] = changesIn(space, core, set);
      loads[set] =
        work > bound * (1 + 1e-12) || (counted && moves[set] > changes)
          ? Number.POSITIVE_INFINITY
          : table.load(core, set);
    }
    return { loads, moves };
  });
  // value[k][c][R]: the best that the first k cores make of the blocks of R; none can do nothing but the empty set.
  const nothing = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  nothing[0] = 0;
  const value: Float64Array[][] = [Array.from({ length: layers }, () => nothing)];
  const choice: Int32Array[][] = [];
  const last = usable - 1;
  levels.slice(0, last).forEach(({ loads, moves }, core) => {
    const before = value[core];
    const chosenOf = Array.from({ length: layers }, () => new Int32Array(size));
    const bestOf = chosenOf.map((chosen, c) => {
      const best = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
      for (let rest = 0; rest < size; rest++)
        for (let set = rest; ; set = (set - 1) & rest) {
          if (loads[set] < best[rest] && (!counted || moves[set] <= c)) {
            const load = Math.max(loads[set], before[counted ? c - moves[set] : 0][rest ^ set]);
            if (load < best[rest]) {
              best[rest] = load;
              chosen[rest] = set;
            }
          }
          if (set === 0) break;
        }
      return best;
    });
    value.push(bestOf);
    choice.push(chosenOf);
  });
  // The best for every set on the last core, traced back through the others.
  const found: { load: number; set: number }[] = [];
  const { loads, moves } = levels[last];
  for (let set = 0; set < size; set++) {
    if (counted && moves[set] > changes) continue;
    const others = value[last][counted ? changes - moves[set] : 0][size - 1 - set];
    const load = Math.max(loads[set], others);
    if (Number.isFinite(load)) found.push({ load, set });
  }
  found.sort((a, b) => a.load - b.load);
  return found.slice(0, kept).map(({ load, set }) => {
    const assignment = blocks.map(() => last);
    let rest = size - 1 - set;
    let c = counted ? changes - moves[set] : 0;
    for (let core = last - 1; core >= 0; core--) {
      const own = choice[core][c][rest];
      for (let b = 0; b < blocks.length; b++) if (isIn(own, b)) assignment[b] = core;
      rest ^= own;
      if (counted) c -= levels[core].moves[own];
    }
    return { assignment, load };
  });
}

/** Code changes when everything moves that needs one. */
export function mostChanges({ blocks }: SearchSpace): number {
  return blocks.filter(({ movable }) => movable === 'code-change').length;
}

/** Code changes among the blocks of a set that is alone on a core. */
function changesIn(space: SearchSpace, core: number, set: number): number {
  const elsewhere = core === 0 ? space.cores.length - 1 : 0;
  const assignment = space.blocks.map((_, b) => (isIn(set, b) ? core : elsewhere));
  return space.changesOf(assignment).filter((b) => isIn(set, b)).length;
}

/** Load of the busiest core. */
export function loadOf(
  space: SearchSpace,
  table: LoadTable,
  assignment: ArrayLike<number>,
  usable: number,
): number {
  const sets = new Float64Array(usable);
  for (let b = 0; b < assignment.length; b++) sets[assignment[b]] += 2 ** b;
  let load = 0;
  for (let core = 0; core < usable; core++)
    if (sets[core] > 0 || core < space.sideFrom) load = Math.max(load, table.load(core, sets[core]));
  return load;
}
