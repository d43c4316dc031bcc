import type { Core } from '../model';
import type { PathModelInput } from '../path-model-input';
import { estimate, type Ranges } from './stage-rows';

/**
 * The machine under every template, so that templates differ by their path alone: two sockets of a Westmere-class
 * server, 2.67 GHz, 10 Gbit/s. Caches, latencies and bandwidth are the defaults of a model.
 */
export function host(cores: Readonly<Record<string, Partial<Core>>>): PathModelInput['machine'] {
  return { clock: 2.67e9, cores };
}

/** A guest's core, a peer's for the other end inside one node, a side-core under the same last-level cache, one on another socket. */
export const usualCores = {
  'guest-core': { socket: 'near' },
  'peer-core': { socket: 'near' },
  'side-core': { socket: 'near' },
  'far-core': { socket: 'far' },
};

/** The same with a second guest's core and a second side-core. */
export const coresForTwo = {
  'guest-core': { socket: 'near' },
  'second-guest-core': { socket: 'near' },
  'peer-core': { socket: 'near' },
  'second-peer-core': { socket: 'near' },
  'side-core': { socket: 'near' },
  'second-side-core': { socket: 'near' },
  'far-core': { socket: 'far' },
};

/** Lists that guests, or flows, go round. */
export const guestCores = ['guest-core', 'second-guest-core'] as const;
export const peerCores = ['peer-core', 'second-peer-core'] as const;
export const sideCores = ['side-core', 'second-side-core'] as const;

export const network: PathModelInput['network'] = { rate: 10e9, roundTrip: 30e-6, mtu: 1500 };

/** One bulk stream, no segmentation offload. */
export const bulkStream: PathModelInput['traffic'] = {
  kind: 'stream',
  message: 1448,
  window: 64,
  segmentation: 1,
  acknowledgementRatio: 0.5,
};

const outstanding = 'misses outstanding at once: an estimate below the 10 line-fill buffers of a core';

/** What is known of the machine and of the network. */
export const hostRanges: Ranges = {
  'machine.latency.l2': { low: 10, high: 14, source: '7-cpu.com, Westmere; AnandTech for newer cores' },
  'machine.latency.llc': { low: 38, high: 50, source: '7-cpu.com, Westmere: 42 cycles' },
  'machine.latency.dram': { low: 180, high: 330, source: '7-cpu.com, Westmere: 42 cycles and 67 ns local' },
  'machine.latency.peer': {
    low: 50,
    high: 150,
    source: 'modified line in a core of the same socket; from memory, verify',
  },
  'machine.latency.remotePeer': {
    low: 200,
    high: 500,
    source: 'modified line in another socket; from memory, verify',
  },
  'machine.randomParallelism.l2': { low: 1.3, high: 3, source: outstanding },
  'machine.randomParallelism.llc': { low: 1.3, high: 2, source: outstanding },
  'machine.randomParallelism.dram': { low: 1, high: 2, source: outstanding },
  'machine.randomParallelism.peer': { low: 1, high: 2, source: outstanding },
  'machine.randomParallelism.remotePeer': { low: 1, high: 2, source: outstanding },
  'machine.streamingParallelism.l2': { low: 3, high: 8, source: outstanding },
  'machine.streamingParallelism.llc': { low: 3, high: 8, source: outstanding },
  'machine.streamingParallelism.dram': { low: 3, high: 8, source: outstanding },
  'machine.streamingParallelism.peer': { low: 2, high: 6, source: outstanding },
  'machine.streamingParallelism.remotePeer': { low: 2, high: 6, source: outstanding },
  'machine.tlbMissCycles': { low: 15, high: 60, source: estimate },
  'machine.siblingSpeedup': {
    low: 1.1,
    high: 1.4,
    source: 'two hardware threads of one core do 1.2 to 1.3 times the work of one; from memory, verify',
  },
  'machine.memoryBandwidth': { low: 15e9, high: 32e9, source: 'three DDR3-1333 channels, 32 GB/s peak' },
  'network.roundTrip': {
    low: 1e-5,
    high: 1e-4,
    source: 'time outside cores and wire: device, coalescing timer and the other host; an estimate',
  },
};

/** What is known of packets per event or interrupt. */
export const batchRange: Ranges = {
  batch: {
    low: 2,
    high: 32,
    source:
      'packets per event or interrupt; about 17 transmitting and 8 receiving can be derived from Willmann et al., HPCA 2007',
  },
};
