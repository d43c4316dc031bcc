import * as z from 'zod/mini';
import type { DataRange, FittedData, FittedParameters } from '../iopath/fitted-parameters';
import {
  type CacheLevel,
  type Context,
  type Core,
  type LevelTable,
  type Link,
  type Machine,
  type Mechanism,
  movabilities,
  type Network,
  type PathModel,
  type Reply,
  type Stage,
  type Topology,
  type Traffic,
  trafficKinds,
  units,
} from '../iopath/model';
import { templates } from '../iopath/templates';
import type { Dimension } from './dimensions';
import type { PlainPlacement } from './extend-placements';
import {
  batch,
  choice,
  coreName,
  field,
  fieldsOf,
  flag,
  noted,
  quantity,
  type Shape,
  table,
  text,
} from './file-fields';

/**
 * The shape of a model file: the one declaration behind reading, writing and the published JSON Schema. Every field
 * may be left out (a template or a default fills it) or be null (which takes an entry of the template away).
 */

const cache = (description: string) =>
  field(
    description,
    fieldsOf<CacheLevel>({
      capacity: quantity('size', 'bytes that it holds'),
      ways: quantity('count', 'lines of one set'),
    }),
  );

const levels = (dimension: Dimension, description: string) =>
  field(
    description,
    fieldsOf<LevelTable>({
      l2: quantity(dimension, 'from the second-level cache'),
      llc: quantity(dimension, 'from the last-level cache'),
      dram: quantity(dimension, 'from memory'),
      peer: quantity(dimension, 'a modified line in the private cache of another core of the socket'),
      remotePeer: quantity(dimension, 'a modified line in a cache of another socket'),
    }),
  );

const machine = fieldsOf<Machine & { sockets: unknown }>({
  clock: quantity('frequency', 'of every core that does not say; latencies are in its cycles'),
  sockets: field(
    'the cores of each socket, which share a last-level cache: a list of lists, or a table',
    z.union([z.array(z.array(coreName)), z.record(z.string(), z.array(coreName))]),
  ),
  cores: field(
    'what `sockets` does not say of a core',
    table(
      fieldsOf<Core>({
        socket: field('cores of one socket share a last-level cache', coreName),
        sibling: field('the hardware thread that shares pipeline and private caches', coreName),
        clock: quantity('frequency', 'of this core'),
        background: quantity('ratio', 'share of the core that work outside the path takes'),
        timeSlice: quantity('time', 'that a neighbour which always has work keeps the core'),
      }),
    ),
  ),
  lineSize: quantity('size', 'of a cache line'),
  pageSize: quantity('size', 'of a page, which is what grants share one of'),
  l1: cache('first-level cache, data and instructions together'),
  l2: cache('second-level cache'),
  llc: cache('last-level cache of a socket'),
  latency: levels('latency', 'load-to-use latency'),
  randomParallelism: levels('ratio', 'misses outstanding at once on code and data'),
  streamingParallelism: levels('ratio', 'misses outstanding at once on payload'),
  tlbMissCycles: quantity('cycles', 'to walk the page table for one page'),
  directCacheAccess: quantity('ratio', 'share of received lines that the device leaves in the cache'),
  memoryBandwidth: quantity('bandwidth', 'of one socket'),
  siblingSpeedup: quantity('ratio', 'work of two hardware threads relative to one alone'),
  llcSharingExponent: quantity(
    'ratio',
    'by which misses of the last-level cache grow as others take capacity; 0: sharing is left out',
  ),
  mitigations: flag('mitigations of processor flaws, which make switches dear, are on'),
  idleDisplacement: quantity('bandwidth', 'that others of the host bring into the caches of an idle core'),
  ownershipCycles: quantity('cycles', 'to take over for writing a line that another core has read'),
  storeBufferLines: quantity('lines', 'of one copy whose ownership the store buffer fetches meanwhile'),
});

const network = fieldsOf<Network>({
  rate: quantity('rate', 'of the network link'),
  roundTrip: quantity('time', 'per packet cycle, beside what cores and wire take'),
  mtu: quantity('size', 'largest network-layer packet'),
  headerBytes: quantity('size', 'network and transport headers inside the MTU'),
  framingBytes: quantity('size', 'link-layer framing outside the MTU'),
});

