import type { ContextRow, StageRow } from './stage-rows';
import { cardStages, transportStages } from './transport-stages';

export const guestSends = 'sending-guest';
export const guestReceives = 'receiving-guest';
export const driver = 'driver-domain';
export const hypervisor = 'hypervisor';

export const inGuest = { movable: 'code-change', per: 'segment' } as const;
export const acknowledgement = { per: 'acknowledgement' } as const;
export const guestAcknowledgement = { ...acknowledgement, movable: 'code-change' } as const;

export const xenContexts: readonly ContextRow[] = [
  [guestSends, 1000, 400, 40, { perGuest: true }],
  [guestReceives, 1000, 400, 40, { perGuest: true }],
  [driver, 1200, 500, 50],
  [hypervisor, 250, 150, 10, { runsInCaller: true }],
];

/** Every stage but the grant operations: application and TCP/IP, netfront, netback, bridge, network card. */
export function xenStages(receivedBuffer: string): StageRow[] {
  return [
    ...transportStages({ sends: guestSends, receives: guestReceives, receivedBuffer }),
    // Guests
    [
      'netfront-transmit',
      { context: guestSends, cycles: 750, metadataLines: 4, ...inGuest },
      { cycles: [400, 1500] },
    ],
    [
      'netfront-acknowledgement',
      { context: guestSends, cycles: 600, metadataLines: 3, ...guestAcknowledgement },
      { cycles: [300, 1200] },
    ],
    [
      'netfront-receive',
      { context: guestReceives, cycles: 800, metadataLines: 4, ...inGuest },
      { cycles: [400, 1500] },
    ],
    [
      'netfront-send-acknowledgement',
      { context: guestReceives, cycles: 450, metadataLines: 3, ...guestAcknowledgement },
      { cycles: [225, 900] },
    ],
    // Driver domain, away from a guest
    [
      'netback-transmit',
      { context: driver, cycles: 1400, metadataLines: 7, per: 'segment' },
      { cycles: [800, 3000] },
    ],
    [
      'bridge-transmit',
      { context: driver, cycles: 1200, metadataLines: 4, per: 'segment' },
      { cycles: [300, 2500] },
    ],
    [
      'netback-send-acknowledgement',
      { context: driver, cycles: 1100, metadataLines: 5, ...acknowledgement },
      { cycles: [550, 2200] },
    ],
    [
      'bridge-send-acknowledgement',
      { context: driver, cycles: 1100, metadataLines: 3, ...acknowledgement },
      { cycles: [300, 2500] },
    ],
    // Driver domain, towards a guest
    [
      'bridge-receive',
      { context: driver, cycles: 1300, metadataLines: 4, per: 'segment' },
      { cycles: [300, 2500] },
    ],
    [
      'netback-receive',
      { context: driver, cycles: 1700, metadataLines: 7, per: 'segment' },
      { cycles: [800, 3000] },
    ],
    [
      'bridge-acknowledgement',
      { context: driver, cycles: 1100, metadataLines: 3, ...acknowledgement },
      { cycles: [300, 2500] },
    ],
    [
      'netback-acknowledgement',
      { context: driver, cycles: 1200, metadataLines: 5, ...acknowledgement },
      { cycles: [600, 2400] },
    ],
    // Driver domain, between two guests of one node
    [
      'bridge-local-acknowledgement',
      { context: driver, cycles: 1000, metadataLines: 3, ...acknowledgement },
      { cycles: [300, 2500] },
    ],
    ...cardStages({
      transmits: driver,
      receivesAcknowledgements: driver,
      receives: driver,
      sendsAcknowledgements: driver,
    }),
  ];
}
