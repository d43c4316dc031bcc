import { bestCuts } from './best-cuts';
import { bestSets, mostBlocksOfSets } from './best-sets';
import { type LoadTable, loadTable } from './load-table';
import type { Found, SearchAnswer, SearchLimits } from './search-answer';
import type { SearchSpace } from './search-space';

/** Up to so many movable blocks every assignment is evaluated. */
const exhaustiveBlocks = 8;
const mostExhaustive = { byTable: 100_000, one: 3000 };
const mostNodes = 500_000;
const mostEvaluations = 10_000;
const kept = 10;
/** A set of blocks is a number of so many bits. */
const mostBlocksOfTable = 31;

/** Searches a space for the assignments whose busiest core has the least to do. */
export class Search {
  readonly table: LoadTable | null;
  readonly method: 'exhaustive' | 'dynamic-programming' | 'branch-and-bound';
  private evaluated = 0;
  private readonly known = new Map<string, number>();

  constructor(
    readonly space: SearchSpace,
    method?: Search['method'],
  ) {
    this.table = space.separable && space.blocks.length <= mostBlocksOfTable ? loadTable(space) : null;
    this.method = method ?? this.suitable();
  }

  private suitable(): Search['method'] {
    const { blocks } = this.space;
    const most = this.table === null ? mostExhaustive.one : mostExhaustive.byTable;
    if (blocks.length <= exhaustiveBlocks && this.count(most) < most) return 'exhaustive';
    return this.table !== null && blocks.length <= mostBlocksOfSets
      ? 'dynamic-programming'
      : 'branch-and-bound';
  }

  /**
   * Depth first over blocks, largest first, and over cores, of which the unused ones of a class are one. A branch is
   * left when none of its assignments can beat the best: with L_k what core k already has and R what is left, all as
   * least work without hand-overs, no busiest core has less than
   *
   * max(max_k L_k, (sum_k L_k + R) / cores, largest of what is left)
   *
   * The exhaustive search leaves no branch; in between, sets of blocks are few enough for dynamic programming.
   */
  run(limits: SearchLimits): SearchAnswer {
    const { space, table } = this;
    const { sideCores, changes } = limits;
    if (this.method === 'dynamic-programming' && table !== null) {
      const starts = this.starts(space.sideFrom + sideCores);
      return { found: bestSets(space, table, limits, starts, kept), proven: true };
    }
    const { blocks, least, leastFixed, sideFrom } = space;
    const cores = space.cores.length;
    const usable = sideFrom + sideCores;
    const order = this.order();
    const cheapest = blocks.map((_, b) => Math.min(...least.subarray(b * cores, b * cores + usable)));
    const restFrom = new Float64Array(order.length + 1);
    const largestFrom = new Float64Array(order.length + 1);
    for (let i = order.length - 1; i >= 0; i--) {
      restFrom[i] = restFrom[i + 1] + cheapest[order[i]];
      largestFrom[i] = Math.max(largestFrom[i + 1], cheapest[order[i]]);
    }
    const assignment = blocks.map(() => -1);
    const partial = Float64Array.from(leastFixed.subarray(0, usable));
    const sets = new Float64Array(usable);
    const found: Found[] = [];
    let best = Number.POSITIVE_INFINITY;
    let nodes = 0;
    let proven = true;
    const offer = (candidate: readonly number[]) => {
      let load = 0;
      if (table !== null) {
        const bits = new Float64Array(usable);
        candidate.forEach((core, b) => {
          bits[core] += 2 ** b;
        });
        for (let core = 0; core < usable && load < worst(); core++)
          if (bits[core] > 0 || core < sideFrom) load = Math.max(load, table.load(core, bits[core]));
      } else {
        load = this.loadOf(candidate);
      }
      if (load >= worst()) return;
      if (space.changesOf(candidate).length > changes) return;
      found.push({ assignment: [...candidate], load });
      found.sort((a, b) => a.load - b.load);
      if (found.length > kept) found.pop();
      best = found[0].load;
    };
    /** What a candidate must beat to be kept. */
    const worst = () =>
      this.method === 'exhaustive' ? (found[kept - 1]?.load ?? Number.POSITIVE_INFINITY) : best * (1 - 1e-12);
    const visit = (depth: number): void => {
      nodes += 1;
      if (nodes > mostNodes || this.evaluations() > mostEvaluations) {
        proven = false;
        return;
      }
      if (depth === order.length) {
        offer(assignment);
        return;
      }
      const b = order[depth];
      for (let core = 0; core < usable; core++) {
        if (core >= sideFrom && sets[core] === 0 && this.sameUnused(core, sets)) continue;
        if (this.settled(b, core, assignment) > changes) continue;
        const own = least[b * cores + core];
        partial[core] += own;
        sets[core] += 1;
        assignment[b] = core;
        if (
          this.method === 'exhaustive' ||
          this.bound(partial, restFrom[depth + 1], largestFrom[depth + 1]) < best
        )
          visit(depth + 1);
        partial[core] -= own;
        sets[core] -= 1;
        assignment[b] = -1;
      }
    };
    if (this.method === 'branch-and-bound') for (const start of this.starts(usable)) offer(start);
    visit(0);
    return { found, proven };
  }

