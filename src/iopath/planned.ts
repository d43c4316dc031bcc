import type { Context, Core, Link, Mechanism, Stage } from './model';

/** Where two cores stand to each other. */
export type Distance = 'same-core' | 'sibling' | 'same-socket' | 'other-socket';

export interface PlannedCore {
  /** With the host in front when the topology has several: `receiver/guest-core`. */
  readonly name: string;
  readonly host: string;
  readonly core: Core;
  readonly clock: number;
  /** True when a context that polls keeps it busy. */
  readonly polls: boolean;
  /** True when the other hardware thread of this core has work too. */
  readonly siblingBusy: boolean;
}

export interface PlannedStage {
  readonly id: string;
  /** Id in the model, without the host. */
  readonly stage: Stage;
  readonly name: string;
  readonly host: string;
  /** Index into `cores`. */
  readonly core: number;
  /** Index into `residents`. */
  readonly resident: number;
  /** Name of the context that it runs in here. */
  readonly context: string;
  /** Index into `flows`. */
  readonly flow: number;
  /** True on the way back. */
  readonly reply: boolean;
}

export interface PlannedLink {
  readonly id: string;
  readonly link: Link;
  readonly mechanism: Mechanism;
  /** Index into `stages`; -1: the device. */
  readonly from: number;
  readonly to: number;
  readonly distance: Distance;
  /** True when the target takes turns with others on its core, for as long as a turn leaves something in flight. */
  readonly turns: boolean;
  /** True when the number of units per activation makes a difference to some cost. */
  readonly batched: boolean;
}

/** Payload buffers that some stages fill the caches of their core with. */
export interface OwnBuffers {
  /** Rings, which have a slot for each packet in flight. */
  readonly rings: number;
  /** Private ones, only streamed and never handed over, which are used again for each packet. */
  readonly private: number;
}

/** A context on a core. */
export interface Resident {
  readonly name: string;
  readonly context: Context;
  readonly core: number;
  /** Indices into `stages`. */
  readonly stages: readonly number[];
  /** Links that activate it here. */
  readonly activations: readonly number[];
  /** Links that come in from other residents; if there are none, those that go out. */
  readonly neighbours: readonly number[];
  /** Distinct payload buffers that its stages fill the caches with. */
  readonly buffers: OwnBuffers;
  /** Residents of the same core that call it. */
  readonly callers: readonly number[];
}

/** A read of a payload buffer: the stage that wrote it, or -1 for a device. */
export interface PlannedRead {
  readonly stage: number;
  readonly writer: number;
  readonly distance: Distance;
}

/** A topology under a placement with every name resolved to an index: what the cost algebra runs on. */
export interface Plan {
  readonly topology: string;
  readonly placement: string;
  readonly wire: boolean;
  readonly roundTrip: number;
  readonly hosts: readonly string[];
  /** Streams of packets with a window of their own: one of each guest, queue and direction. */
  readonly flows: readonly string[];
  readonly cores: readonly PlannedCore[];
  readonly stages: readonly PlannedStage[];
  readonly links: readonly PlannedLink[];
  readonly residents: readonly Resident[];
  readonly reads: readonly PlannedRead[];
  /** For each core, the residents that are scheduled on it (not run in a caller). */
  readonly scheduled: readonly (readonly number[])[];
  /** For each resident, the payload buffers that other scheduled contexts of its core pass over. */
  readonly foreignBuffers: readonly number[];
  /** For each core, distinct payload buffers that its caches are filled with. */
  readonly buffersOnCore: readonly OwnBuffers[];
  /** For each core, how often payload is read or written there; at least 2. */
  readonly passesOnCore: readonly number[];
  /** Clock that latencies are given in, hertz. */
  readonly machineClock: number;
}
