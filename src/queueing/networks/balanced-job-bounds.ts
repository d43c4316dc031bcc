import { requireClosed, requireConstantRates } from './approximation';
import { closedBounds, demandOf, type NetworkBounds, requireProductForm } from './bounds';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { balancedJobThroughput, type Range } from './single-class-bounds';

/**
 * Balanced job bounds of a closed product-form network of single-server queues and delays: the network lies between
 * balanced ones.
 *
 * One class, with D the sum, Dmax the largest and Davg the mean of the queueing demands, delays counted as think time:
 * N / (D + Z + (N-1) Dmax / (1 + Z/(N D))) <= X <= min(1/Dmax, N / (D + Z + (N-1) Davg / (1 + Z/D))).
 *
 * Several classes, N customers in all over K queueing stations:
 * N_r / (Z_r + D_r + (N-1) Dmax_r) <= X_r <= min(1/Dmax_r, N_r / (Z_r + D_r), N_r / ((K + N - 1) Dmin_r)), the last
 * term only where no class thinks or visits a delay.
 *
 * @returns throughput in passages per second, response time in seconds
 * @throws SidecoreError `unsupported` for open classes, several servers, load dependence, or disciplines without
 *   product form
 * @example
 * balancedJobBounds({
 *   classes: { job: { population: 20, thinkTime: 18 } },
 *   stations: { disk: { demand: 3 } },
 * }).classes.job.throughput; // { lower: 0.3084, upper: 0.3333 }
 * @see Zahorjan, Sevcik, Eager and Galler, Comm. ACM 25(2), 1982, pp. 134-141; Lazowska et al. 1984, section 5.4
 */
export function balancedJobBounds(network: QueueingNetwork): NetworkBounds {
  const arrays = networkArrays(network);
  return closedBounds(arrays, 'balanced-job', balancedJobRanges(arrays, 'balancedJobBounds'));
}

/** Balanced job bounds on the throughput of each class. */
export function balancedJobRanges(network: NetworkArrays, method: string): Range[] {
  requireClosed(network, method);
  requireConstantRates(network, method);
  requireProductForm(network, method);
  const { classCount, population } = network;
  const demands = Array.from({ length: classCount }, (_, r) => demandOf(network, r));
  if (classCount === 1)
    return [
      balancedJobThroughput(demands[0].queueing, population[0], network.thinkTime[0] + demands[0].delay),
    ];
  const customers = population.reduce((sum, own) => sum + own, 0);
  const always = demands.every(
    ({ delay }, r) => population[r] === 0 || (delay === 0 && network.thinkTime[r] === 0),
  );
  return demands.map(({ queueing, delay }, r) => {
    if (population[r] === 0) return { lower: 0, upper: 0 };
    const thinkTime = network.thinkTime[r] + delay;
    const total = queueing.reduce((sum, demand) => sum + demand, 0);
    const largest = Math.max(0, ...queueing);
    const smallest = queueing.length === 0 ? 0 : Math.min(...queueing);
    const balanced = always
      ? population[r] / ((queueing.length + customers - 1) * smallest)
      : Number.POSITIVE_INFINITY;
    return {
      lower: population[r] / (thinkTime + total + (customers - 1) * largest),
      upper: Math.min(1 / largest, population[r] / (thinkTime + total), balanced),
    };
  });
}
