import type { Assignment } from '../model';
import type { PathModelInput } from '../path-model-input';
import { bulkStream, coresForTwo, guestCores, host, hostRanges, network, peerCores, sideCores } from './host';
import {
  type ContextRow,
  contextRanges,
  contextTable,
  mechanismRanges,
  type StageRow,
  stageRanges,
  stageTable,
} from './stage-rows';
import { fromDevice, link, topologiesOf } from './topologies';
import { transportStages } from './transport-stages';

const guestSends = 'sending-guest';
const guestReceives = 'receiving-guest';
const poller = 'switch';

const contexts: readonly ContextRow[] = [
  [guestSends, 1000, 400, 40, { perGuest: true, taggedTlb: true }],
  [guestReceives, 1000, 400, 40, { perGuest: true, taggedTlb: true }],
  [poller, 350, 150, 5, { taggedTlb: true }],
];

const acknowledgement = { per: 'acknowledgement' } as const;
const inGuest = { movable: 'code-change' } as const;

/** A packet passes two ports of the switch, each half of what is measured for both. */
const perPort = { context: poller, cycles: 425 } as const;
const portRange = {
  cycles: [125, 600],
  source:
    'half of 250 to 1200 cycles a packet for both ports, lookup between them; 812 to 895 processing cycles a packet in samples of pmd-stats-show of Open vSwitch, hardware not stated',
} as const;
const copies = { ...perPort, cyclesPerByte: 0.15 } as const;
const copyRange = { ...portRange, cyclesPerByte: [0.1, 0.2] } as const;
const pollRange = { cycles: [100, 600] } as const;

const rows: readonly StageRow[] = [
  ...transportStages({ sends: guestSends, receives: guestReceives, receivedBuffer: 'guest-packet' }),
  // Guests, whose virtio drivers poll
  ['virtio-transmit', { context: guestSends, cycles: 300, metadataLines: 2, ...inGuest }, pollRange],
  [
    'virtio-acknowledgement',
    { context: guestSends, cycles: 300, metadataLines: 2, ...acknowledgement, ...inGuest },
    pollRange,
  ],
  ['virtio-receive', { context: guestReceives, cycles: 300, metadataLines: 2, ...inGuest }, pollRange],
  [
    'virtio-send-acknowledgement',
    { context: guestReceives, cycles: 300, metadataLines: 2, ...acknowledgement, ...inGuest },
    pollRange,
  ],
  // Switch. Its measured cycles hold the misses of its own tables and descriptors.
  ['vhost-dequeue', { ...copies, reads: ['packet'], writes: ['host-packet'] }, copyRange],
  ['port-transmit', perPort, portRange],
  ['port-receive', perPort, portRange],
  ['vhost-enqueue', { ...copies, reads: ['host-packet'], writes: ['guest-packet'] }, copyRange],
  ['port-receive-acknowledgement', { ...perPort, ...acknowledgement }, portRange],
  ['vhost-enqueue-acknowledgement', { ...perPort, ...acknowledgement }, portRange],
  ['vhost-dequeue-acknowledgement', { ...perPort, ...acknowledgement }, portRange],
  ['port-send-acknowledgement', { ...perPort, ...acknowledgement }, portRange],
];

const poll = link('poll');
const guestTransmits = ['application-send', 'tcp-transmit', 'virtio-transmit'];
const guestReceivesAndAnswers = [
  'virtio-receive',
  'tcp-receive',
  'copy-to-user',
  'application-receive',
  'tcp-send-acknowledgement',
  'virtio-send-acknowledgement',
];
const answerTaken = ['vhost-enqueue-acknowledgement', 'virtio-acknowledgement', 'tcp-acknowledgement'];
const toSwitch = poll('virtio-transmit', 'vhost-dequeue');
const toReceiver = poll('vhost-enqueue', 'virtio-receive');
const answerToSwitch = poll('virtio-send-acknowledgement', 'vhost-dequeue-acknowledgement');
const answerToSender = poll('vhost-enqueue-acknowledgement', 'virtio-acknowledgement');

const topologies = topologiesOf({
  between: 'guest',
  ends: { [guestSends]: guestReceives },
  transmit: {
    description: 'guest to another machine, sending side',
    stages: [
      ...guestTransmits,
      'vhost-dequeue',
      'port-transmit',
      'port-receive-acknowledgement',
      ...answerTaken,
    ],
    links: [toSwitch, poll('port-transmit', 'port-receive-acknowledgement'), answerToSender],
  },
  receive: {
    description: 'another machine to the guest, receiving side',
    stages: [
      'port-receive',
      'vhost-enqueue',
      ...guestReceivesAndAnswers,
      'vhost-dequeue-acknowledgement',
      'port-send-acknowledgement',
    ],
    links: [fromDevice('port-receive', 'poll'), toReceiver, answerToSwitch],
  },
  local: {
    description: 'guest to guest inside one machine, through the switch',
    stages: [
      ...guestTransmits,
      'vhost-dequeue',
      'vhost-enqueue',
      ...guestReceivesAndAnswers,
      'vhost-dequeue-acknowledgement',
      ...answerTaken,
    ],
    links: [toSwitch, toReceiver, answerToSwitch, answerToSender],
  },
});

const pollerOn = (core: string | readonly string[]): { assign: Assignment } => ({
  assign: { [guestSends]: 'guest-core', [guestReceives]: 'guest-core', [poller]: core },
});
const peer = { topologies: { 'intra-node': { [guestSends]: 'peer-core' } } };

/** Packets that a poll takes at once: NETDEV_MAX_BURST of Open vSwitch. */
const burst = 32;

/**
 * A switch that polls, as Open vSwitch with DPDK, and guests whose virtio drivers poll too: no notification and no
 * wake-up, so that rings and payload which cross cores are what placement is about.
 *
 * There is no placement without a core for the switch, which would leave a guest on its core nothing.
 */
export const vhostUser: PathModelInput = {
  name: 'vhost-user',
  description: 'vhost-user to a polling switch (Open vSwitch with DPDK): no notifications, a copy each way',
  machine: host({
    ...coresForTwo,
    'guest-core': { socket: 'near', sibling: 'guest-sibling' },
    'guest-sibling': { socket: 'near', sibling: 'guest-core' },
  }),
  network,
  traffic: bulkStream,
  batch: burst,
  batchCap: burst,
  contexts: contextTable(contexts),
  stages: stageTable(rows),
  topologies,
  placements: {
    pmd: {
      description: 'the switch polls on a side-core under the same last-level cache: possible today',
      ...pollerOn('side-core'),
      ...peer,
    },
    'pmd-other-socket': {
      description: 'the switch polls on a side-core of another socket: possible today',
      ...pollerOn('far-core'),
      ...peer,
    },
    'pmd-sibling': {
      description: "the switch polls on the hardware sibling of the guest's core: possible today",
      ...pollerOn('guest-sibling'),
      ...peer,
    },
    'two-side-cores': {
      description: 'guests and queues in turn on two cores and on two side-cores: possible today',
      assign: {
        [guestSends]: guestCores,
        [guestReceives]: guestCores,
        [poller]: sideCores,
      },
      topologies: { 'intra-node': { [guestSends]: peerCores } },
    },
  },
  parameters: {
    ...stageRanges(rows),
    ...contextRanges(contexts),
    ...mechanismRanges({ call: {}, poll: {} }),
    batch: {
      low: 4,
      high: 256,
      source:
        'at most 32 a poll (NETDEV_MAX_BURST of Open vSwitch), up to 256 in switches that work on vectors',
    },
    ...hostRanges,
  },
};
