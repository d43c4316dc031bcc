import type { StageRow } from './stage-rows';
import {
  acknowledgement,
  driver,
  guestAcknowledgement,
  guestReceives,
  guestSends,
  hypervisor,
  inGuest,
} from './xen-stages';

/** How payload crosses from one domain to another: the stages that do it, and where on the path each list stands. */
export interface Granting {
  readonly rows: readonly StageRow[];
  /** The buffer that the receiving guest copies to its user. */
  readonly receivedBuffer: string;
  /** In the sending guest, before netfront. */
  readonly guestTransmit: readonly string[];
  /** After netback takes a packet from a guest. */
  readonly driverTransmit: readonly string[];
  /** After netback has a packet for a guest. */
  readonly driverReceive: readonly string[];
  /** In the receiving guest, after netfront. */
  readonly guestReceive: readonly string[];
  /** Acknowledgements: before netfront sends one, after netback takes one, after netback has one for a guest. */
  readonly guestAcknowledges: readonly string[];
  readonly driverTakesAcknowledgement: readonly string[];
  readonly driverGivesAcknowledgement: readonly string[];
  /** The last of these between two guests of one node, from one to the other at once. */
  readonly localAcknowledgement: readonly string[];
}

const byHypervisor = { context: hypervisor, movable: 'code-change' } as const;
/** A grant is of one page, so that a segment takes as many operations as its payload fills pages. */
const hypercall = { ...byHypervisor, per: 'page' } as const;
const hypercallAcknowledgement = { ...byHypervisor, ...acknowledgement } as const;

/** Dearer where dropping a mapping must interrupt other cores to flush their page-table caches. */
const mapRange = {
  cycles: [500, 4400],
  source:
    'engineering estimate, calibrated to the totals of docs/theory.md section 8; up to 4400 follow from the packet rates at 64 and 1496 bytes of Martins, persistent grants, RFC series 2015',
} as const;
const mapOnTransmit: StageRow = ['grant-map', { ...hypercall, cycles: 1000, metadataLines: 4 }, mapRange];

const acknowledgementGrants: readonly StageRow[] = [
  [
    'grant-acknowledgement',
    { cycles: 800, metadataLines: 3, ...hypercallAcknowledgement },
    { cycles: [400, 2000] },
  ],
  [
    'grant-send-acknowledgement',
    { cycles: 700, metadataLines: 3, ...hypercallAcknowledgement },
    { cycles: [350, 2000] },
  ],
  [
    'grant-local-acknowledgement',
    { cycles: 1500, metadataLines: 5, ...hypercallAcknowledgement },
    { cycles: [750, 4000] },
  ],
];

const byHypercall = {
  guestTransmit: [],
  driverTransmit: ['grant-map'],
  guestReceive: [],
  guestAcknowledges: [],
  driverTakesAcknowledgement: ['grant-send-acknowledgement'],
  driverGivesAcknowledgement: ['grant-acknowledgement'],
  localAcknowledgement: ['grant-local-acknowledgement'],
} as const;

/** Grant map on transmit, grant copy on receive. */
export const grantCopy: Granting = {
  ...byHypercall,
  receivedBuffer: 'guest-packet',
  driverReceive: ['grant-copy'],
  rows: [
    mapOnTransmit,
    [
      'grant-copy',
      {
        ...hypercall,
        cycles: 900,
        cyclesPerByte: 0.3,
        metadataLines: 5,
        reads: ['packet'],
        writes: ['guest-packet'],
      },
      { cycles: [500, 2000], cyclesPerByte: [0.15, 0.6] },
    ],
    ...acknowledgementGrants,
  ],
};

/** Grant map both ways: the guest reads the payload where it lies. */
export const grantMap: Granting = {
  ...byHypercall,
  receivedBuffer: 'packet',
  driverReceive: ['grant-map-receive'],
  rows: [
    mapOnTransmit,
    ['grant-map-receive', { ...hypercall, cycles: 1000, metadataLines: 4 }, mapRange],
    ...acknowledgementGrants,
  ],
};

const rfc =
  'a plain copy; Martins, persistent grants, RFC series 2015: 0.31 to 0.59 cycles a byte between 64 and 1496 bytes';
const pages = { per: 'page' } as const;
const copied = { cycles: 150, cyclesPerByte: 0.3, metadataLines: 1 } as const;
const copyCosts = { cycles: [75, 300], cyclesPerByte: [0.15, 0.6], source: rfc } as const;

/** Grants that stay mapped: no hypercall for a packet, but a copy into and out of the pages that stay shared. */
export const persistentGrants: Granting = {
  receivedBuffer: 'guest-packet',
  guestTransmit: ['copy-to-grant'],
  driverTransmit: [],
  driverReceive: ['driver-copy'],
  guestReceive: ['copy-from-grant'],
  guestAcknowledges: ['copy-acknowledgement-to-grant'],
  driverTakesAcknowledgement: [],
  driverGivesAcknowledgement: ['driver-copy-acknowledgement'],
  localAcknowledgement: ['driver-copy-acknowledgement'],
  rows: [
    [
      'copy-to-grant',
      { context: guestSends, ...copied, reads: ['packet'], writes: ['granted-packet'], ...inGuest, ...pages },
      copyCosts,
    ],
    [
      'driver-copy',
      { context: driver, ...copied, reads: ['granted-packet'], writes: ['granted-page'], ...pages },
      copyCosts,
    ],
    [
      'copy-from-grant',
      {
        context: guestReceives,
        ...copied,
        reads: ['granted-page'],
        writes: ['guest-packet'],
        ...inGuest,
        ...pages,
      },
      copyCosts,
    ],
    [
      'copy-acknowledgement-to-grant',
      { context: guestReceives, cycles: 150, metadataLines: 1, ...guestAcknowledgement },
      { cycles: [75, 300] },
    ],
    [
      'driver-copy-acknowledgement',
      { context: driver, cycles: 150, metadataLines: 1, ...acknowledgement },
      { cycles: [75, 300] },
    ],
  ],
};
