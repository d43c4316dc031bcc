import type { Warning } from '../../common';
import type { Core, Movability, Placement, TrafficKind } from '../../iopath/model';
import type { Range } from '../../queueing/networks/single-class-bounds';
import type { UncertaintySource } from '../parameter-draws';

/** Stages that move together: of a context what moves today, or a single stage that moves after a code change. */
export interface MovableBlock {
  readonly name: string;
  readonly stages: readonly string[];
  readonly movable: Movability;
}

/** A placement that was found, and what it carries. */
export interface PlacedCandidate {
  /** Ready for `placements` of the model. */
  readonly placement: Placement;
  /** Core of each movable block. */
  readonly assignment: Readonly<Record<string, string>>;
  /** Side-cores with work. */
  readonly sideCores: readonly string[];
  /** Cores with work. */
  readonly coreCount: number;
  /** Blocks that are where no system puts them today. */
  readonly changes: readonly string[];
  /** Payload bits per second. */
  readonly throughput: number;
  readonly bracket: Range;
  /** Throughput over that before. */
  readonly speedup: number;
  readonly cyclesPerPacket: number;
  readonly bottleneck: string;
  /** Share of the models that could as well be true in which no other candidate carries more; absent without draws. */
  readonly bestShare?: number;
}

/** The best that can be had at some expense. */
export interface PlacementStep {
  /** Side-cores, or code changes, that it may use. */
  readonly limit: number;
  readonly candidate: PlacedCandidate;
}

/** How the candidates were found. */
export interface PlacementSearch {
  readonly method: 'exhaustive' | 'dynamic-programming' | 'branch-and-bound';
  /** Loads of cores that were worked out. */
  readonly evaluated: number;
  /** True when no placement within the limits has a less busy busiest core, at the batches of `from`. */
  readonly proven: boolean;
}

/** The best placements of a path with some side-cores. */
export interface PlacementAnswer {
  readonly model: string;
  readonly topology: string;
  readonly kind: TrafficKind;
  readonly message: number;
  readonly window: number;
  /** The placement before. */
  readonly from: string;
  readonly throughput: number;
  /** Cores in use before. */
  readonly coresBefore: readonly string[];
  /** Side-cores that were on offer, and those of them that the model lacks and that were added to it. */
  readonly sideCores: readonly string[];
  readonly addedCores: Readonly<Record<string, Core>>;
  readonly blocks: readonly MovableBlock[];
  /** Up to ten, best first. */
  readonly candidates: readonly PlacedCandidate[];
  /** The best with no, one, two code changes, and with any number, as far as each carries more than the one before. */
  readonly byChanges: readonly PlacementStep[];
  /** The best with so many side-cores, as far as each carries more than with fewer: the Pareto front. */
  readonly front: readonly PlacementStep[];
  readonly search: PlacementSearch;
  /** What `bestShare` comes from. */
  readonly source: UncertaintySource;
  readonly draws: number;
  readonly warnings: readonly Warning[];
  readonly exact: false;
}
