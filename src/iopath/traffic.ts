/** The link between hosts, and what lies outside of cores. */
export interface Network {
  /** Bits per second. */
  readonly rate: number;
  /** Seconds per packet cycle that no core, bus or wire centre accounts for. */
  readonly roundTrip: number;
  /** Largest network-layer packet, bytes. */
  readonly mtu: number;
  /** Bytes of network and transport headers inside the MTU. */
  readonly headerBytes: number;
  /** Bytes of link-layer framing per packet outside the MTU: Ethernet header, checksum, preamble, gap. */
  readonly framingBytes: number;
}

export const trafficKinds = ['stream', 'request-response', 'bidirectional', 'open'] as const;
export type TrafficKind = (typeof trafficKinds)[number];

/** What is sent. */
export interface Traffic {
  /**
   * `stream`: packets one way, acknowledgements back. `request-response`: a message there and a reply back, one
   * transaction the reference unit instead of a packet. `bidirectional`: a stream each way. `open`: packets one way
   * that come whether or not the path keeps up, and that nothing acknowledges.
   */
  readonly kind: TrafficKind;
  /** Bytes that the application writes at once. */
  readonly message: number;
  /** Bytes of the response to a request. */
  readonly reply: number;
  /** Packets in flight of each flow; of request-response, transactions. */
  readonly window: number;
  /** Packets per second that each flow of `open` traffic offers, as a Poisson process. */
  readonly arrivalRate: number;
  /** Packets per unit of a `segment` stage (segmentation or receive offload). */
  readonly segmentation: number;
  /** Acknowledgements per packet of a stream; there is at most one for each segment. */
  readonly acknowledgementRatio: number;
  /** Cycles that the application computes per message, at its own stages. */
  readonly applicationCycles: number;
  /**
   * Coefficient of variation of the work that one packet is to a centre: 1 (default) takes it as exponential, which
   * is the lower end of the bracket; 0 as always the same.
   */
  readonly variation: number;
  /** Guests that each have such a flow. */
  readonly guests: number;
  /** Queues of each guest: flows side by side that may be served by cores of their own. */
  readonly queues: number;
}
