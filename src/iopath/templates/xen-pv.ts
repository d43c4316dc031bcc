import type { Link, ParameterRange, Stage } from '../model';
import type { PathModelInput } from '../path-model-input';

const estimate =
  'engineering estimate, calibrated to the totals of docs/theory.md section 8; replace it by a fit';
const context = (
  id: string,
  footprint: number,
  touched: number,
  pages: number,
): [string, ParameterRange][] => [
  [`contexts.${id}.footprintLines`, { low: footprint / 2, high: footprint * 3, source: estimate }],
  [`contexts.${id}.touchedLinesPerUnit`, { low: touched / 2, high: touched * 3, source: estimate }],
  [`contexts.${id}.tlbPages`, { low: pages / 2, high: pages * 3, source: estimate }],
];

type StageRow = [
  id: string,
  stage: Partial<Stage> & { readonly context: string; readonly cycles: number },
  cyclesRange: [low: number, high: number],
  perByteRange?: [low: number, high: number],
];

const guestSends = 'sending-guest';
const guestReceives = 'receiving-guest';
const driver = 'driver-domain';
const hypervisor = 'hypervisor';
const acknowledgement = { per: 'acknowledgement' } as const;
const stack = { movable: 'code-change' } as const;

/** Every stage of the three graphs: cycles per unit, the range that is plausible, and what it reads and writes. */
const rows: StageRow[] = [
  // Guest that sends
  ['application-send', { context: guestSends, cycles: 300, movable: 'no', application: true }, [100, 2000]],
  [
    'tcp-transmit',
    {
      context: guestSends,
      cycles: 1900,
      cyclesPerByte: 0.25,
      metadataLines: 8,
      streams: ['application-data'],
      writes: ['packet'],
      ...stack,
    },
    [1000, 3500],
    [0.1, 0.5],
  ],
  ['netfront-transmit', { context: guestSends, cycles: 750, metadataLines: 4, ...stack }, [400, 1500]],
  [
    'netfront-acknowledgement',
    { context: guestSends, cycles: 600, metadataLines: 3, ...acknowledgement, ...stack },
    [300, 1200],
  ],
  [
    'tcp-acknowledgement',
    { context: guestSends, cycles: 700, metadataLines: 3, ...acknowledgement, ...stack },
    [350, 1400],
  ],
  // Driver domain, away from the guest
  ['netback-transmit', { context: driver, cycles: 1400, metadataLines: 7 }, [800, 3000]],
  ['grant-map', { context: hypervisor, cycles: 1000, metadataLines: 4, ...stack }, [500, 3000]],
  ['bridge-transmit', { context: driver, cycles: 1200, metadataLines: 4 }, [300, 2500]],
  ['nic-transmit', { context: driver, cycles: 1000, metadataLines: 5 }, [400, 2000]],
  [
    'nic-receive-acknowledgement',
    { context: driver, cycles: 1000, metadataLines: 5, ...acknowledgement },
    [400, 2000],
  ],
  [
    'bridge-acknowledgement',
    { context: driver, cycles: 1100, metadataLines: 3, ...acknowledgement },
    [300, 2500],
  ],
  [
    'netback-acknowledgement',
    { context: driver, cycles: 1200, metadataLines: 5, ...acknowledgement },
    [600, 2400],
  ],
  [
    'grant-acknowledgement',
    { context: hypervisor, cycles: 800, metadataLines: 3, ...acknowledgement, ...stack },
    [400, 2000],
  ],
  // Driver domain, towards the guest
  ['nic-receive', { context: driver, cycles: 1250, metadataLines: 7 }, [400, 2000]],
  ['bridge-receive', { context: driver, cycles: 1300, metadataLines: 4 }, [300, 2500]],
  ['netback-receive', { context: driver, cycles: 1700, metadataLines: 7 }, [800, 3000]],
  [
    'grant-copy',
    {
      context: hypervisor,
      cycles: 900,
      cyclesPerByte: 0.3,
      metadataLines: 5,
      reads: ['packet'],
      writes: ['guest-packet'],
      ...stack,
    },
    [500, 2000],
    [0.15, 0.6],
  ],
  // Guest that receives
  ['netfront-receive', { context: guestReceives, cycles: 800, metadataLines: 4, ...stack }, [400, 1500]],
  ['tcp-receive', { context: guestReceives, cycles: 1900, metadataLines: 7, ...stack }, [1200, 3500]],
  [
    'copy-to-user',
    {
      context: guestReceives,
      cycles: 150,
      cyclesPerByte: 0.25,
      metadataLines: 1,
      reads: ['guest-packet'],
      writes: ['user-buffer'],
      ...stack,
    },
    [75, 300],
    [0.1, 0.6],
  ],
  [
    'application-receive',
    { context: guestReceives, cycles: 300, movable: 'no', application: true },
    [100, 2000],
  ],
  [
    'tcp-send-acknowledgement',
    { context: guestReceives, cycles: 700, metadataLines: 3, ...acknowledgement, ...stack },
    [350, 1400],
  ],
  [
    'netfront-send-acknowledgement',
    { context: guestReceives, cycles: 450, metadataLines: 3, ...acknowledgement, ...stack },
    [225, 900],
  ],
  // Driver domain, acknowledgements of the guest that receives
  [
    'netback-send-acknowledgement',
    { context: driver, cycles: 1100, metadataLines: 5, ...acknowledgement },
    [550, 2200],
  ],
  [
    'grant-send-acknowledgement',
    { context: hypervisor, cycles: 700, metadataLines: 3, ...acknowledgement, ...stack },
    [350, 2000],
  ],
  [
    'bridge-send-acknowledgement',
    { context: driver, cycles: 1100, metadataLines: 3, ...acknowledgement },
    [300, 2500],
  ],
  [
    'nic-send-acknowledgement',
    { context: driver, cycles: 800, metadataLines: 4, ...acknowledgement },
    [400, 1600],
  ],
  // Acknowledgements between two guests of one node
  [
    'bridge-local-acknowledgement',
    { context: driver, cycles: 1000, metadataLines: 3, ...acknowledgement },
    [300, 2500],
  ],
  [
    'grant-local-acknowledgement',
    { context: hypervisor, cycles: 1500, metadataLines: 5, ...acknowledgement, ...stack },
    [750, 4000],
  ],
];

