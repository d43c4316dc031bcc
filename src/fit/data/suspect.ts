import type { Observation } from '../observation';

/** What can be wrong with a measurement that was read; docs/observations.md explains each. */
export type SuspectCode =
  | 'all-zero-counter'
  | 'clock-varies'
  | 'constant-metric'
  | 'contradictory-replicates'
  | 'counter-scope'
  | 'possible-duplicate'
  | 'unit-slip'
  | 'utilization-above-100';

export interface Suspect {
  readonly code: SuspectCode;
  readonly observation: Observation;
  readonly message: string;
}
