import { oneOf, onlyFields, plainObject } from '../../common';
import { closedBounds, type NetworkBounds, singleClass } from './bounds';
import { networkArrays, type QueueingNetwork } from './network';
import { asymptoticThroughput, type Range } from './single-class-bounds';

/** What `geometricBounds` is asked. */
export interface GeometricBoundsOptions {
  /**
   * The throughput bounds that the queue length bounds start from: `proportional` (the paper's choice, tighter) or
   * `asymptotic`. Default `proportional`.
   */
  readonly startFrom?: 'proportional' | 'asymptotic';
}

interface Loads {
  readonly demand: Float64Array;
  readonly thinkTime: number;
  readonly total: number;
  readonly largest: number;
  /** Stations that have the largest demand. */
  readonly bottlenecks: number;
}

/**
 * Geometric bounds of one closed class over single-server queues and delays: the queue of a station that is not the
 * bottleneck lies between those of geometric distributions with ratios y = D N/(Z + D_tot + Dmax N) and Y = D X+,
 * which bounds the throughput closely at every population and at a cost that does not grow with it.
 *
 * Q-(y) = y (1 - y^N)/(1 - y); with b = Z + D_tot + (N-1) Dmax - sum (Dmax - D_k) Q_k(N-1),
 * X- = 2N / (b + sqrt(b^2 - 4 Z Dmax (N-1))) from the lower queues, and X+ = 2N / (b + sqrt(b^2 - 4 Z Dmax N)) from
 * the upper ones; without think time both are N/b. The bottlenecks share what the others leave. A lower queue
 * bound below 0 or an upper throughput above N/(D+Z) says nothing; `networkBounds` takes the best of all.
 *
 * @returns throughput in passages per second, response time in seconds, and bounds on the queue lengths
 * @throws SidecoreError `unsupported` for several or open classes, several servers or load dependence
 * @example
 * geometricBounds({
 *   classes: { job: { population: 10 } },
 *   stations: { a: { demand: 0.1 }, b: { demand: 0.1 }, c: { demand: 0.09 }, d: { demand: 0.08 } },
 * }).classes.job.throughput; // { lower: 8.1521, upper: 8.269 } (table IV of the paper)
 * @see Casale, Muntz and Serazzi, Geometric bounds: a noniterative analysis technique for closed queueing networks,
 *   IEEE Trans. Computers 57(6), 2008, pp. 780-794, equations (8) and (13)
 */
export function geometricBounds(
  network: QueueingNetwork,
  options: GeometricBoundsOptions = {},
): NetworkBounds {
  plainObject(options, 'options');
  onlyFields(options, ['startFrom'], 'options');
  const start = oneOf(
    options.startFrom ?? 'proportional',
    ['proportional', 'asymptotic'] as const,
    'options.startFrom',
  );
  const arrays = networkArrays(network);
  const { demand, thinkTime, population } = singleClass(arrays, 'geometricBounds');
  const total = demand.reduce((sum, own) => sum + own, 0);
  const largest = demand.reduce((most, own) => Math.max(most, own), 0);
  const bottlenecks = demand.reduce((count, own) => count + (own === largest ? 1 : 0), 0);
  const loads: Loads = { demand, thinkTime, total, largest, bottlenecks };

  const full = asymptoticThroughput(demand, population, thinkTime);
  const startAt = (customers: number) => ({
    lower: full.lower,
    upper: start === 'asymptotic' ? full.upper : proportionalUpper(loads, customers),
  });
  const queues = queueBounds(loads, population, startAt(population));
  let at = 0;
  const stations = Object.fromEntries(
    arrays.stationNames.map((name, k) => [
      name,
      { queueLength: arrays.servers[k] === 1 ? queues[at++] : delayQueue(arrays.demand[k], full) },
    ]),
  );
  const range =
    population === 0 || total === 0
      ? full
      : throughputBounds(loads, population, queueBounds(loads, population - 1, startAt(population - 1)));
  return closedBounds(arrays, 'geometric', [range], stations);
}

function delayQueue(demand: number, throughput: Range): Range {
  return { lower: demand * throughput.lower, upper: demand * throughput.upper };
}

/** min(1/Dmax, N / (Z + D + (N-1 - Z X0(N-1)) sum D^2/D)), X0 the asymptotic upper bound. */
function proportionalUpper({ demand, thinkTime, total, largest }: Loads, population: number): number {
  if (population <= 0 || total === 0) return 0;
  const before = asymptoticThroughput(demand, population - 1, thinkTime).upper;
  const mean = demand.reduce((sum, own) => sum + (own / total) * own, 0);
  return Math.min(
    1 / largest,
    population / (thinkTime + total + mean * (population - 1 - thinkTime * before)),
  );
}

/** y + y^2 + ... + y^n, without cancellation near y = 1. */
function geometricSum(y: number, n: number): number {
  if (y <= 0) return 0;
  if (y >= 1) return n;
  return (-y * Math.expm1(n * Math.log(y))) / (1 - y);
}

function queueBounds(loads: Loads, population: number, throughput: Range): Range[] {
  const { demand, thinkTime, total, largest, bottlenecks } = loads;
  let lowerOfOthers = 0;
  let upperOfOthers = 0;
  const ranges = Array.from(demand, (own) => {
    if (own === largest) return null;
    const lower = geometricSum((own * population) / (thinkTime + total + largest * population), population);
    const upper = geometricSum(own * throughput.upper, population);
    lowerOfOthers += lower;
    upperOfOthers += upper;
    return { lower, upper };
  });
  const share = {
    lower: (population - thinkTime * throughput.upper - upperOfOthers) / bottlenecks,
    upper: (population - thinkTime * throughput.lower - lowerOfOthers) / bottlenecks,
  };
  return ranges.map((range) => range ?? share);
}

function throughputBounds(loads: Loads, population: number, queuesBefore: readonly Range[]): Range {
  const { demand, thinkTime, total, largest } = loads;
  let lower = thinkTime + total + largest * (population - 1);
  let upper = lower;
  queuesBefore.forEach((range, k) => {
    if (demand[k] === largest) return;
    lower -= (largest - demand[k]) * range.lower;
    upper -= (largest - demand[k]) * range.upper;
  });
  const root = (b: number, customers: number) =>
    b + Math.sqrt(Math.max(0, b * b - 4 * thinkTime * largest * customers));
  return {
    lower: (2 * population) / root(lower, population - 1),
    upper: (2 * population) / root(upper, population),
  };
}
