import type { PathModelInput } from '../path-model-input';
import { batchRange, bulkStream, host, hostRanges, network, usualCores } from './host';
import { contextRanges, contextTable, mechanismRanges, stageRanges, stageTable } from './stage-rows';
import { fromDevice, link, topologiesOf } from './topologies';
import type { Granting } from './xen-granting';
import { driver, guestReceives, guestSends, xenContexts, xenStages } from './xen-stages';

const event = link('event-channel');
const last = (stages: readonly string[]) => stages[stages.length - 1];

/** A Xen paravirtual path with one way of granting. */
export function xenModel(
  given: Pick<PathModelInput, 'name' | 'description'>,
  granting: Granting,
): PathModelInput {
  const rows = [...xenStages(granting.receivedBuffer), ...granting.rows];
  const contexts = xenContexts.filter(([id]) => rows.some(([, { context }]) => context === id));
  return {
    ...given,
    machine: host(usualCores),
    network,
    traffic: bulkStream,
    batch: 8,
    // Grant copies of one hypercall, and requests of a ring: drivers/net/xen-netback/common.h.
    batchCap: 64,
    slots: 256,
    contexts: contextTable(contexts),
    stages: stageTable(rows),
    topologies: xenTopologies(granting),
    placements: {
      none: {
        description: "the driver domain shares the guest's core (inside one node: the receiving guest's)",
        ...onCore('guest-core'),
      },
      'driver-domain': {
        description: 'the driver domain has a side-core under the same last-level cache',
        ...onCore('side-core'),
      },
      'driver-domain-other-socket': {
        description: 'the driver domain has a side-core on another socket',
        ...onCore('far-core'),
      },
    },
    parameters: {
      ...stageRanges(rows),
      ...contextRanges(contexts),
      ...mechanismRanges({ call: {}, 'event-channel': {}, 'nic-interrupt': {} }),
      ...batchRange,
      ...hostRanges,
    },
  };
}

/** Guests on cores of their own, the driver domain on the one given. */
function onCore(core: string) {
  return {
    assign: { [guestSends]: 'guest-core', [guestReceives]: 'guest-core', [driver]: core },
    topologies: { 'intra-node': { [guestSends]: 'peer-core' } },
  };
}

function xenTopologies(granting: Granting): PathModelInput['topologies'] {
  const guestTransmits = ['application-send', 'tcp-transmit', ...granting.guestTransmit, 'netfront-transmit'];
  const driverTransmits = ['netback-transmit', ...granting.driverTransmit, 'bridge-transmit'];
  const driverReceives = ['netback-receive', ...granting.driverReceive];
  const guestReceivesAndAnswers = [
    'netfront-receive',
    ...granting.guestReceive,
    'tcp-receive',
    'copy-to-user',
    'application-receive',
    'tcp-send-acknowledgement',
    ...granting.guestAcknowledges,
    'netfront-send-acknowledgement',
  ];
  const driverGives = ['netback-acknowledgement', ...granting.driverGivesAcknowledgement];
  const driverGivesLocally = ['netback-acknowledgement', ...granting.localAcknowledgement];
  const guestTakes = ['netfront-acknowledgement', 'tcp-acknowledgement'];
  const toDriver = event('netfront-transmit', 'netback-transmit');
  const toReceiver = event(last(driverReceives), 'netfront-receive');
  const answerToDriver = event('netfront-send-acknowledgement', 'netback-send-acknowledgement');
  const answerToSender = (giving: readonly string[]) => event(last(giving), 'netfront-acknowledgement');
  const acknowledged = fromDevice('nic-receive-acknowledgement', 'nic-interrupt');
  return topologiesOf({
    between: 'guest',
    ends: { [guestSends]: guestReceives },
    transmit: {
      description: 'guest to another machine, sending side',
      stages: [
        ...guestTransmits,
        ...driverTransmits,
        'nic-transmit',
        'nic-receive-acknowledgement',
        'bridge-acknowledgement',
        ...driverGives,
        ...guestTakes,
      ],
      links: [toDriver, acknowledged, answerToSender(driverGives)],
    },
    receive: {
      description: 'another machine to the guest, receiving side',
      stages: [
        'nic-receive',
        'receive-offload',
        'bridge-receive',
        ...driverReceives,
        ...guestReceivesAndAnswers,
        'netback-send-acknowledgement',
        ...granting.driverTakesAcknowledgement,
        'bridge-send-acknowledgement',
        'nic-send-acknowledgement',
      ],
      links: [fromDevice('nic-receive', 'nic-interrupt'), toReceiver, answerToDriver],
    },
    local: {
      description: 'guest to guest inside one machine, through the driver domain',
      stages: [
        ...guestTransmits,
        ...driverTransmits,
        ...driverReceives,
        ...guestReceivesAndAnswers,
        'netback-send-acknowledgement',
        'bridge-local-acknowledgement',
        ...driverGivesLocally,
        ...guestTakes,
      ],
      links: [toDriver, toReceiver, answerToDriver, answerToSender(driverGivesLocally)],
    },
  });
}
