import type { Network, Traffic } from './model';

/** Traffic of one way in the terms of the reference unit: a packet, or of request-response a transaction. */
export interface PacketTraffic {
  /** Payload bytes per packet. */
  readonly payload: number;
  /** Packets per message. */
  readonly packetsPerMessage: number;
  /** Packets per reference unit. */
  readonly packets: number;
  /** Packets per segment. */
  readonly segmentation: number;
  /** Acknowledgements per packet. */
  readonly acknowledgementRatio: number;
  /** Cycles that the application computes per message. */
  readonly applicationCycles: number;
}

/** The way there and the way back. */
export interface PathTraffic {
  readonly there: PacketTraffic;
  readonly back: PacketTraffic;
  /** Reference units in flight of each flow. */
  readonly window: number;
}

/**
 * Splits messages into packets of at most the largest payload, all alike. The segments of a stream are full, however
 * small its messages; those of request-response end with the message. The receiver acknowledges a segment once at most,
 * and the replies of request-response carry the acknowledgements, so that none goes alone. Open traffic is datagrams,
 * which nothing acknowledges.
 */
export function pathTraffic(traffic: Traffic, network: Network): PathTraffic {
  const exchange = traffic.kind === 'request-response';
  const acknowledged = !exchange && traffic.kind !== 'open';
  const way = (message: number): PacketTraffic => {
    const packetsPerMessage = Math.ceil(message / (network.mtu - network.headerBytes));
    return {
      payload: message / packetsPerMessage,
      packetsPerMessage,
      packets: exchange ? packetsPerMessage : 1,
      segmentation: exchange
        ? packetsPerMessage / Math.ceil(packetsPerMessage / traffic.segmentation)
        : traffic.segmentation,
      acknowledgementRatio: acknowledged
        ? Math.min(traffic.acknowledgementRatio, 1 / traffic.segmentation)
        : 0,
      applicationCycles: traffic.applicationCycles,
    };
  };
  return {
    there: way(traffic.message),
    back: way(exchange ? traffic.reply : traffic.message),
    window: traffic.window,
  };
}