  evaluations(): number {
    return this.evaluated + (this.table?.evaluated() ?? 0);
  }

  /** Load of the busiest core, where it depends on the whole assignment. */
  private loadOf(assignment: readonly number[]): number {
    const key = assignment.join();
    let load = this.known.get(key);
    if (load === undefined) {
      load = Math.max(...this.space.loadsOf(assignment));
      this.known.set(key, load);
      this.evaluated += 1;
    }
    return load;
  }

  private bound(partial: Float64Array, rest: number, largest: number): number {
    let sum = rest;
    let most = largest;
    for (const load of partial) {
      sum += load;
      most = Math.max(most, load);
    }
    return Math.max(most, sum / partial.length);
  }

  /** Changes so far with one more block assigned; those that follow a caller count when it is assigned. */
  private settled(b: number, core: number, assignment: number[]): number {
    const { movable, home } = this.space.blocks[b];
    if (movable !== 'code-change') return 0;
    const before = assignment[b];
    assignment[b] = core;
    const count =
      home >= 0
        ? this.space.blocks.reduce(
            (sum, block, other) =>
              block.movable === 'code-change' &&
              block.home >= 0 &&
              assignment[other] >= 0 &&
              assignment[other] !== block.home
                ? sum + 1
                : sum,
            0,
          )
        : this.space.changesOf(assignment).length;
    assignment[b] = before;
    return count;
  }

  /** True when an earlier core of the same class is unused too. */
  private sameUnused(core: number, sets: Float64Array): boolean {
    const { classOf, sideFrom } = this.space;
    for (let other = sideFrom; other < core; other++)
      if (classOf[other] === classOf[core] && sets[other] === 0) return true;
    return false;
  }

  /** Blocks with a home first, the largest before the others; then those that follow their callers, down the path. */
  private order(): number[] {
    const { blocks, least, cores } = this.space;
    const work = (b: number) => least[b * cores.length];
    return blocks
      .map((_, b) => b)
      .sort((a, b) => {
        if (blocks[a].home < 0 || blocks[b].home < 0)
          return Number(blocks[a].home < 0) - Number(blocks[b].home < 0) || a - b;
        return work(b) - work(a) || a - b;
      });
  }

  private starts(usable: number): number[][] {
    const { space, table } = this;
    const homes = space.blocks.map(({ home }) => Math.max(0, home));
    if (table === null) return [homes];
    const narrowed = { ...space, cores: space.cores.slice(0, usable) };
    return [homes, bestCuts(narrowed, table)];
  }

  /** Assignments to all cores, up to a limit. */
  private count(limit: number): number {
    const { space } = this;
    const sets = new Float64Array(space.cores.length);
    let count = 0;
    const visit = (depth: number): void => {
      if (count >= limit) return;
      if (depth === space.blocks.length) {
        count += 1;
        return;
      }
      for (let core = 0; core < sets.length; core++) {
        if (core >= space.sideFrom && sets[core] === 0 && this.sameUnused(core, sets)) continue;
        sets[core] += 1;
        visit(depth + 1);
        sets[core] -= 1;
      }
    };
    visit(0);
    return count;
  }
}
