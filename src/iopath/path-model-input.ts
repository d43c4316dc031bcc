import { onlyFields, plainObject } from '../common';
import type {
  Context,
  Core,
  FittedParameters,
  LevelTable,
  Link,
  Machine,
  Mechanism,
  Network,
  ParameterRange,
  PathModel,
  Placement,
  Reply,
  Stage,
  Topology,
  Traffic,
} from './model';

type Named<T> = Readonly<Record<string, T>>;

/** A model as a user writes it: what has a default may be left out. Numbers are SI, costs in cycles. */
export interface PathModelInput {
  readonly name?: string;
  readonly description?: string;
  readonly machine: Partial<
    Omit<Machine, 'latency' | 'randomParallelism' | 'streamingParallelism' | 'cores'>
  > & {
    readonly clock: number;
    readonly cores: Named<Partial<Core>>;
    readonly latency?: Partial<LevelTable>;
    readonly randomParallelism?: Partial<LevelTable>;
    readonly streamingParallelism?: Partial<LevelTable>;
  };
  readonly network?: Partial<Network>;
  readonly traffic?: Partial<Traffic>;
  readonly batch?: number | 'solve';
  readonly batchCap?: number;
  readonly slots?: number;
  readonly contexts: Named<Partial<Context>>;
  readonly mechanisms?: Named<Partial<Mechanism>>;
  readonly stages: Named<Partial<Stage> & { readonly context: string }>;
  readonly topologies: Named<
    Partial<Omit<Topology, 'links' | 'reply'>> & {
      readonly links?: readonly Link[];
      readonly reply?: Partial<Reply> & { readonly topology: string };
    }
  >;
  readonly placements: Named<Partial<Placement>>;
  readonly parameters?: Named<ParameterRange>;
  readonly fit?: FittedParameters;
}

/** Latencies of a Westmere-class server, cycles at 2.67 GHz. Sources: docs/theory.md, section 7. */
const latency: LevelTable = { l2: 10, llc: 42, dram: 221, peer: 80, remotePeer: 300 };
const randomParallelism: LevelTable = { l2: 2, llc: 1.6, dram: 1.3, peer: 1.3, remotePeer: 1.3 };
const streamingParallelism: LevelTable = { l2: 4, llc: 4, dram: 4, peer: 3, remotePeer: 3 };

/** Penalties that are taken where a model says nothing, and the clock of the machine that they are of. */
export const defaultPenalties = { clock: 2.67e9, latency, randomParallelism, streamingParallelism } as const;

const machine: Omit<Machine, 'clock' | 'cores'> = {
  lineSize: 64,
  pageSize: 4096,
  // Instructions and data as one cache: 32 KiB and 32 KiB, 8 ways each.
  l1: { capacity: 65_536, ways: 16 },
  l2: { capacity: 262_144, ways: 8 },
  llc: { capacity: 12_582_912, ways: 16 },
  latency,
  randomParallelism,
  streamingParallelism,
  tlbMissCycles: 30,
  directCacheAccess: 0,
  memoryBandwidth: 25e9,
  siblingSpeedup: 1.25,
  llcSharingExponent: 0,
  mitigations: false,
  idleDisplacement: 0,
  ownershipCycles: 0,
  storeBufferLines: 0,
};

const network: Network = { rate: 10e9, roundTrip: 30e-6, mtu: 1500, headerBytes: 52, framingBytes: 38 };

const traffic: Traffic = {
  kind: 'stream',
  message: 1448,
  window: 64,
  arrivalRate: 0,
  segmentation: 1,
  acknowledgementRatio: 0.5,
  reply: 1,
  applicationCycles: 0,
  variation: 1,
  guests: 1,
  queues: 1,
};

const noCost: Mechanism = {
  sourceCycles: 0,
  targetCycles: 0,
  switchCycles: 0,
  wakeCycles: 0,
  wakeLatency: 0,
  crossCoreCycles: 0,
  ringLinesPerUnit: 0,
  ringLinesPerActivation: 0,
  activates: false,
  suppressesEvents: true,
  coalescingDelay: 0,
  coalescingUnits: 0,
  yields: false,
  switchLines: 0,
  deepSleepTime: 0,
  haltTime: 0,
};

const activated: Mechanism = {
  ...noCost,
  switchCycles: 1800,
  wakeCycles: 1000,
  wakeLatency: 2e-6,
  ringLinesPerUnit: 1,
  ringLinesPerActivation: 3,
  activates: true,
};

