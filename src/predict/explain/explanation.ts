import type { Warning } from '../../common';
import type { CostMechanism } from '../../iopath/charger';
import type { TrafficKind } from '../../iopath/model';
import type { Range } from '../../queueing/networks/single-class-bounds';
import type { UncertaintySource } from '../parameter-draws';
import type { CycleRow, MissRow } from '../prediction';
import type { Player } from './hybrid';

/** The same figure of both placements. */
export interface BeforeAfter<T> {
  readonly before: T;
  readonly after: T;
}

/** What one cause, or several that cannot be told apart, has of the gain. */
export interface GainShare {
  /** `parallelism`, `reload`, `switch`, `transfer`, `capacity`, or several joined by `+`. */
  readonly cause: string;
  readonly causes: readonly Player[];
  /** Part of the gain, nepers: the parts of all causes sum to the gain. */
  readonly gain: number;
  /** The same over the gain: the shares sum to 1. A negative one takes from the gain. */
  readonly share: number;
  /** Share if this cause came before all others, and after all others. */
  readonly firstIn: number;
  readonly lastIn: number;
  /** Smallest and largest share over all orders of the causes. */
  readonly range: Range;
  /** Of the share, by what is known of the numbers; absent when nothing is. */
  readonly interval?: Range;
}

/** Cycles per packet that a mechanism saves; negative: that it costs more. */
export interface SavedCycles {
  readonly cycles: number;
  readonly interval?: Range;
  /** Of all cycles saved; absent when none are. */
  readonly share?: number;
  /** Absent too when the numbers could as well be such that none are saved. */
  readonly shareInterval?: Range;
}

/** The two placements on the same cores. */
export interface SameCores {
  /** Part of the reload of `before` that a driver wandering over the cores of `after` causes: 0 to 1. */
  readonly pollution: number;
  /** Payload bits per second of the wandering driver. */
  readonly throughput: number;
  /** ln of the throughput of `after` over it, and the ratio. Cores are the same, so it is all reload. */
  readonly gain: number;
  readonly speedup: number;
  /** Of the gain. */
  readonly interval?: Range;
}

/** Where the intervals come from. */
export interface Uncertainty {
  readonly source: UncertaintySource;
  /** Models drawn, and drawn but outside of what a model may be. */
  readonly draws: number;
  readonly discarded: number;
  /** Probability that an interval holds. */
  readonly level: number;
  readonly seed: number;
}

/** Codes of the reasons for which no share of the gain is given; docs/warnings.md explains each. */
export const refusalCodes = [
  'no-gain',
  'gain-within-error',
  'wire-limited',
  'window-limited',
  'application-limited',
  'open-load',
  'transfer-exceeds-reload',
  'not-identifiable',
] as const;
/** Why `explain` gives no shares. */
export type RefusalCode = (typeof refusalCodes)[number];

/** Why one placement carries more than another: of its throughput, and of its cycles per packet. */
export interface Explanation {
  readonly model: string;
  readonly topology: string;
  readonly kind: TrafficKind;
  readonly message: number;
  readonly payload: number;
  readonly window: number;
  /** Names of the two placements. */
  readonly placements: BeforeAfter<string>;
  /** Payload bits per second. */
  readonly throughput: BeforeAfter<number>;
  /** Name of the bottleneck. */
  readonly bottleneck: BeforeAfter<string>;
  /** Cores that do work of the path. */
  readonly coreCount: BeforeAfter<number>;
  readonly speedup: number;
  /** ln of the speed-up, nepers. */
  readonly gain: number;
  readonly gainInterval?: Range;
  /** Cycles per packet of both, by mechanism, and what each mechanism saves; additive, whatever the order. */
  readonly cycles: BeforeAfter<CycleRow>;
  readonly saved: Readonly<Record<CostMechanism | 'total', SavedCycles>>;
  /** Of these, what fewer cache misses save: reload, transfer and sharing together. */
  readonly cacheSaved: SavedCycles;
  /** Loads per packet that missed the first-level cache. */
  readonly misses: BeforeAfter<MissRow>;
  /** Shares of the gain; absent when `refusals` says why none can be given. */
  readonly shares?: readonly GainShare[];
  /** All causes that are cache misses, as one; absent with `shares`, or when they are fused with others. */
  readonly cacheShare?: GainShare;
  readonly refusals: readonly Warning[];
  readonly sameCores?: SameCores;
  readonly uncertainty?: Uncertainty;
  readonly warnings: readonly Warning[];
  readonly method: string;
  readonly exact: false;
  readonly converged: boolean;
}
