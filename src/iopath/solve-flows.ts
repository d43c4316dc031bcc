import { type IterationLimits, iterationLimits } from '../queueing/networks/approximation';
import { mvaRecursion } from '../queueing/networks/mva-recursion';
import {
  proportionalState,
  type QueueModel,
  type QueueState,
  solveQueues,
} from '../queueing/networks/queue-core';
import { residualRecursion } from '../queueing/networks/residual-recursion';
import { asymptoticThroughput } from '../queueing/networks/single-class-bounds';

const { maxIterations } = iterationLimits({});
const finest = 1e-10;
/** Flows whose demands differ by less of a lap are one class: think time is what is left of far larger times. */
const sameWithin = 1e-9;
/** The same of flows that are one class already, which rounding would part and join again and again. */
const stillWithin = 1e-6;

/**
 * Throughput of every flow of a closed network of single-server centres.
 *
 * Flows with the same demands are one class with all their windows. One class of exponential work: exact mean value
 * analysis. Less variable work: the residual-service recursion, which overshoots above the knee, where the asymptotic
 * bound holds instead. Several classes: the fixed point of Bard and Schweitzer, whose cost does not grow with the
 * windows, with the same correction for what is left of the service in hand.
 */
export class FlowSolver {
  readonly throughput: Float64Array;
  /** Mean units at each centre, entry `centre * flows + flow`. */
  readonly queueLength: Float64Array;
  private readonly classOf: Int32Array;
  /** Of each class: a flow of it, and how many there are. */
  private readonly firsts: number[] = [];
  private readonly counts: number[] = [];
  /** Where the last solution of several classes stands, and the next one begins. */
  private state: QueueState | undefined;

  constructor(
    readonly demand: Float64Array,
    readonly flows: number,
    private readonly variation: number,
  ) {
    this.throughput = new Float64Array(flows);
    this.queueLength = new Float64Array(demand.length);
    this.classOf = Int32Array.from({ length: flows }, (_, f) => f);
  }

  /**
   * Solves for a window of each flow, handed over in turns. The results stand in `throughput` and `queueLength`.
   *
   * Where units overlap with themselves the think time may be below 0, never below minus all demands but the largest.
   * Many units are then no slower than one that goes after the other, at 1 / (Z + sum D).
   *
   * @param window may be a fraction, where all windows together are a whole number
   * @param tolerance of the queue lengths of several classes
   */
  solve(window: number, thinkTime: Float64Array, turn = 1, tolerance = finest): void {
    this.classify(thinkTime);
    const { classes } = this;
    if (classes === 1) this.solveOne(window * this.flows, thinkTime[0], turn);
    else
      this.solveSeveral(window, thinkTime, classes, {
        tolerance: Math.max(finest, tolerance),
        maxIterations,
      });
  }

  /** Classes of the last solution: several are approximated. */
  get classes(): number {
    return this.firsts.length;
  }

  private classify(thinkTime: Float64Array): void {
    const { flows, demand, classOf, firsts, counts } = this;
    firsts.length = 0;
    counts.length = 0;
    const before = classOf.slice();
    for (let f = 0; f < flows; f++) {
      let lap = Math.abs(thinkTime[f]);
      for (let at = f; at < demand.length; at += flows) lap += demand[at];
      let own = firsts.findIndex((first) => {
        const rounding = lap * (before[f] === before[first] ? stillWithin : sameWithin);
        if (Math.abs(thinkTime[f] - thinkTime[first]) > rounding) return false;
        for (let at = 0; at < demand.length; at += flows)
          if (Math.abs(demand[at + f] - demand[at + first]) > rounding) return false;
        return true;
      });
      if (own < 0) {
        own = firsts.length;
        firsts.push(f);
        counts.push(0);
      }
      classOf[f] = own;
      counts[own] += 1;
    }
  }

