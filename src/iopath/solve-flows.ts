import { iterationLimits } from '../queueing/networks/approximation';
import { mvaRecursion } from '../queueing/networks/mva-recursion';
import { proportionalState, type QueueState, solveQueues } from '../queueing/networks/queue-core';

/** How the throughputs of the flows were found. */
export const flowMethods = { one: 'exact-mva', several: 'bard-schweitzer' } as const;

/**
 * Throughput of every flow of a closed network of single-server centres: one flow by exact mean value analysis,
 * several by the fixed point of Bard and Schweitzer, whose cost does not grow with the windows.
 */
export class FlowSolver {
  readonly throughput: Float64Array;
  /** Mean packets at each centre, entry `centre * flows + flow`. */
  readonly queueLength: Float64Array;
  private readonly state: QueueState | null;
  private readonly model;
  private windowBefore = 0;

  constructor(
    private readonly demand: Float64Array,
    private readonly flows: number,
  ) {
    const centres = demand.length / flows;
    this.throughput = new Float64Array(flows);
    this.queueLength = new Float64Array(demand.length);
    this.model = {
      classCount: flows,
      stationCount: centres,
      demand,
      servers: new Float64Array(centres).fill(1),
      thinkTime: new Float64Array(flows),
    };
    this.state = flows > 1 ? proportionalState(this.model, new Float64Array(flows).fill(1)) : null;
  }

  /** Solves for a window of each flow. The results stand in `throughput` and `queueLength`. */
  solve(window: number, thinkTime: Float64Array): void {
    if (this.flows === 1) {
      this.throughput[0] = mvaRecursion(this.demand, window, thinkTime[0], this.queueLength);
      return;
    }
    const state = this.state!;
    const population = new Float64Array(this.flows).fill(window);
    this.model.thinkTime.set(thinkTime);
    // Later calls go on from the last fixed point, which is near.
    if (window !== this.windowBefore) state.queue.set(proportionalState(this.model, population).queue);
    this.windowBefore = window;
    solveQueues(this.model, population, 'schweitzer', null, limits, state);
    this.throughput.set(state.throughput);
    this.queueLength.set(state.queue);
  }
}

const limits = iterationLimits({ tolerance: 1e-10 });
