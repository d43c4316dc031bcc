import type { Warning } from '../../common';

/** What one task does. */
export interface LayeredTaskResult {
  /** Calls served per second. */
  readonly throughput: number;
  /** Mean number of busy threads: throughput x serviceTime. */
  readonly busyThreads: number;
  /** Mean number of busy cores of its processor. */
  readonly busyProcessors: number;
  /** Time that a thread is held by a call, seconds: its own work and waiting, and the calls that it makes. */
  readonly serviceTime: number;
}

/** What one group of clients gets. */
export interface LayeredClientsResult {
  /** Passages per second. */
  readonly throughput: number;
  /** Time of a passage without thinking, seconds. */
  readonly responseTime: number;
  /** Mean number of users that do not think. */
  readonly queueLength: number;
}

/** What `layeredNetwork` answers. */
export interface LayeredSolution {
  readonly method: string;
  readonly exact: boolean;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  readonly clients: Readonly<Record<string, LayeredClientsResult>>;
  readonly tasks: Readonly<Record<string, LayeredTaskResult>>;
  readonly warnings: readonly Warning[];
}
