import type { PathTraffic } from '../../iopath/packet-traffic';

export interface SimulationOptions {
  readonly traffic: PathTraffic;
  /** Units in flight of each flow. */
  readonly window: number;
  /** Packets per second that each flow offers; absent: the window circulates. */
  readonly arrivalRate?: number;
  /** True when the units of the window are transactions: requests and replies, of several packets maybe. */
  readonly exchange: boolean;
  /** Coefficient of variation of the work of one packet in one segment. */
  readonly variation: number;
  readonly seed: number;
  /** Packets that complete before measuring, and while measuring; under open load, that come. */
  readonly warmUp: number;
  readonly packets: number;
}

export interface SimulationRun {
  /** Packets per second; of transactions, transactions. */
  readonly packetRate: number;
  /** Share of packets lost at rings, and seconds that the others took; NaN where there were none. */
  readonly lossShare: number;
  readonly responseTime: number;
  /** Busy share of each core of the plan. */
  readonly utilization: number[];
  /** Units that came by links per run that a link began, entry per resident; NaN or Infinity where there was none. */
  readonly batch: number[];
}
