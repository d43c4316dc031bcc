import type { PathTraffic } from '../../iopath/packet-traffic';

export interface SimulationOptions {
  readonly traffic: PathTraffic;
  /** Units in flight of each flow. */
  readonly window: number;
  /** Packets per second that each flow offers; absent: the window circulates. */
  readonly arrivalRate?: number;
  /** Most packets of one run of a worker before it lets others on its core go first. */
  readonly batchCap: number;
  /** Coefficient of variation of the work of one packet in one segment. */
  readonly variation: number;
  readonly seed: number;
  /** Packets that complete before measuring, and while measuring; under open load, that come. */
  readonly warmUp: number;
  readonly packets: number;
}

export interface SimulationRun {
  /** Packets per second. */
  readonly packetRate: number;
  /** Share of packets lost at rings, and seconds that the others took; NaN where there were none. */
  readonly lossShare: number;
  readonly responseTime: number;
  /** Busy share of each core of the plan. */
  readonly utilization: number[];
  /** Passes per run of each worker, entry per resident; NaN where it never ran. */
  readonly batch: number[];
}
