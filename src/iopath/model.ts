/**
 * The vocabulary of an I/O path. Numbers are SI: seconds, bytes, bits per second, hertz; costs are CPU cycles.
 * Source of the ontology and of every symbol: docs/theory.md, sections 1 and 2.
 */

import type { FittedParameters } from './fitted-parameters';
import type { Machine } from './machine';
import type { Network, Traffic } from './traffic';

export type { FittedParameters } from './fitted-parameters';
export type * from './machine';
export * from './traffic';

/** An address space with its own working set: a guest, the driver domain, the hypervisor, a vhost thread. */
export interface Context {
  /** Cache lines of code and data that it touches again and again. */
  readonly footprintLines: number;
  /** Lines of the footprint touched by one unit. */
  readonly touchedLinesPerUnit: number;
  /** Pages of the footprint. */
  readonly tlbPages: number;
  /** True when TLB entries carry an address-space tag (ASID, PCID, VPID) and so survive a switch. */
  readonly taggedTlb: boolean;
  /** True when its code runs inside its caller's time on the caller's core, as a hypercall does. */
  readonly runsInCaller: boolean;
  /**
   * True when the footprint is walked in a fixed order, so that a line comes again only after all others: what does
   * not fit in a cache is then missed at every touch. False: touched at random.
   */
  readonly cyclic: boolean;
  /** True when every guest has one of its own, false when guests share it. */
  readonly perGuest: boolean;
  /** On a core that contexts share, one of a higher level interrupts one of a lower; at the same (default 0) it waits. */
  readonly interruptLevel: number;
}

/** What a stage handles one of: sets its visits per reference packet. `page`: a page that a segment's payload fills. */
export const units = ['packet', 'segment', 'page', 'acknowledgement', 'message'] as const;
/** What a stage handles one of. */
export type Unit = (typeof units)[number];

export const movabilities = ['yes', 'code-change', 'no'] as const;
/** Whether a stage can run on another core: today, with a code change, or not at all. */
export type Movability = (typeof movabilities)[number];

/** A piece of work with a cost of its own. */
export interface Stage {
  readonly context: string;
  /** Cycles per unit with every load a hit in the first-level cache. */
  readonly cycles: number;
  /** Cycles per payload byte. */
  readonly cyclesPerByte: number;
  /** Lines of descriptors and headers per unit that come from the last-level cache. */
  readonly metadataLines: number;
  /** Payload buffers read. A buffer that no stage of the topology writes was filled by a device. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Payload buffers passed over without a miss of their own, but which displace other lines. */
  readonly streams: readonly string[];
  readonly per: Unit;
  /** Units per `per`; default 1. */
  readonly visits: number;
  readonly movable: Movability;
  /** True where the application computes: `traffic.applicationCycles` per message are spent here. */
  readonly application: boolean;
}

/** How one stage hands over to the next. Cycles are per activation unless they say per unit. */
export interface Mechanism {
  /** Notification cost on the source core. */
  readonly sourceCycles: number;
  /** Entry cost on the target core. */
  readonly targetCycles: number;
  /** Domain switch when both ends share a core; half is charged to each end. */
  readonly switchCycles: number;
  /** Inter-processor interrupt and wake-up when they do not; half is charged to each end. */
  readonly wakeCycles: number;
  /** Seconds from the notification until a sleeping consumer on another core starts. */
  readonly wakeLatency: number;
  /** Enqueue and dequeue per unit, on either core, when the ends are on different cores. */
  readonly crossCoreCycles: number;
  /** Ring lines that cross cores, per unit and per activation. */
  readonly ringLinesPerUnit: number;
  readonly ringLinesPerActivation: number;
  /** True when the target sleeps until activated, so that others may displace its lines in between. */
  readonly activates: boolean;
  /**
   * True (default) when nothing is notified while the target is awake: masked interrupts while it polls (NAPI), event
   * indices of a ring. False: every unit notifies, and its entry cost goes before all other work of the target's core.
   */
  readonly suppressesEvents: boolean;
  /** Seconds for which a notification is held back to wait for more units; 0: it is not. */
  readonly coalescingDelay: number;
  /** Units that end the wait early; 0: only time does. */
  readonly coalescingUnits: number;
  /**
   * True when contexts that share a core take turns of `cap` units, as with yields between threads of one priority:
   * the target, on a core that it shares, does not sleep but waits for its turn, and pays a switch for every turn.
   */
  readonly yields: boolean;
  /** Lines that a switch to the target brings into its core's caches. */
  readonly switchLines: number;
  /**
   * Seconds that a core must sleep until waking it costs `wakeCycles` (all but 1/e of it): an idle core goes to
   * deeper states, or a hypervisor takes it away. 0: the cost does not depend on it.
   */
  readonly deepSleepTime: number;
  /**
   * Seconds until a core that falls idle has halted (all but 1/e of the time). Who wakes it before must interrupt it, at
   * the full `wakeCycles`. 0: it halts at once. Without a `deepSleepTime` it makes no difference.
   */
  readonly haltTime: number;
}