const traffic = fieldsOf<Traffic>({
  kind: choice('one way, there and back, both ways at once, or one way at a given rate', trafficKinds),
  message: quantity('size', 'that the application writes at once'),
  reply: quantity('size', 'that answers a request'),
  window: quantity('window', 'packets, or bytes, in flight; of request-response, transactions'),
  arrivalRate: quantity('packetRate', 'packets per second that each flow of `open` traffic offers'),
  segmentation: quantity('ratio', 'packets per unit of a `segment` stage'),
  acknowledgementRatio: quantity('ratio', 'acknowledgements per packet of a stream, at most one a segment'),
  applicationCycles: quantity('cycles', 'that the application computes per message'),
  variation: quantity(
    'ratio',
    'coefficient of variation of the work of one packet; 1: exponential, 0: always the same',
  ),
  guests: quantity('count', 'that each have such a flow'),
  queues: quantity('count', 'of each guest, flows side by side'),
});

const context = fieldsOf<Context>({
  footprintLines: quantity('lines', 'cache lines of code and data touched again and again'),
  touchedLinesPerUnit: quantity('lines', 'lines of the footprint that one unit touches'),
  tlbPages: quantity('pages', 'pages of the footprint'),
  taggedTlb: flag('TLB entries survive a switch (ASID, PCID, VPID)'),
  perGuest: flag('every guest has one of its own'),
  interruptLevel: quantity('count', 'on a shared core, the higher interrupts the lower; equals wait'),
  cyclic: flag('the footprint is walked in a fixed order, not at random'),
  runsInCaller: flag("its code runs in its caller's time and core, as a hypercall does"),
});

const mechanism = fieldsOf<Mechanism>({
  sourceCycles: quantity('cycles', 'notification, on the source core, per activation'),
  targetCycles: quantity('cycles', 'entry, on the target core, per activation'),
  switchCycles: quantity('cycles', 'domain switch when both ends share a core'),
  wakeCycles: quantity('cycles', 'interrupt and wake-up when they do not'),
  wakeLatency: quantity('time', 'until a sleeping consumer on another core starts'),
  crossCoreCycles: quantity('cycles', 'enqueue and dequeue per unit between cores'),
  ringLinesPerUnit: quantity('lines', 'ring lines that cross cores per unit'),
  ringLinesPerActivation: quantity('lines', 'ring lines that cross cores per activation'),
  activates: flag('the target sleeps until activated'),
  suppressesEvents: flag('nothing is notified while the target is awake'),
  coalescingDelay: quantity('time', 'for which a notification is held back'),
  coalescingUnits: quantity('count', 'units that end the wait early; 0: only time does'),
  yields: flag('contexts that share a core take turns of `cap` units instead of sleeping'),
  switchLines: quantity('lines', 'that a switch brings into the caches'),
  deepSleepTime: quantity('time', 'that a core must sleep until waking it costs `wakeCycles`'),
  haltTime: quantity('time', 'until an idle core has halted: who wakes it before interrupts it'),
});

const buffers = (description: string) => field(description, z.array(z.string()));

const stage = fieldsOf<Stage>({
  context: text('the address space that it runs in'),
  cycles: quantity('cycles', 'per unit, with every load a hit in the first-level cache'),
  cyclesPerByte: quantity('cyclesPerByte', 'per payload byte'),
  metadataLines: quantity('lines', 'descriptor and header lines per unit from the last-level cache'),
  reads: buffers('payload buffers read'),
  writes: buffers('payload buffers written'),
  streams: buffers('payload buffers passed over without a miss of their own'),
  per: choice('what it handles one of', units),
  visits: quantity('ratio', 'units per `per`'),
  application: flag('it is the application: what `applicationCycles` of the traffic are spent in'),
  movable: choice('whether it can run on another core', movabilities),
});

/** Between the two ends of a link. */
const arrow = /->/;
const linkFields = {
  mechanism: text('how the hand-over is notified'),
  batch: batch('units per activation'),
  cap: quantity('packets', 'largest batch'),
  byteCap: quantity('size', 'payload of the largest batch'),
  slots: quantity('packets', 'that wait at most; open load loses what comes then'),
};
const link = noted(
  { id: 'link', description: 'a hand-over between two stages' },
  fieldsOf<Link>({ from: text('absent: the device'), to: text('the stage'), ...linkFields }),
);
const shortLinks = noted(
  { id: 'links', description: '`from -> to: mechanism`; `device -> to` for the device' },
  z.record(z.string().check(z.regex(arrow)), z.nullable(z.union([z.string(), z.strictObject(linkFields)]))),
);

