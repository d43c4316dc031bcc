import type { ContextRow, StageRow } from './stage-rows';
import { cardStages, transportStages } from './transport-stages';

export const guestSends = 'sending-guest';
export const guestReceives = 'receiving-guest';
export const workerSends = 'sending-vhost';
export const workerReceives = 'receiving-vhost';
/** Interrupts of the card, in whichever thread they hit. */
export const kernel = 'host-softirq';

export const vhostContexts: readonly ContextRow[] = [
  [guestSends, 1000, 400, 40, { perGuest: true, taggedTlb: true }],
  [guestReceives, 1000, 400, 40, { perGuest: true, taggedTlb: true }],
  [workerSends, 700, 300, 20, { perGuest: true, taggedTlb: true }],
  [workerReceives, 700, 300, 20, { perGuest: true, taggedTlb: true }],
  [kernel, 500, 200, 10, { taggedTlb: true }],
];

const acknowledgement = { per: 'acknowledgement' } as const;
const segment = { per: 'segment' } as const;
const inGuest = { movable: 'code-change' } as const;

export const vhostStages: readonly StageRow[] = [
  ...transportStages({ sends: guestSends, receives: guestReceives, receivedBuffer: 'guest-packet' }),
  ...cardStages({
    transmits: workerSends,
    receivesAcknowledgements: kernel,
    receives: kernel,
    sendsAcknowledgements: workerReceives,
  }),
  // Guests
  [
    'virtio-transmit',
    { context: guestSends, cycles: 600, metadataLines: 4, ...segment, ...inGuest },
    { cycles: [300, 1200] },
  ],
  [
    'virtio-acknowledgement',
    { context: guestSends, cycles: 400, metadataLines: 3, ...acknowledgement, ...inGuest },
    { cycles: [200, 800] },
  ],
  [
    'virtio-receive',
    { context: guestReceives, cycles: 600, metadataLines: 4, ...segment, ...inGuest },
    { cycles: [300, 1200] },
  ],
  [
    'virtio-send-acknowledgement',
    { context: guestReceives, cycles: 400, metadataLines: 3, ...acknowledgement, ...inGuest },
    { cycles: [200, 800] },
  ],
  // Worker, away from a guest
  [
    'vhost-transmit',
    {
      context: workerSends,
      cycles: 1800,
      cyclesPerByte: 0.3,
      metadataLines: 7,
      reads: ['packet'],
      writes: ['host-packet'],
      ...segment,
    },
    { cycles: [1000, 3500], cyclesPerByte: [0.15, 0.6] },
  ],
  [
    'bridge-transmit',
    { context: workerSends, cycles: 900, metadataLines: 4, ...segment },
    { cycles: [300, 2500] },
  ],
  [
    'vhost-send-acknowledgement',
    { context: workerReceives, cycles: 1100, metadataLines: 5, ...acknowledgement },
    { cycles: [600, 2100] },
  ],
  [
    'bridge-send-acknowledgement',
    { context: workerReceives, cycles: 700, metadataLines: 3, ...acknowledgement },
    { cycles: [200, 1500] },
  ],
  // Towards a guest
  ['bridge-receive', { context: kernel, cycles: 900, metadataLines: 4, ...segment }, { cycles: [300, 2500] }],
  [
    'vhost-receive',
    {
      context: workerReceives,
      cycles: 1800,
      cyclesPerByte: 0.3,
      metadataLines: 7,
      reads: ['host-packet'],
      writes: ['guest-packet'],
      ...segment,
    },
    { cycles: [1000, 3500], cyclesPerByte: [0.15, 0.6] },
  ],
  [
    'bridge-acknowledgement',
    { context: kernel, cycles: 700, metadataLines: 3, ...acknowledgement },
    { cycles: [200, 1500] },
  ],
  [
    'vhost-acknowledgement',
    { context: workerSends, cycles: 1100, metadataLines: 5, ...acknowledgement },
    { cycles: [600, 2100] },
  ],
];
