import type { Placement } from '../model';
import type { PathModelInput } from '../path-model-input';
import {
  acknowledgedBy,
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
import { threadWakeup } from './thread-wakeup';

/** A virtual CPU for the process of the guest, one for its interrupts. */
function interruptsOn(description: string, core: string, peer: string): Partial<Placement> {
  return {
    description,
    assign: {
      [processSends]: 'guest-core',
      [processReceives]: 'guest-core',
      [softirqSends]: core,
      [softirqReceives]: core,
    },
    topologies: { 'intra-node': { [processSends]: 'peer-core', [softirqSends]: peer } },
  };
}

/** An interrupt of the card as 1500 cycles, and its delivery through the hypervisor. */
const ownInterrupt = 1500;
const injection = 3000;

/**
 * A guest with a virtual function of the card (SR-IOV): no driver domain and no copy between domains; what is left of
 * the hypervisor is the delivery of interrupts. Two guests of one node meet in the switch of the card.
 *
 * Gordon et al., ELI, ASPLOS 2012, Table 1, measured more than the default on a Xeon X5570: 31 % of a core in the host
 * at 49 thousand interrupts a second, for two exits each.
 */
export const srIov: PathModelInput = directPath({
  name: 'sr-iov',
  description:
    'Guest with a virtual function of the card: no driver domain, interrupts through the hypervisor',
  perGuest: true,
  receivedBuffer: 'received-packet',
  mechanisms: {
    'card-interrupt': { ...cardInterrupt, targetCycles: ownInterrupt + injection },
    'thread-wakeup': { ...threadWakeup, wakeCycles: 5000 },
  },
  ranges: {
    'mechanisms.card-interrupt.targetCycles': {
      low: ownInterrupt,
      high: ownInterrupt + 6000,
      source:
        'interrupt of the card, and 0 (posted) to 6000 cycles to deliver it; Gordon et al., ELI, ASPLOS 2012, Table 1, had two exits each',
    },
    'mechanisms.thread-wakeup.wakeCycles': {
      low: 500,
      high: 6000,
      source:
        'virtual inter-processor interrupt 5230 cycles on KVM x86: Dall et al., ISCA 2016, as Table 8.2 of Bugnion, Nieh and Tsafrir 2017',
    },
  },
  rows: [],
  local: {
    description: 'guest to guest inside one machine, through the switch of the card',
    stages: [
      'application-send',
      'tcp-transmit',
      'nic-transmit',
      'nic-receive',
      'receive-offload',
      ...receivedAndAnswered,
      'nic-send-acknowledgement',
      'nic-receive-acknowledgement',
      'tcp-acknowledgement',
    ],
    links: [
      { from: 'nic-transmit', to: 'nic-receive', mechanism: 'card-interrupt' },
      wakeReader,
      acknowledgedBy('nic-send-acknowledgement', 'nic-receive-acknowledgement'),
    ],
  },
  placements: {
    none: interruptsOn('interrupts are served by the virtual CPU of the process', 'guest-core', 'peer-core'),
    'interrupt-other-vcpu': interruptsOn(
      'interrupts are served by another virtual CPU, on a side-core under the same last-level cache: possible today',
      'side-core',
      'second-side-core',
    ),
    'interrupt-other-socket': interruptsOn(
      'interrupts are served by another virtual CPU, on a side-core of another socket: possible today',
      'far-core',
      'far-core',
    ),
    'two-side-cores': {
      description: 'guests in turn on two cores, their interrupts on two side-cores: possible today',
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
