export interface Found {
  readonly assignment: readonly number[];
  /** Seconds per packet of the busiest core. */
  readonly load: number;
}

export interface SearchLimits {
  /** Side-cores that may be used. */
  readonly sideCores: number;
  /** Blocks that may move although that needs a code change. */
  readonly changes: number;
}

export interface SearchAnswer {
  /** Best first. */
  readonly found: readonly Found[];
  /** True when no assignment within the limits is better than the first. */
  readonly proven: boolean;
}
