import { iterationLimits } from '../queueing/networks/approximation';
import { mvaRecursion } from '../queueing/networks/mva-recursion';
import { proportionalState, type QueueState, solveQueues } from '../queueing/networks/queue-core';
import { residualRecursion } from '../queueing/networks/residual-recursion';
import { asymptoticThroughput } from '../queueing/networks/single-class-bounds';

const limits = iterationLimits({ tolerance: 1e-10 });

/**
 * Throughput of every flow of a closed network of single-server centres.
 *
 * One flow of exponential work: exact mean value analysis. Less variable work: the residual-service recursion, which
 * overshoots above the knee, where the asymptotic bound holds instead. Several flows: the fixed point of Bard and
 * Schweitzer, whose cost does not grow with the windows, with the same correction for what is left of the service in
 * hand.
 */
export class FlowSolver {
  readonly throughput: Float64Array;
  /** Mean units at each centre, entry `centre * flows + flow`. */
  readonly queueLength: Float64Array;
  private readonly state: QueueState | null;
  private readonly correction: Float64Array | null;
  private readonly model;

  constructor(
    readonly demand: Float64Array,
    readonly flows: number,
    private readonly variation: number,
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
    this.correction = flows > 1 && variation !== 1 ? new Float64Array(demand.length) : null;
  }

  /** Solves for a window of each flow, handed over in turns. The results stand in `throughput` and `queueLength`. */
  solve(window: number, thinkTime: Float64Array, turn = 1): void {
    if (this.flows === 1) this.throughput[0] = this.inTurns(window, thinkTime[0], turn);
    else this.solveSeveral(window, thinkTime);
  }

  /**
   * Units handed over in turns of so many stand still until the turn is over: of W units W / turn groups go round,
   * each of `turn` demands at every centre, so that X <= (W / turn) / (sum D + Z / turn).
   */
  private inTurns(window: number, thinkTime: number, turn: number): number {
    const throughput = this.solveOne(window, thinkTime);
    if (turn === 1) return throughput;
    const total = this.demand.reduce((sum, demand) => sum + demand, 0);
    const bound = window / (turn * total + thinkTime);
    if (throughput <= bound) return throughput;
    standAtCentres(this.queueLength, 1, 0, window - bound * thinkTime);
    return bound;
  }

  private solveOne(window: number, thinkTime: number): number {
    const { demand, queueLength, variation } = this;
    if (variation === 1) return mvaRecursion(demand, window, thinkTime, queueLength);
    const bound = asymptoticThroughput(demand, window, thinkTime).upper;
    const throughput = residualRecursion(demand, window, thinkTime, variation, queueLength);
    if (!(throughput > bound)) return throughput;
    standAtCentres(queueLength, 1, 0, window - bound * thinkTime);
    return bound;
  }

  private solveSeveral(window: number, thinkTime: Float64Array): void {
    const { model, demand, flows, correction } = this;
    const state = this.state!;
    const population = new Float64Array(flows).fill(window);
    model.thinkTime.set(thinkTime);
    state.queue.set(proportionalState(model, population).queue);
    solveQueues(model, population, 'schweitzer', null, limits, state);
    if (correction !== null) {
      // The utilisation changes little with the correction: two rounds settle it.
      for (let round = 0; round < 2; round++) {
        for (let k = 0; k * flows < demand.length; k++) {
          let load = 0;
          for (let f = 0; f < flows; f++) load += state.throughput[f] * demand[k * flows + f];
          correction.fill((-Math.min(1, load) * (1 - this.variation ** 2)) / 2, k * flows, (k + 1) * flows);
        }
        solveQueues(model, population, 'schweitzer', correction, limits, state);
      }
      this.keepWithinCapacity();
      for (let f = 0; f < flows; f++)
        standAtCentres(state.queue, flows, f, window - state.throughput[f] * thinkTime[f]);
    }
    this.throughput.set(state.throughput);
    this.queueLength.set(state.queue);
  }

  /** The correction can overshoot where a centre is saturated: no centre does more than it can. */
  private keepWithinCapacity(): void {
    const { demand, flows } = this;
    const { throughput } = this.state!;
    let most = 1;
    for (let k = 0; k * flows < demand.length; k++) {
      let load = 0;
      for (let f = 0; f < flows; f++) load += throughput[f] * demand[k * flows + f];
      most = Math.max(most, load);
    }
    for (let f = 0; f < flows; f++) throughput[f] /= most;
  }
}

/** Who is not in thought stands at the centres, in the proportions that an approximation gave. */
function standAtCentres(queue: Float64Array, flows: number, flow: number, left: number): void {
  let standing = 0;
  for (let at = flow; at < queue.length; at += flows) standing += queue[at];
  if (standing > 0)
    for (let at = flow; at < queue.length; at += flows) queue[at] *= Math.max(0, left) / standing;
}
