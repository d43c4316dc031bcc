import type { PacketTraffic } from './charger';
import type { Network, Traffic } from './model';

/** Splits messages into packets of at most the largest payload, all alike. */
export function packetTraffic(traffic: Traffic, network: Network): PacketTraffic {
  const packetsPerMessage = Math.ceil(traffic.message / (network.mtu - network.headerBytes));
  return {
    payload: traffic.message / packetsPerMessage,
    packetsPerMessage,
    segmentation: traffic.segmentation,
    acknowledgementRatio: traffic.acknowledgementRatio,
  };
}
