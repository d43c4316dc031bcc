import type { Plan } from './plan';

/** Where cycles go. The order is that of every table of cycles. */
export const costMechanisms = [
  'base',
  'intrinsic',
  'activation',
  'switch',
  'reload',
  'transfer',
  'sharing',
] as const;
/** What spends cycles. */
export type CostMechanism = (typeof costMechanisms)[number];

/** Where a load that missed the first-level cache was satisfied. */
export const missLevels = ['l2', 'llc', 'dram', 'peer', 'remotePeer', 'tlb'] as const;
/** What satisfied a load that missed the first-level cache; `tlb`: a walk of the page table. */
export type MissLevel = (typeof missLevels)[number];

export const mechanismCount = costMechanisms.length;
export const levelCount = missLevels.length;
export const [BASE, INTRINSIC, ACTIVATION, SWITCH, RELOAD, TRANSFER, SHARING] = [0, 1, 2, 3, 4, 5, 6];
/** What is paid for a unit whenever it comes; the rest is paid once an activation. */
export const perUnit = [BASE, INTRINSIC, TRANSFER, SHARING];
export const [L2, LLC, DRAM, PEER, REMOTE_PEER, TLB] = [0, 1, 2, 3, 4, 5];

/**
 * Cycles and misses of every stage of a plan per reference unit of its flow, and the work space to compute them again
 * for other batches without allocating. Tables are stage-major: entry `stage * mechanismCount + mechanism` (or level).
 */
export interface Costs {
  readonly cycles: Float64Array;
  readonly misses: Float64Array;
  /** Cycles per reference unit of each core, entry `core * flows + flow`. */
  readonly coreCycles: Float64Array;
  /** Visits per reference unit, and lines of payload per reference unit, of each stage. */
  readonly visits: Float64Array;
  readonly payloadLines: Float64Array;
  /** Lines of payload per packet, over the ways. */
  readonly linesPerPacket: number;
  /** Share of each flow in the mix of reference units; they sum to 1. */
  readonly mix: Float64Array;
  /** Activations per reference unit of each flow, entry `resident * flows + flow`. */
  readonly flowActivations: Float64Array;
  /** 1 for residents whose batches are what one activation finds, over all of its links; given ones are of one link. */
  readonly foundTogether: Uint8Array;
  /** Activations per mixed reference unit, units per activation and reload cycles per activation of each resident. */
  readonly activationRate: Float64Array;
  readonly activationBatch: Float64Array;
  readonly reloadCycles: Float64Array;
  /** Seconds that each core idles per mixed reference unit. */
  readonly idleTime: Float64Array;
  /** 1 for links whose consumer waits for its turn: a turn that takes the whole window leaves everybody asleep. */
  readonly takesTurns: Uint8Array;
  /** Units that a consumer of each link is left asleep for: a turn of a producer that notifies at its end. */
  readonly unitsPerTurn: Float64Array;
  /** Share of the full cost of a wake-up that each link pays, by how deep its consumer's core sleeps. */
  readonly wakeDepth: Float64Array;
  /** Units of each link that one notification stands for, where none is suppressed. */
  readonly unitsPerNotification: Float64Array;
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
