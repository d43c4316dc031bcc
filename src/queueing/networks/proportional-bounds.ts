import { closedBounds, type NetworkBounds, singleClass } from './bounds';
import { networkArrays, type QueueingNetwork } from './network';
import { proportionalThroughput } from './single-class-bounds';

/**
 * Proportional bounds of one closed class over single-server queues and delays, tighter than the balanced job bounds
 * without think time: queue lengths are at least and at most proportional to powers of the demands.
 *
 * N / (D + Z + (N-1) sum D^N / sum D^(N-1)) <= X <= min(1/Dmax, N / (D + Z + (N-1 - Z/Dmax) sum D^2 / D)), delays
 * counted as think time. With much think time and few customers the upper bound is above N/(D+Z);
 * `networkBounds` takes the best of all.
 *
 * @returns throughput in passages per second, response time in seconds
 * @throws SidecoreError `unsupported` for several or open classes, several servers or load dependence
 * @example
 * proportionalBounds({
 *   classes: { job: { population: 5 } },
 *   stations: { a: { demand: 0.1 }, b: { demand: 0.1 }, c: { demand: 0.09 }, d: { demand: 0.08 } },
 * }).classes.job.throughput; // { lower: 6.66, upper: 6.7297 } (Casale, Muntz and Serazzi 2008, table IV)
 * @see Hsieh and Lam, Two classes of performance bounds for closed queueing networks, Performance Evaluation 7(1),
 *   1987, pp. 3-30
 */
export function proportionalBounds(network: QueueingNetwork): NetworkBounds {
  const arrays = networkArrays(network);
  const { demand, population, thinkTime } = singleClass(arrays, 'proportionalBounds');
  return closedBounds(arrays, 'proportional', [proportionalThroughput(demand, population, thinkTime)]);
}