const event = (from: string, to: string): Link => ({ from, to, mechanism: 'event-channel' });
const interrupt = (to: string, from?: string): Link => ({
  ...(from === undefined ? {} : { from }),
  to,
  mechanism: 'nic-interrupt',
});

const ranges: [string, ParameterRange][] = rows.flatMap(([id, , cycles, perByte]) => {
  const range = (field: string, [low, high]: [number, number]): [string, ParameterRange] => [
    `stages.${id}.${field}`,
    { low, high, source: estimate },
  ];
  return perByte ? [range('cycles', cycles), range('cyclesPerByte', perByte)] : [range('cycles', cycles)];
});

const about = (value: number, low: number, high: number, source: string): ParameterRange => ({
  low: value * low,
  high: value * high,
  source,
});

/**
 * Xen paravirtual networking: netfront in the guest, netback in a driver domain, grant map on transmit and grant copy
 * on receive, event channels between them. Westmere-class server, no segmentation offload.
 *
 * Values and ranges: docs/theory.md, section 7. No published source gives this breakdown, so the stage costs are
 * estimates calibrated to published totals, to be replaced by fits.
 */
export const xenPv: PathModelInput = {
  name: 'xen-pv',
  description: 'Xen paravirtual network path: netfront, event channels, netback, grant map and grant copy',
  machine: {
    clock: 2.67e9,
    cores: {
      'guest-core': { socket: 'near' },
      'peer-core': { socket: 'near' },
      'side-core': { socket: 'near' },
      'far-core': { socket: 'far' },
    },
  },
  network: { rate: 10e9, roundTrip: 30e-6, mtu: 1500 },
  traffic: { kind: 'stream', message: 1448, window: 64, segmentation: 1, acknowledgementRatio: 0.5 },
  batch: 8,
  batchCap: 64,
  contexts: {
    [guestSends]: { footprintLines: 1000, touchedLinesPerUnit: 400, tlbPages: 40, perGuest: true },
    [guestReceives]: { footprintLines: 1000, touchedLinesPerUnit: 400, tlbPages: 40, perGuest: true },
    [driver]: { footprintLines: 1200, touchedLinesPerUnit: 500, tlbPages: 50 },
    [hypervisor]: { footprintLines: 250, touchedLinesPerUnit: 150, tlbPages: 10, runsInCaller: true },
  },
  stages: Object.fromEntries(rows.map(([id, stage]) => [id, stage])),
  topologies: {
    'inter-node-transmit': {
      description: 'guest to another machine, sending side',
      wire: true,
      reply: { topology: 'inter-node-receive', contexts: { [guestReceives]: guestSends } },
      stages: [
        'application-send',
        'tcp-transmit',
        'netfront-transmit',
        'netback-transmit',
        'grant-map',
        'bridge-transmit',
        'nic-transmit',
        'nic-receive-acknowledgement',
        'bridge-acknowledgement',
        'netback-acknowledgement',
        'grant-acknowledgement',
        'netfront-acknowledgement',
        'tcp-acknowledgement',
      ],
      links: [
        event('netfront-transmit', 'netback-transmit'),
        interrupt('nic-receive-acknowledgement', 'nic-transmit'),
        event('grant-acknowledgement', 'netfront-acknowledgement'),
      ],
    },
    'inter-node-receive': {
      description: 'another machine to the guest, receiving side',
      wire: true,
      reply: { topology: 'inter-node-transmit', contexts: { [guestSends]: guestReceives } },
      stages: [
        'nic-receive',
        'bridge-receive',
        'netback-receive',
        'grant-copy',
        'netfront-receive',
        'tcp-receive',
        'copy-to-user',
        'application-receive',
        'tcp-send-acknowledgement',
        'netfront-send-acknowledgement',
        'netback-send-acknowledgement',
        'grant-send-acknowledgement',
        'bridge-send-acknowledgement',
        'nic-send-acknowledgement',
      ],
      links: [
        interrupt('nic-receive'),
        event('grant-copy', 'netfront-receive'),
        event('netfront-send-acknowledgement', 'netback-send-acknowledgement'),
      ],
    },
    'inter-node': {
      description: 'guest to guest on two machines, both hosts end to end',
      wire: true,
      hosts: { sender: 'inter-node-transmit', receiver: 'inter-node-receive' },
    },
    'intra-node': {
      description: 'guest to guest inside one machine, through the driver domain',
      reply: {
        topology: 'intra-node',
        contexts: { [guestSends]: guestReceives, [guestReceives]: guestSends },
      },
      stages: [
        'application-send',
        'tcp-transmit',
        'netfront-transmit',
        'netback-transmit',
        'grant-map',
        'bridge-transmit',
        'netback-receive',
        'grant-copy',
        'netfront-receive',
        'tcp-receive',
        'copy-to-user',
        'application-receive',
        'tcp-send-acknowledgement',
        'netfront-send-acknowledgement',
        'netback-send-acknowledgement',
        'bridge-local-acknowledgement',
        'netback-acknowledgement',
        'grant-local-acknowledgement',
        'netfront-acknowledgement',
        'tcp-acknowledgement',
      ],
      links: [
        event('netfront-transmit', 'netback-transmit'),
        event('grant-copy', 'netfront-receive'),
        event('netfront-send-acknowledgement', 'netback-send-acknowledgement'),
        event('grant-local-acknowledgement', 'netfront-acknowledgement'),
      ],
    },
  },
  placements: {
    none: {
      description: "the driver domain shares the guest's core (inside one node: the receiving guest's)",
      assign: { [guestSends]: 'guest-core', [guestReceives]: 'guest-core', [driver]: 'guest-core' },
      topologies: { 'intra-node': { [guestSends]: 'peer-core' } },
    },
    'driver-domain': {
      description: 'the driver domain has a side-core under the same last-level cache',
      assign: { [guestSends]: 'guest-core', [guestReceives]: 'guest-core', [driver]: 'side-core' },
      topologies: { 'intra-node': { [guestSends]: 'peer-core' } },
    },
    'driver-domain-other-socket': {
      description: 'the driver domain has a side-core on another socket',
      assign: { [guestSends]: 'guest-core', [guestReceives]: 'guest-core', [driver]: 'far-core' },
      topologies: { 'intra-node': { [guestSends]: 'peer-core' } },
    },
  },
  parameters: Object.fromEntries([
    ...ranges,
    ...context(guestSends, 1000, 400, 40),
    ...context(guestReceives, 1000, 400, 40),
    ...context(driver, 1200, 500, 50),
    ...context(hypervisor, 250, 150, 10),
    [
      'batch',
      {
        low: 2,
        high: 32,
        source:
          'packets per event or interrupt; about 17 transmitting and 8 receiving can be derived from Willmann et al., HPCA 2007',
      },
    ],
    ['mechanisms.event-channel.sourceCycles', about(900, 0.4, 2, estimate)],
    ['mechanisms.event-channel.targetCycles', about(800, 0.4, 2, estimate)],
    [
      'mechanisms.event-channel.switchCycles',
      {
        low: 1000,
        high: 4000,
        source:
          'direct cost of a world switch about 2000 cycles: Landau, Ben-Yehuda and Gordon, SplitX, WIOV 2011',
      },
    ],
    [
      'mechanisms.event-channel.wakeCycles',
      { low: 500, high: 5000, source: 'inter-processor interrupt and wake-up; from memory, verify' },
    ],
    ['mechanisms.event-channel.wakeLatency', { low: 5e-7, high: 1e-5, source: estimate }],
    ['mechanisms.nic-interrupt.targetCycles', about(1500, 0.4, 2, estimate)],
    ['machine.latency.l2', { low: 10, high: 14, source: '7-cpu.com, Westmere; AnandTech for newer cores' }],
    ['machine.latency.llc', { low: 38, high: 50, source: '7-cpu.com, Westmere: 42 cycles' }],
    [
      'machine.latency.dram',
      { low: 180, high: 330, source: '7-cpu.com, Westmere: 42 cycles and 67 ns local' },
    ],
    [
      'machine.latency.peer',
      { low: 50, high: 150, source: 'modified line in a core of the same socket; from memory, verify' },
    ],
    [
      'machine.latency.remotePeer',
      { low: 200, high: 500, source: 'modified line in another socket; from memory, verify' },
    ],
    ['machine.tlbMissCycles', { low: 15, high: 60, source: estimate }],
    ['machine.memoryBandwidth', { low: 15e9, high: 32e9, source: 'three DDR3-1333 channels, 32 GB/s peak' }],
  ] satisfies [string, ParameterRange][]),
};
