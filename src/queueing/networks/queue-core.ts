import type { IterationLimits } from './approximation';

/**
 * What an arriving customer of class r sees at station k, from the mean queue lengths Q at the full population n:
 *
 * - `schweitzer`: Q_k - Q_kr/n_r + c_kr
 * - `aggregate`: Q_k (n-1)/n + c_kr, n the customers of all classes
 * - `chow`: Q_k
 *
 * c is a correction that an outer method may supply.
 */
export type ArrivalRule = 'schweitzer' | 'aggregate' | 'chow';

/** Closed classes over single-server queues and delays; tables are station-major, entry `k * classCount + r`. */
export interface QueueModel {
  readonly classCount: number;
  readonly stationCount: number;
  readonly demand: Float64Array;
  /** Infinity at a delay station, else 1. */
  readonly servers: Float64Array;
  readonly thinkTime: Float64Array;
}

/** Mean queue lengths of one population; `residence` and `throughput` belong to them. */
export interface QueueState {
  readonly queue: Float64Array;
  readonly residence: Float64Array;
  readonly throughput: Float64Array;
  iterations: number;
  residual: number;
}

/** A first guess: customers stand at the stations and in thought in proportion to their demands. */
export function proportionalState(model: QueueModel, population: ArrayLike<number>): QueueState {
  const { classCount, stationCount, demand, thinkTime } = model;
  const queue = new Float64Array(classCount * stationCount);
  for (let r = 0; r < classCount; r++) {
    let total = thinkTime[r];
    for (let k = 0; k < stationCount; k++) total += demand[k * classCount + r];
    if (population[r] === 0 || total === 0) continue;
    for (let k = 0; k < stationCount; k++)
      queue[k * classCount + r] = (population[r] * demand[k * classCount + r]) / total;
  }
  return {
    queue,
    residence: new Float64Array(classCount * stationCount),
    throughput: new Float64Array(classCount),
    iterations: 0,
    residual: 0,
  };
}

/**
 * Successive substitution for the mean queue lengths of one population:
 *
 * R_kr = D_kr (1 + A_kr),  X_r = n_r / (Z_r + sum_k R_kr),  Q_kr = X_r R_kr
 *
 * with A by the arrival rule. Starts from `state.queue` and leaves the fixed point there. Nothing is allocated in
 * the loop. A class without customers adds nothing; its residence times are those of a lone visitor.
 *
 * @param correction entry `k * classCount + r`: added to what an arriving customer sees
 * @returns true when the largest relative change of a queue length is within the tolerance
 */
export function solveQueues(
  model: QueueModel,
  population: ArrayLike<number>,
  rule: ArrivalRule,
  correction: Float64Array | null,
  limits: IterationLimits,
  state: QueueState,
): boolean {
  const { classCount, stationCount, demand, servers, thinkTime } = model;
  const { queue, residence, throughput } = state;
  const own = rule === 'schweitzer' ? 1 : 0;
  const response = new Float64Array(classCount);
  let customers = 0;
  for (let r = 0; r < classCount; r++) customers += population[r];
  const weight = rule === 'aggregate' && customers > 0 ? (customers - 1) / customers : 1;

  for (let step = 1; ; step++) {
    response.set(thinkTime);
    for (let k = 0, at = 0; k < stationCount; k++) {
      const queues = servers[k] === 1;
      let total = 0;
      if (queues) for (let r = 0; r < classCount; r++) total += queue[at + r];
      for (let r = 0; r < classCount; r++, at++) {
        let time = demand[at];
        if (queues) {
          let seen = weight * total;
          if (population[r] > 0) seen -= (own * queue[at]) / population[r];
          if (correction !== null) seen += correction[at];
          if (seen > 0) time *= 1 + seen;
        }
        residence[at] = time;
        response[r] += time;
      }
    }
    for (let r = 0; r < classCount; r++) throughput[r] = population[r] > 0 ? population[r] / response[r] : 0;
    let change = 0;
    for (let k = 0, at = 0; k < stationCount; k++) {
      for (let r = 0; r < classCount; r++, at++) {
        const next = throughput[r] * residence[at];
        const moved = Math.abs(next - queue[at]);
        if (moved > change * next) change = moved / next;
        queue[at] = next;
      }
    }
    state.iterations = step;
    state.residual = change;
    if (change <= limits.tolerance) return true;
    if (step >= limits.maxIterations) return false;
  }
}
