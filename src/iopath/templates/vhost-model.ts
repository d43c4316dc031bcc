import type { Link, Mechanism } from '../model';
import type { PathModelInput } from '../path-model-input';
import {
  batchRange,
  bulkStream,
  coresForTwo,
  guestCores,
  host,
  hostRanges,
  network,
  peerCores,
  sideCores,
} from './host';
import { contextRanges, contextTable, mechanismRanges, stageRanges, stageTable } from './stage-rows';
import { threadWakeup, threadWakeupRanges } from './thread-wakeup';
import { fromDevice, link, topologiesOf } from './topologies';
import {
  guestReceives,
  guestSends,
  kernel,
  vhostContexts,
  vhostStages,
  workerReceives,
  workerSends,
} from './vhost-stages';

/** Packets, and bytes, after which the worker yields: VHOST_NET_PKT_WEIGHT and VHOST_NET_WEIGHT of drivers/vhost/net.c. */
const workerCap = 256;
const workerBytes = 0x80000;
/** Packets of one poll of the card: NAPI_POLL_WEIGHT of include/linux/netdevice.h. */
const pollBudget = 64;
const toWorkerBy =
  (mechanism: string) =>
  (from: string, to: string): Link => ({ ...link(mechanism, workerCap)(from, to), byteCap: workerBytes });
const kick = toWorkerBy('kick');
const wake = toWorkerBy('thread-wakeup');

const exits =
  'VM exit and entry about 2000 cycles direct: Landau, Ben-Yehuda and Gordon, SplitX, WIOV 2011; with what the host does in between up to 5000';

function vhostTopologies(interrupt: string): PathModelInput['topologies'] {
  const inject = link(interrupt, workerCap);
  const guestTransmits = ['application-send', 'tcp-transmit', 'virtio-transmit'];
  const guestReceivesAndAnswers = [
    'virtio-receive',
    'tcp-receive',
    'copy-to-user',
    'application-receive',
    'tcp-send-acknowledgement',
    'virtio-send-acknowledgement',
  ];
  const answerTaken = ['vhost-acknowledgement', 'virtio-acknowledgement', 'tcp-acknowledgement'];
  const toWorker = kick('virtio-transmit', 'vhost-transmit');
  const toReceiver = inject('vhost-receive', 'virtio-receive');
  const answerToWorker = kick('virtio-send-acknowledgement', 'vhost-send-acknowledgement');
  const answerToSender = inject('vhost-acknowledgement', 'virtio-acknowledgement');
  return topologiesOf({
    between: 'guest',
    ends: { [guestSends]: guestReceives, [workerSends]: workerReceives },
    transmit: {
      description: 'guest to another machine, sending side',
      stages: [
        ...guestTransmits,
        'vhost-transmit',
        'bridge-transmit',
        'nic-transmit',
        'nic-receive-acknowledgement',
        'bridge-acknowledgement',
        ...answerTaken,
      ],
      links: [
        toWorker,
        fromDevice('nic-receive-acknowledgement', 'nic-interrupt', pollBudget),
        wake('bridge-acknowledgement', 'vhost-acknowledgement'),
        answerToSender,
      ],
    },
    receive: {
      description: 'another machine to the guest, receiving side',
      stages: [
        'nic-receive',
        'receive-offload',
        'bridge-receive',
        'vhost-receive',
        ...guestReceivesAndAnswers,
        'vhost-send-acknowledgement',
        'bridge-send-acknowledgement',
        'nic-send-acknowledgement',
      ],
      links: [
        fromDevice('nic-receive', 'nic-interrupt', pollBudget),
        wake('bridge-receive', 'vhost-receive'),
        toReceiver,
        answerToWorker,
      ],
    },
    local: {
      description: 'guest to guest inside one machine, through both workers and the bridge',
      stages: [
        ...guestTransmits,
        'vhost-transmit',
        'bridge-transmit',
        'vhost-receive',
        ...guestReceivesAndAnswers,
        'vhost-send-acknowledgement',
        'bridge-send-acknowledgement',
        ...answerTaken,
      ],
      links: [
        toWorker,
        wake('bridge-transmit', 'vhost-receive'),
        toReceiver,
        answerToWorker,
        wake('bridge-send-acknowledgement', 'vhost-acknowledgement'),
        answerToSender,
      ],
    },
  });
}

/** Guests on cores of their own; workers and the interrupts of the card on the one given. */
function workersOn(core: string) {
  return {
    assign: {
      [guestSends]: 'guest-core',
      [guestReceives]: 'guest-core',
      [workerSends]: core,
      [workerReceives]: core,
      [kernel]: core,
    },
    topologies: { 'intra-node': { [guestSends]: 'peer-core' } },
  };
}

const placements: PathModelInput['placements'] = {
  none: {
    description: 'each worker shares the core of its guest, and the card interrupts there',
    assign: workersOn('guest-core').assign,
    topologies: { 'intra-node': { [guestSends]: 'peer-core', [workerSends]: 'peer-core' } },
  },
  'vhost-worker': {
    description:
      'workers, and the interrupts of the card, have a side-core under the same last-level cache: possible today',
    ...workersOn('side-core'),
  },
  'vhost-worker-other-socket': {
    description:
      'workers, and the interrupts of the card, have a side-core on another socket: possible today',
    ...workersOn('far-core'),
  },
  'two-side-cores': {
    description: 'guests in turn on two cores, their workers on two side-cores: possible today',
    assign: {
      [guestSends]: guestCores,
      [guestReceives]: guestCores,
      [workerSends]: sideCores,
      [workerReceives]: sideCores,
      [kernel]: sideCores,
    },
    topologies: { 'intra-node': { [guestSends]: peerCores } },
  },
};

/** KVM with vhost-net whose guests are interrupted by the mechanism given. */
export function vhostModel(
  name: string,
  description: string,
  interrupt: string,
  interrupts: Readonly<Record<string, Partial<Mechanism>>>,
): PathModelInput {
  return {
    name,
    description,
    machine: host(coresForTwo),
    network,
    traffic: bulkStream,
    batch: 8,
    batchCap: workerCap,
    contexts: contextTable(vhostContexts),
    mechanisms: { 'thread-wakeup': threadWakeup, ...interrupts },
    stages: stageTable(vhostStages),
    topologies: vhostTopologies(interrupt),
    placements,
    parameters: {
      ...stageRanges(vhostStages),
      ...contextRanges(vhostContexts),
      ...mechanismRanges(
        { call: {}, kick: {}, 'nic-interrupt': {}, [interrupt]: interrupts[interrupt] ?? {} },
        {
          kick: { sourceCycles: { low: 2000, high: 5000, source: exits } },
          'posted-interrupt': {
            wakeCycles: { low: 200, high: 1000, source: 'estimate: no exit, no wake-up' },
          },
        },
      ),
      ...threadWakeupRanges,
      ...batchRange,
      ...hostRanges,
    },
  };
}