/** How stages hand over, with default costs. Sources and ranges: docs/theory.md, section 7. */
export const defaultMechanisms: Named<Mechanism> = {
  call: { ...noCost, crossCoreCycles: 100, ringLinesPerUnit: 2, ringLinesPerActivation: 2 },
  wire: noCost,
  poll: { ...noCost, targetCycles: 100, ringLinesPerUnit: 1, ringLinesPerActivation: 3 },
  'event-channel': { ...activated, sourceCycles: 900, targetCycles: 800 },
  'nic-interrupt': { ...noCost, targetCycles: 1500, activates: true },
  kick: { ...activated, sourceCycles: 2000, targetCycles: 800 },
  'interrupt-injection': { ...activated, sourceCycles: 800, targetCycles: 1500 },
};

const context: Context = {
  footprintLines: 0,
  touchedLinesPerUnit: 0,
  tlbPages: 0,
  taggedTlb: false,
  runsInCaller: false,
  cyclic: false,
  perGuest: false,
  interruptLevel: 0,
};

const stage: Omit<Stage, 'context'> = {
  cycles: 0,
  cyclesPerByte: 0,
  metadataLines: 0,
  reads: [],
  writes: [],
  streams: [],
  per: 'packet',
  visits: 1,
  movable: 'yes',
  application: false,
};

/** Fills in every default. Names and numbers are checked afterwards, on the whole model. */
export function withDefaults(input: PathModelInput): PathModel {
  plainObject(input, 'model');
  onlyFields(input, modelFields, '');
  const given = fill(input.machine, 'machine', { ...machine, clock: 0, cores: {} }) as unknown as Machine;
  const inner = plainObject(input.machine, 'machine') as PathModelInput['machine'];
  return {
    name: input.name ?? 'path',
    description: input.description ?? '',
    machine: {
      ...given,
      cores: each(inner.cores, 'machine.cores', (core, path) => fillCore(core, path)),
      latency: fill(inner.latency ?? {}, 'machine.latency', latency),
      randomParallelism: fill(inner.randomParallelism ?? {}, 'machine.randomParallelism', randomParallelism),
      streamingParallelism: fill(
        inner.streamingParallelism ?? {},
        'machine.streamingParallelism',
        streamingParallelism,
      ),
    },
    network: fill(input.network ?? {}, 'network', network),
    traffic: fill(input.traffic ?? {}, 'traffic', traffic),
    batch: input.batch ?? 8,
    batchCap: input.batchCap ?? 64,
    slots: input.slots ?? 256,
    contexts: each(input.contexts, 'contexts', (given, path) => fill(given, path, context)),
    mechanisms: {
      ...defaultMechanisms,
      ...each(input.mechanisms ?? {}, 'mechanisms', (given, path, name) =>
        fill(given, path, Object.hasOwn(defaultMechanisms, name) ? defaultMechanisms[name] : noCost),
      ),
    },
    stages: each(input.stages, 'stages', (given, path) => fill(given, path, { ...stage, context: '' })),
    topologies: each(input.topologies, 'topologies', (given, path) => fillTopology(given, path)),
    placements: each(input.placements, 'placements', (given, path) =>
      fill(given, path, { description: '', assign: {}, topologies: {}, polls: [] }),
    ),
    parameters: input.parameters ?? {},
    ...(input.fit === undefined ? {} : { fit: input.fit }),
  };
}

const modelFields = [
  'name',
  'description',
  'machine',
  'network',
  'traffic',
  'batch',
  'batchCap',
  'slots',
  'contexts',
  'mechanisms',
  'stages',
  'topologies',
  'placements',
  'parameters',
  'fit',
];

function fill<T extends object>(given: unknown, path: string, defaults: T): T {
  const object = plainObject(given, path);
  onlyFields(object, Object.keys(defaults), path);
  const result = { ...defaults } as Record<string, unknown>;
  for (const key of Object.keys(object)) if (object[key] !== undefined) result[key] = object[key];
  return result as T;
}

function fillCore(given: unknown, path: string): Core {
  const object = plainObject(given, path);
  onlyFields(object, ['socket', 'sibling', 'clock', 'background', 'timeSlice'], path);
  return { socket: '0', ...object } as Core;
}

function fillTopology(given: unknown, path: string): Topology {
  const object = plainObject(given, path);
  onlyFields(object, ['description', 'stages', 'links', 'wire', 'roundTrip', 'hosts', 'reply'], path);
  const reply = object.reply === undefined ? {} : { reply: fillReply(object.reply, `${path}.reply`) };
  return { description: '', stages: [], links: [], wire: false, ...object, ...reply } as Topology;
}

function fillReply(given: unknown, path: string): Reply {
  const object = plainObject(given, path);
  onlyFields(object, ['topology', 'contexts'], path);
  return { contexts: {}, ...object } as Reply;
}

function each<T>(
  given: unknown,
  path: string,
  one: (value: unknown, path: string, name: string) => T,
): Record<string, T> {
  const table = plainObject(given, path);
  return Object.fromEntries(
    Object.keys(table).map((name) => [name, one(table[name], `${path}.${name}`, name)]),
  );
}
