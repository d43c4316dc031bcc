import type { Plan } from './plan';

/** Where cycles go. The order is that of every table of cycles. */
export const costMechanisms = ['base', 'intrinsic', 'activation', 'switch', 'reload', 'transfer'] as const;
export type CostMechanism = (typeof costMechanisms)[number];

/** Where a load that missed the first-level cache was satisfied. */
export const missLevels = ['l2', 'llc', 'dram', 'peer', 'remotePeer', 'tlb'] as const;
export type MissLevel = (typeof missLevels)[number];

export const mechanismCount = costMechanisms.length;
export const levelCount = missLevels.length;
export const [BASE, INTRINSIC, ACTIVATION, SWITCH, RELOAD, TRANSFER] = [0, 1, 2, 3, 4, 5];
export const [L2, LLC, DRAM, PEER, REMOTE_PEER, TLB] = [0, 1, 2, 3, 4, 5];

/** Traffic in the terms of the reference packet. */
export interface PacketTraffic {
  /** Payload bytes per packet. */
  readonly payload: number;
  /** Packets per message. */
  readonly packetsPerMessage: number;
  readonly segmentation: number;
  readonly acknowledgementRatio: number;
}

/**
 * Cycles and misses per reference packet of every stage of a plan, and the work space to compute them again for
 * other batches without allocating. Tables are stage-major: entry `stage * 6 + mechanism` (or level).
 */
export interface Costs {
  readonly cycles: Float64Array;
  readonly misses: Float64Array;
  /** Cycles per reference packet of each core of the plan. */
  readonly coreCycles: Float64Array;
  /** Visits per reference packet of each stage. */
  readonly visits: Float64Array;
  /** Activations per reference packet, and units per activation, of each resident. */
  readonly activationRate: Float64Array;
  readonly activationBatch: Float64Array;
  /** Reload cycles per reference packet of each resident. */
  readonly reloadCycles: Float64Array;
  /** Effective penalty of one line, cycles of the machine's clock, by level. */
  readonly randomPenalty: Float64Array;
  readonly streamingPenalty: Float64Array;
}

/** Books cycles and misses. Beyond the second-level cache a line takes time, not cycles, so a faster core pays more cycles. */
export class Charger {
  constructor(
    private readonly plan: Plan,
    private readonly costs: Costs,
    private readonly memoryInflation: number,
  ) {}

  cycles(stage: number, mechanism: number, amount: number): void {
    this.costs.cycles[stage * mechanismCount + mechanism] += amount;
  }

  lines(stage: number, mechanism: number, level: number, lines: number, penalty: Float64Array): void {
    this.costs.misses[stage * levelCount + level] += lines;
    this.cycles(stage, mechanism, lines * this.linePenalty(stage, level, penalty));
  }

  linePenalty(stage: number, level: number, penalty: Float64Array): number {
    const core = this.plan.cores[this.plan.stages[stage].core];
    const stretch = level === L2 || level === TLB ? 1 : core.clock / this.plan.machineClock;
    return penalty[level] * stretch * (level === DRAM ? this.memoryInflation : 1);
  }
}
