import type { StageRow } from './stage-rows';

const stack = { movable: 'code-change', per: 'segment' } as const;
const stackAcknowledgement = { movable: 'code-change', per: 'acknowledgement' } as const;

/** Where the two ends of a connection run. */
export interface TransportContexts {
  readonly sends: string;
  /** Handles acknowledgements that come in; default: `sends`. */
  readonly sendsProtocol?: string;
  readonly receives: string;
  /** Handles packets that come in; default: `receives`. */
  readonly receivesProtocol?: string;
  /** The buffer that the receiving end copies from. */
  readonly receivedBuffer: string;
}

/**
 * Application and TCP/IP of both ends, the same on every path. With segmentation and receive offload the protocol
 * works per segment, the application per message; copies go by bytes.
 */
export function transportStages({
  sends,
  sendsProtocol = sends,
  receives,
  receivesProtocol = receives,
  receivedBuffer,
}: TransportContexts): StageRow[] {
  return [
    [
      'application-send',
      { context: sends, cycles: 300, per: 'message', movable: 'no', application: true },
      { cycles: [100, 2000] },
    ],
    [
      'tcp-transmit',
      {
        context: sends,
        cycles: 1900,
        cyclesPerByte: 0.25,
        metadataLines: 8,
        streams: ['application-data'],
        writes: ['packet'],
        ...stack,
      },
      { cycles: [1000, 3500], cyclesPerByte: [0.1, 0.5] },
    ],
    [
      'tcp-acknowledgement',
      { context: sendsProtocol, cycles: 700, metadataLines: 3, ...stackAcknowledgement },
      { cycles: [350, 1400] },
    ],
    [
      'tcp-receive',
      { context: receivesProtocol, cycles: 1900, metadataLines: 7, ...stack },
      { cycles: [1200, 3500] },
    ],
    [
      'copy-to-user',
      {
        context: receives,
        cycles: 150,
        cyclesPerByte: 0.25,
        metadataLines: 1,
        reads: [receivedBuffer],
        writes: ['user-buffer'],
        ...stack,
      },
      { cycles: [75, 300], cyclesPerByte: [0.1, 0.6] },
    ],
    [
      'application-receive',
      { context: receives, cycles: 300, per: 'message', movable: 'no', application: true },
      { cycles: [100, 2000] },
    ],
    [
      'tcp-send-acknowledgement',
      { context: receives, cycles: 700, metadataLines: 3, ...stackAcknowledgement },
      { cycles: [350, 1400] },
    ],
  ];
}

/**
 * The driver of a network card. Packets go out as segments where the card cuts them. Of each packet that comes in the
 * driver takes the descriptor, refills the ring and joins it to its segment (GRO, LRO); for each segment it makes a
 * socket buffer and hands it to the stack. Without offload a packet costs both.
 */
export function cardStages(contexts: {
  readonly transmits: string;
  readonly receivesAcknowledgements: string;
  readonly receives: string;
  readonly sendsAcknowledgements: string;
}): StageRow[] {
  const acknowledgement = { per: 'acknowledgement' } as const;
  return [
    [
      'nic-transmit',
      { context: contexts.transmits, cycles: 1000, metadataLines: 5, per: 'segment' },
      { cycles: [400, 2000] },
    ],
    [
      'nic-receive-acknowledgement',
      { context: contexts.receivesAcknowledgements, cycles: 1000, metadataLines: 5, ...acknowledgement },
      { cycles: [400, 2000] },
    ],
    ['nic-receive', { context: contexts.receives, cycles: 450, metadataLines: 3 }, { cycles: [150, 900] }],
    [
      'receive-offload',
      { context: contexts.receives, cycles: 800, metadataLines: 4, per: 'segment' },
      { cycles: [250, 1400] },
    ],
    [
      'nic-send-acknowledgement',
      { context: contexts.sendsAcknowledgements, cycles: 800, metadataLines: 4, ...acknowledgement },
      { cycles: [400, 1600] },
    ],
  ];
}
