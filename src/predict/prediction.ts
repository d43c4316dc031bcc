import type { Warning } from '../common';
import type { CostMechanism, MissLevel } from '../iopath/charger';
import type { CentreKind } from '../iopath/compile';
import type { TrafficKind } from '../iopath/model';
import type { QueueingNetwork } from '../queueing/networks/network';
import type { Range } from '../queueing/networks/single-class-bounds';

/** Cycles per packet by mechanism, and their sum. */
export type CycleRow = Readonly<Record<CostMechanism | 'total', number>>;

/** Loads per packet that missed the first-level cache, by the level that satisfied them; `tlb`: page walks. */
export type MissRow = Readonly<Record<MissLevel, number>>;

/** Cycles and misses of one stage, per packet. */
export interface StageLedger {
  readonly stage: string;
  readonly context: string;
  readonly core: string;
  /** Units per packet. */
  readonly visits: number;
  readonly cycles: CycleRow;
  readonly misses: MissRow;
}

/** Cycles and misses per packet: by stage, by core and in all. */
export interface Ledger {
  readonly stages: readonly StageLedger[];
  readonly cores: Readonly<Record<string, CycleRow>>;
  readonly total: CycleRow;
  readonly misses: MissRow;
}

/** A core, a memory bus or the wire as a queueing centre. */
export interface CentreResult {
  readonly kind: CentreKind;
  /** Seconds per packet. */
  readonly demand: number;
  /** Share of what the centre gives to the path that the path uses, 0 to 1: on a core that polls, the useful part. */
  readonly utilization: number;
  /**
   * Share that the operating system shows busy: 1 where something polls, whatever it does; with work outside the path,
   * that too. Elsewhere the utilization.
   */
  readonly busy: number;
  /** Mean packets waiting or in service. */
  readonly queueLength: number;
}

/** Units per activation of one link. */
export interface BatchResult {
  readonly link: string;
  /** Units per activation. */
  readonly batch: number;
  /** True when the fixed point found it, false when it was given. */
  readonly solved: boolean;
}

/** One flow: a guest's, a queue's, a direction's. */
export interface FlowResult {
  /** Payload bits per second. */
  readonly throughput: number;
  /** Packets per second; of request-response, transactions. */
  readonly unitRate: number;
  /** Seconds from the start of a packet or transaction to its end. */
  readonly cycleTime: number;
}

/** What becomes of packets that come at a given rate. */
export interface OpenLoad {
  /** Packets per second, all flows together, and payload bits per second, that are offered. */
  readonly arrivalRate: number;
  readonly offered: number;
  /** Share of the offered packets that is lost, in all and at each ring: by the stage it is in front of, or the wire. */
  readonly lossShare: number;
  readonly losses: Readonly<Record<string, number>>;
  /** Packets per second, all flows together, at which the busiest centre is full: more cannot be carried without loss. */
  readonly saturationRate: number;
  /** True below that rate. */
  readonly stable: boolean;
  /** Seconds from a packet's arrival to the end of the path, of those that get there; 0 when none does. */
  readonly responseTime: number;
}

/**
 * Where a prediction of a fitted model is expected, with 95 % probability: what the parameters leave open and what the
 * model misses, together. Of the true value; the noise of a measurement comes on top of it.
 */
export interface PredictionInterval {
  readonly level: number;
  /** Payload bits per second. */
  readonly throughput: Range;
  /** Seconds. */
  readonly cycleTime: Range;
  readonly cyclesPerPacket: Range;
  /** Busy share of each core. */
  readonly utilization: Readonly<Record<string, Range>>;
}

/**
 * What a path carries under one placement. Per second and per packet, SI units; of request-response traffic per
 * transaction instead of per packet. With several flows, totals over them and means over their mix.
 */
export interface Prediction {
  readonly model: string;
  readonly topology: string;
  readonly placement: string;
  readonly kind: TrafficKind;
  /** Bytes of the reply to a request; 0 where nothing is answered. */
  readonly reply: number;
  /** Bytes per message, payload bytes per packet, packets (or transactions) in flight of each flow; 0: open load. */
  readonly message: number;
  readonly payload: number;
  readonly window: number;
  /** Payload bits per second, by mean value analysis. */
  readonly throughput: number;
  /**
   * Payload bits per second: `lower` takes the work as exponential, which waits more than real work and is
   * `throughput` itself unless the model says how much the work varies; `upper` is the asymptotic bound, which
   * perfectly regular work approaches. With solved batches `lower` has a quarter of them and `upper` four times as many,
   * and 1 % more either side. Under open load `upper` loses only what exceeds a capacity.
   */
  readonly bracket: Range;
  /** Of a fitted model: where the truth is expected. */
  readonly interval?: PredictionInterval;
  /** Packets and messages per second; of request-response, `messageRate` counts transactions. */
  readonly packetRate: number;
  readonly messageRate: number;
  /** Seconds from a packet's start to its acknowledged end, round trip included; under open load to its end alone. */
  readonly cycleTime: number;
  /** Of open load alone. */
  readonly load?: OpenLoad;
  readonly flows: Readonly<Record<string, FlowResult>>;
  /** The centre with the largest demand, or `window` when there are too few packets in flight to load it. */
  readonly bottleneck: { readonly name: string; readonly kind: CentreKind | 'window' };
  readonly cyclesPerPacket: number;
  readonly centres: Readonly<Record<string, CentreResult>>;
  readonly ledger: Ledger;
  readonly batches: readonly BatchResult[];
  /** Bounds on the rate of the compiled network; balanced job bounds hold for one flow only. */
  readonly bounds: { readonly asymptotic: Range; readonly balancedJob?: Range };
  /** The compiled network, for any solver of `sidecore/queueing`. */
  readonly network: QueueingNetwork;
  readonly method: string;
  readonly exact: false;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  readonly warnings: readonly Warning[];
}