const topology = fieldsOf<Topology>({
  description: text('in a phrase'),
  wire: flag('packets pass the network link'),
  roundTrip: quantity('time', "if not the network's"),
  stages: field('in the order of a packet', z.array(z.string())),
  links: field(
    'hand-overs that are no plain calls',
    z.union([shortLinks, z.array(z.union([link, shortLinks]))]),
  ),
  hosts: field('other topologies side by side on machines of their own', table(z.string())),
  reply: field(
    'the way back of request-response and bidirectional traffic',
    fieldsOf<Reply>({
      topology: text('that carries packets the other way'),
      contexts: field('its context -> the context of this topology that it is', table(z.string())),
    }),
  ),
});

const cores = z.union([coreName, z.array(coreName)]);
const assignment = z.record(z.string(), z.nullable(cores));
const placement = z.catchall(
  z.object({
    description: text('in a phrase'),
    extends: text('placement to start from'),
    assign: field('core of each context or stage; they may also stand beside `description`', assignment),
    move: field('cores of what runs elsewhere than in the placement it extends', assignment),
    topologies: field('differences for one topology', table(assignment)),
    polls: field('contexts that poll here', z.array(z.string())),
  } satisfies Record<keyof PlainPlacement, Shape>),
  z.nullable(cores),
);

const names = (description: string) => field(description, z.array(z.string()));
const span = (description: string) =>
  field(description, fieldsOf<DataRange>({ low: z.number(), high: z.number() }));
const errors = (description: string) => field(description, z.record(z.string(), z.number()));

const fitted = fieldsOf<FittedParameters>({
  parameters: names('paths of the fitted numbers'),
  covariance: field('of their natural logarithms', z.array(z.array(z.number()))),
  priorDominated: names('those that the data have hardly narrowed'),
  degreesOfFreedom: field('of the quantile in intervals', z.number()),
  conditionNumber: field('of the data, priors left out; absent: infinite', z.number()),
  modelError: errors('what the model misses, standard deviation of the logarithm by metric'),
  replicateError: errors('between repetitions, standard deviation of the logarithm by metric'),
  data: field(
    'what it was fitted to',
    fieldsOf<FittedData>({
      fingerprint: text('of the observations'),
      observations: field('rows used', z.int()),
      files: names('that the rows come from'),
      topologies: names('that were measured'),
      placements: names('that were measured'),
      message: span('bytes per message that were measured'),
      window: span('packets in flight that were measured'),
    }),
  ),
  toolVersion: text('of sidecore'),
});

/** What a file has beside the fields of a model. */
type FileOnly = 'sidecore' | 'template' | 'definitions' | 'sources';

/** Everything that a model file may say. */
export const modelFile = fieldsOf<PathModel & Record<FileOnly, unknown>>({
  sidecore: noted({ description: 'version of the format' }, z.literal(1)),
  template: choice('built-in model to start from; what follows overrides it', Object.keys(templates)),
  name: text('of the model'),
  description: text('in a sentence'),
  definitions: field(
    'names for expressions: name -> quantity or expression',
    z.record(z.string(), z.union([z.number(), z.string()])),
  ),
  machine: field('cores, caches, memory', machine),
  network: field('the link between machines', network),
  traffic: field('what is sent', traffic),
  batch: batch('units per activation of every link that does not say; `solve` finds it'),
  batchCap: quantity('packets', 'largest batch of every link that does not say'),
  slots: quantity('packets', 'that wait at most on every link that does not say'),
  contexts: field('address spaces with a working set', table(context)),
  mechanisms: field('ways to hand over; those built in need no mention', table(mechanism)),
  stages: field('pieces of work', table(stage)),
  topologies: field('paths of a packet through stages', table(topology)),
  placements: field('which core runs each context or stage', table(placement)),
  parameters: field(
    'ranges of numbers by their path, for example stages.netback.cycles',
    z.record(
      z.string(),
      z.nullable(
        z.strictObject({
          low: z.union([z.number(), z.string()]),
          high: z.union([z.number(), z.string()]),
          source: z.optional(z.string()),
        }),
      ),
    ),
  ),
  fit: field('how sure the fitted numbers are: written by a fit, not by hand', fitted),
  sources: field('long sources by a short name that ranges refer to', z.record(z.string(), z.string())),
});
