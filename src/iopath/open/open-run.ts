import type { PathTraffic } from '../packet-traffic';

export interface OpenRun {
  readonly traffic: PathTraffic;
  /** Packets per second that each flow offers. */
  readonly arrivalRate: number;
  /** Default units per activation, or `solve`. */
  readonly batch: number | 'solve';
  /** Coefficient of variation of the work of one packet at a hop, 0 to 1. */
  readonly variation: number;
}
