import type { Placement } from '../model';
import type { PathModelInput } from '../path-model-input';
import {
  cardInterrupt,
  directPath,
  processReceives,
  processSends,
  receivedAndAnswered,
  softirqReceives,
  softirqSends,
  wakeReader,
} from './direct-path';
import { guestCores, peerCores, sideCores } from './host';
import { link } from './topologies';

const backlog = link('backlog');

/** Softirq on the core given; inside one node, without one, on the core of whoever sends. */
function softirqOn(description: string, core?: string): Partial<Placement> {
  const softirq = core ?? 'guest-core';
  return {
    description,
    assign: {
      [processSends]: 'guest-core',
      [processReceives]: 'guest-core',
      [softirqSends]: softirq,
      [softirqReceives]: softirq,
    },
    topologies: {
      'intra-node': {
        [processSends]: 'peer-core',
        ...(core === undefined ? { [softirqReceives]: 'peer-core' } : {}),
      },
    },
  };
}

/**
 * Linux on the machine itself: a process and the softirq of its card; inside one node, the loopback device.
 *
 * Published for 1500-byte packets without receive offload, on an Opteron of 2006: about 5600 cycles a packet sent and
 * 7900 received (Willmann et al., HPCA 2007, recalled); newer processors take 0.4 to 1 of that.
 */
export const native: PathModelInput = directPath({
  name: 'native',
  description:
    'Linux without virtualization: a process and the softirq of its card; loopback inside one node',
  perGuest: false,
  receivedBuffer: 'packet',
  mechanisms: {
    'card-interrupt': { ...cardInterrupt, targetCycles: 1500 },
    backlog: {
      sourceCycles: 150,
      targetCycles: 300,
      wakeCycles: 1000,
      wakeLatency: 2e-6,
      ringLinesPerUnit: 1,
      ringLinesPerActivation: 3,
      activates: true,
    },
  },
  ranges: {},
  rows: [
    [
      'loopback',
      { context: processSends, cycles: 400, metadataLines: 2, per: 'segment' },
      { cycles: [200, 1000] },
    ],
    [
      'loopback-acknowledgement',
      { context: processReceives, cycles: 400, metadataLines: 2, per: 'acknowledgement' },
      { cycles: [200, 1000] },
    ],
  ],
  local: {
    description: 'process to process inside one machine, over the loopback device',
    stages: [
      'application-send',
      'tcp-transmit',
      'loopback',
      ...receivedAndAnswered,
      'loopback-acknowledgement',
      'tcp-acknowledgement',
    ],
    links: [
      backlog('loopback', 'tcp-receive'),
      wakeReader,
      backlog('loopback-acknowledgement', 'tcp-acknowledgement'),
    ],
  },
  placements: {
    none: softirqOn('softirq shares the core of the process (inside one node: of the one that sends)'),
    softirq: softirqOn(
      'softirq has a side-core under the same last-level cache (RSS, RPS): possible today',
      'side-core',
    ),
    'softirq-other-socket': softirqOn(
      'softirq has a side-core on another socket (RSS, RPS): possible today',
      'far-core',
    ),
    'two-side-cores': {
      description: 'processes in turn on two cores, queues of the card on two side-cores: possible today',
      assign: {
        [processSends]: guestCores,
        [processReceives]: guestCores,
        [softirqSends]: sideCores,
        [softirqReceives]: sideCores,
      },
      topologies: { 'intra-node': { [processSends]: peerCores } },
    },
  },
});