/** How one stage hands over to another in a topology. */
export interface Link {
  /** Absent: the device. */
  readonly from?: string;
  readonly to: string;
  readonly mechanism: string;
  /** Units per activation; `solve` finds it by fixed point. Default: the model's batch. */
  readonly batch?: number | 'solve';
  /** Largest batch: ring slots, NAPI budget, grant operations per hypercall. */
  readonly cap?: number;
  /** Payload bytes of the largest batch; default: no limit. */
  readonly byteCap?: number;
  /** Units that wait at most; what comes when all are taken is lost, under open load. Default: the model's. */
  readonly slots?: number;
}

/**
 * A stage graph. Consecutive stages that no link joins hand over by `call`. Either `stages` and `links`, or
 * `hosts`, which runs other topologies side by side on machines of their own.
 */
export interface Topology {
  readonly description: string;
  readonly stages: readonly string[];
  readonly links: readonly Link[];
  /** True when packets pass the network link. */
  readonly wire: boolean;
  /** Seconds outside cores and wire per packet cycle; default: the network's. */
  readonly roundTrip?: number;
  readonly hosts?: Readonly<Record<string, string>>;
  /** The way back, for request-response and bidirectional traffic. With `hosts` it follows from theirs. */
  readonly reply?: Reply;
}

/** A topology that carries packets the other way, and which contexts of it are which of the way there. */
export interface Reply {
  readonly topology: string;
  readonly contexts: Readonly<Record<string, string>>;
}

/** Core of each context or stage, by name; a stage's entry beats its context's. */
export interface Placement {
  readonly description: string;
  readonly assign: Assignment;
  /** Differences for one topology. */
  readonly topologies: Readonly<Record<string, Assignment>>;
  /** Contexts that poll here: whoever hands over to them need not notify, and they never sleep. */
  readonly polls: readonly string[];
}

/** One core, or a list that guests (of a context that every guest has) or flows go round. */
export type Assignment = Readonly<Record<string, string | readonly string[]>>;

/** What is known about a number of the model, by its path (for example `stages.netback-receive.cycles`). */
export interface ParameterRange {
  readonly low: number;
  readonly high: number;
  readonly source: string;
}

/** A whole model, complete and checked: what `pathModel` makes of an input. */
export interface PathModel {
  readonly name: string;
  readonly description: string;
  readonly machine: Machine;
  readonly network: Network;
  readonly traffic: Traffic;
  /** Default units per activation of every link that does not say. */
  readonly batch: number | 'solve';
  /** Default cap on the batch of a link that does not say. */
  readonly batchCap: number;
  /** Default slots of the ring in front of every stage that packets are handed to. */
  readonly slots: number;
  readonly contexts: Readonly<Record<string, Context>>;
  readonly mechanisms: Readonly<Record<string, Mechanism>>;
  readonly stages: Readonly<Record<string, Stage>>;
  readonly topologies: Readonly<Record<string, Topology>>;
  readonly placements: Readonly<Record<string, Placement>>;
  readonly parameters: Readonly<Record<string, ParameterRange>>;
  /** How sure the model is of its numbers, when they were fitted to measurements. */
  readonly fit?: FittedParameters;
}