  private solveOne(customers: number, thinkTime: number, turn: number): void {
    const { demand, flows, variation } = this;
    const own = flows === 1 ? demand : demand.filter((_, at) => at % flows === 0);
    const queue = flows === 1 ? this.queueLength : new Float64Array(own.length);
    const population = Math.round(customers);
    let throughput = inTurns(own, population, thinkTime, variation, queue, turn);
    const bound = asymptoticThroughput(own, population, thinkTime).upper;
    if (variation !== 1 && throughput > bound) {
      throughput = bound;
      standAtCentres(queue, 1, 0, population - bound * thinkTime);
    }
    if (thinkTime < 0 && population > 0) {
      const lone = 1 / own.reduce((sum, one) => sum + one, thinkTime);
      if (throughput < lone) {
        throughput = lone;
        standAtCentres(queue, 1, 0, population - lone * thinkTime);
      }
    }
    this.throughput.fill(throughput / flows);
    if (flows > 1)
      for (let at = 0; at < demand.length; at++) this.queueLength[at] = queue[Math.floor(at / flows)] / flows;
  }

  private solveSeveral(
    window: number,
    thinkTime: Float64Array,
    classes: number,
    limits: IterationLimits,
  ): void {
    const { demand, flows, firsts, counts, classOf } = this;
    const centres = demand.length / flows;
    const model = {
      classCount: classes,
      stationCount: centres,
      demand: Float64Array.from(
        { length: centres * classes },
        (_, at) => demand[Math.floor(at / classes) * flows + firsts[at % classes]],
      ),
      servers: new Float64Array(centres).fill(1),
      thinkTime: Float64Array.from(firsts, (first) => thinkTime[first]),
    };
    const population = Float64Array.from(counts, (count) => count * window);
    const held = this.state?.throughput.length === classes ? this.state : undefined;
    const state = held ?? proportionalState(model, population);
    this.state = state;
    solveQueues(model, population, 'schweitzer', null, limits, state);
    if (this.variation !== 1) this.correct(model, population, state, limits);
    for (let f = 0; f < flows; f++) {
      const own = classOf[f];
      this.throughput[f] = state.throughput[own] / counts[own];
      for (let k = 0; k < centres; k++)
        this.queueLength[k * flows + f] = state.queue[k * classes + own] / counts[own];
    }
  }

  /** Less variable work: less is left of the service in hand. */
  private correct(
    model: QueueModel,
    population: Float64Array,
    state: QueueState,
    limits: IterationLimits,
  ): void {
    const { classCount, demand, thinkTime } = model;
    const correction = new Float64Array(demand.length);
    // The utilisation changes little with the correction: two rounds settle it.
    for (let round = 0; round < 2; round++) {
      for (let at = 0; at < demand.length; at += classCount)
        correction.fill(
          (-Math.min(1, loadAt(model, state, at)) * (1 - this.variation ** 2)) / 2,
          at,
          at + classCount,
        );
      solveQueues(model, population, 'schweitzer', correction, limits, state);
    }
    // The correction can overshoot where a centre is saturated: no centre does more than it can.
    let most = 1;
    for (let at = 0; at < demand.length; at += classCount) most = Math.max(most, loadAt(model, state, at));
    for (let r = 0; r < classCount; r++) {
      state.throughput[r] /= most;
      standAtCentres(state.queue, classCount, r, population[r] - state.throughput[r] * thinkTime[r]);
    }
  }
}

function loadAt({ classCount, demand }: QueueModel, { throughput }: QueueState, at: number): number {
  let load = 0;
  for (let r = 0; r < classCount; r++) load += throughput[r] * demand[at + r];
  return load;
}

/**
 * Units handed over in turns of so many stand still until the turn is over: of W units W / turn groups go round,
 * each of `turn` demands at every centre, so that X <= (W / turn) / (sum D + Z / turn).
 */
function inTurns(
  demand: Float64Array,
  population: number,
  thinkTime: number,
  variation: number,
  queue: Float64Array,
  turn: number,
): number {
  const throughput =
    variation === 1
      ? mvaRecursion(demand, population, thinkTime, queue)
      : residualRecursion(demand, population, thinkTime, variation, queue);
  if (turn === 1) return throughput;
  const total = demand.reduce((sum, one) => sum + one, 0);
  const bound = population / (turn * total + thinkTime);
  if (throughput <= bound) return throughput;
  standAtCentres(queue, 1, 0, population - bound * thinkTime);
  return bound;
}

/** Who is not in thought stands at the centres, in the proportions that an approximation gave. */
function standAtCentres(queue: Float64Array, flows: number, flow: number, left: number): void {
  let standing = 0;
  for (let at = flow; at < queue.length; at += flows) standing += queue[at];
  if (standing > 0)
    for (let at = flow; at < queue.length; at += flows) queue[at] *= Math.max(0, left) / standing;
}
