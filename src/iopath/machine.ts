/** A set-associative cache. */
export interface CacheLevel {
  /** Bytes. */
  readonly capacity: number;
  readonly ways: number;
}

/** A processor core, or a hardware thread of one. */
export interface Core {
  /** Cores with the same socket name share a last-level cache and local memory. */
  readonly socket: string;
  /** The hardware thread that shares this core's pipeline and private caches, if any. */
  readonly sibling?: string;
  /** Hertz; default: the machine's clock. */
  readonly clock?: number;
  /** Share of the core that work outside the path takes: 0 (default) to below 1. */
  readonly background?: number;
  /** Seconds for which a neighbour that always has work keeps the core at a time; default: it never does. */
  readonly timeSlice?: number;
}

/** A cost for each place that can satisfy a load that missed the first-level cache. */
export interface LevelTable {
  readonly l2: number;
  readonly llc: number;
  readonly dram: number;
  /** A modified line in the private cache of another core under the same last-level cache. */
  readonly peer: number;
  /** A modified line in a cache of another socket. */
  readonly remotePeer: number;
}

/** Cores, caches and memory of one host. */
export interface Machine {
  /** Hertz. Latencies below are in cycles of this clock. */
  readonly clock: number;
  readonly cores: Readonly<Record<string, Core>>;
  /** Bytes per cache line. */
  readonly lineSize: number;
  /** Bytes per page, which is what grants share one of. */
  readonly pageSize: number;
  readonly l1: CacheLevel;
  readonly l2: CacheLevel;
  readonly llc: CacheLevel;
  /** Load-to-use latency, cycles. */
  readonly latency: LevelTable;
  /** Misses outstanding at once when lines are touched at random (code and data footprint). */
  readonly randomParallelism: LevelTable;
  /** Misses outstanding at once when lines are read in order (payload). */
  readonly streamingParallelism: LevelTable;
  /** Cycles to walk the page table for one page. */
  readonly tlbMissCycles: number;
  /** Share of received payload lines that the device leaves in the last-level cache (DDIO, DCA): 0 to 1. */
  readonly directCacheAccess: number;
  /** Bytes per second. */
  readonly memoryBandwidth: number;
  /** Work that two hardware threads of one core do together, relative to one alone. */
  readonly siblingSpeedup: number;
  /**
   * Exponent by which misses of the last-level cache grow as others of the socket take capacity: 0 (default) leaves
   * the sharing out, about 0.5 is usual.
   */
  readonly llcSharingExponent: number;
  /** True with mitigations of processor flaws (page-table isolation, restricted speculation), which make switches dear. */
  readonly mitigations: boolean;
  /** Bytes per second that others of the host bring into a core's caches while it idles. */
  readonly idleDisplacement: number;
  /** Cycles to take over, for writing, a line that another core has read since it was last written. */
  readonly ownershipCycles: number;
  /** Lines of one copy whose ownership is fetched behind the processor's back, by its store buffer. */
  readonly storeBufferLines: number;
}
