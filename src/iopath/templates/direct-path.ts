import type { Mechanism } from '../model';
import type { PathModelInput } from '../path-model-input';
import { batchRange, bulkStream, coresForTwo, host, hostRanges, network } from './host';
import {
  type ContextRow,
  contextRanges,
  contextTable,
  mechanismRanges,
  type Ranges,
  type StageRow,
  stageRanges,
  stageTable,
} from './stage-rows';
import { threadWakeup, threadWakeupRanges } from './thread-wakeup';
import { fromDevice, link, topologiesOf } from './topologies';
import { cardStages, transportStages } from './transport-stages';

export const processSends = 'sending-process';
export const processReceives = 'receiving-process';
export const softirqSends = 'sending-softirq';
export const softirqReceives = 'receiving-softirq';

export interface DirectPath extends Pick<PathModelInput, 'name' | 'description' | 'placements'> {
  /** Own mechanisms; the card interrupts by `card-interrupt`. */
  readonly mechanisms: Readonly<Record<string, Partial<Mechanism>>>;
  readonly ranges: Ranges;
  /** Stages of its own. */
  readonly rows: readonly StageRow[];
  /** True when every guest has a kernel of its own, false when processes share one. */
  readonly perGuest: boolean;
  /** The buffer that the receiving process copies from. */
  readonly receivedBuffer: string;
  readonly local: Parameters<typeof topologiesOf>[0]['local'];
}

const interrupt = 'card-interrupt';
/** The receiving end, from the packet in the kernel to the acknowledgement on its way. */
export const receivedAndAnswered = [
  'tcp-receive',
  'copy-to-user',
  'application-receive',
  'tcp-send-acknowledgement',
];
export const wakeReader = link('thread-wakeup')('tcp-receive', 'copy-to-user');
export const acknowledgedBy = link(interrupt);

/** What the softirq of another core finds in the socket: lines that the sender wrote. */
const socket = { ringLinesPerUnit: 2 } as const;

/** The same where the card brings a packet that was sent here: lines of the socket and of the card's ring. */
export const cardInterrupt = { activates: true, ringLinesPerUnit: 2, ringLinesPerActivation: 1 } as const;

/**
 * A kernel with a card of its own: the process sends down to the card, interrupts of the card are served in softirq,
 * which wakes the process that receives. Native Linux, and a guest with a virtual function of the card.
 */
export function directPath(given: DirectPath): PathModelInput {
  const { name, description, placements, ranges, perGuest, receivedBuffer, local } = given;
  const contexts: readonly ContextRow[] = [
    [processSends, 600, 250, 30, { perGuest: true, taggedTlb: true }],
    [processReceives, 600, 250, 30, { perGuest: true, taggedTlb: true }],
    [softirqSends, 500, 200, 10, { perGuest, taggedTlb: true }],
    [softirqReceives, 500, 200, 10, { perGuest, taggedTlb: true }],
  ];
  const rows = [
    ...transportStages({
      sends: processSends,
      sendsProtocol: softirqSends,
      receives: processReceives,
      receivesProtocol: softirqReceives,
      receivedBuffer,
    }).map(movableProtocol),
    ...cardStages({
      transmits: processSends,
      receivesAcknowledgements: softirqSends,
      receives: softirqReceives,
      sendsAcknowledgements: processReceives,
    }),
    ...given.rows,
  ];
  const mechanisms = { 'thread-wakeup': threadWakeup, socket, ...given.mechanisms };
  return {
    name,
    description,
    machine: host(coresForTwo),
    network,
    traffic: bulkStream,
    batch: 8,
    batchCap: 64,
    contexts: contextTable(contexts),
    mechanisms,
    stages: stageTable(rows),
    topologies: topologiesOf({
      between: perGuest ? 'guest' : 'process',
      ends: { [processSends]: processReceives, [softirqSends]: softirqReceives },
      transmit: {
        description: 'to another machine, sending side',
        stages: [
          'application-send',
          'tcp-transmit',
          'nic-transmit',
          'nic-receive-acknowledgement',
          'tcp-acknowledgement',
        ],
        links: [
          fromDevice('nic-receive-acknowledgement', interrupt),
          link('socket')('tcp-transmit', 'tcp-acknowledgement'),
        ],
      },
      receive: {
        description: 'from another machine, receiving side',
        stages: ['nic-receive', 'receive-offload', ...receivedAndAnswered, 'nic-send-acknowledgement'],
        links: [fromDevice('nic-receive', interrupt), wakeReader],
      },
      local,
    }),
    placements,
    parameters: {
      ...stageRanges(rows),
      ...contextRanges(contexts),
      ...mechanismRanges({ call: {}, ...mechanisms }),
      ...threadWakeupRanges,
      ...batchRange,
      ...hostRanges,
      ...ranges,
    },
  };
}

/** What softirq does can be steered to another core today (RSS, RPS). */
function movableProtocol([id, stage, known]: StageRow): StageRow {
  const steered = stage.context === softirqSends || stage.context === softirqReceives;
  return [id, steered ? { ...stage, movable: 'yes' } : stage, known];
}
