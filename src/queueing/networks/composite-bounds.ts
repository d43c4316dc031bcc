import { balancedJobRanges } from './balanced-job-bounds';
import { closedBounds, type NetworkBounds } from './bounds';
import { networkArrays, type QueueingNetwork } from './network';

/**
 * Composite bounds of a closed product-form network with several classes: the lower bounds are the balanced job ones,
 * and what the other classes are sure to use of a station is not there for this one:
 *
 * X_r <= min_k (1 - sum_{s != r} Xlower_s D_ks) / D_kr.
 *
 * The upper bound says nothing about light load; `networkBounds` combines it with the others.
 *
 * @returns throughput in passages per second, response time in seconds
 * @throws SidecoreError `unsupported` for open classes, several servers, load dependence, or disciplines without
 *   product form
 * @example
 * compositeBounds({
 *   classes: { a: { population: 10 }, b: { population: 10 } },
 *   stations: { cpu: { demand: { a: 10, b: 5 } }, disk: { demand: { a: 7, b: 2 } } },
 * }).classes.a.throughput; // { lower: 0.0483, upper: 0.0510 }
 * @see Kerola, The composite bound method for computing throughput bounds in multiple class environments,
 *   Performance Evaluation 6(1), 1986, pp. 1-9
 */
export function compositeBounds(network: QueueingNetwork): NetworkBounds {
  const arrays = networkArrays(network);
  const balanced = balancedJobRanges(arrays, 'compositeBounds');
  const { classCount, stationCount, demand, servers, population } = arrays;
  const ranges = balanced.map(({ lower, upper: light }, r) => {
    if (population[r] === 0) return { lower: 0, upper: 0 };
    let upper = Number.POSITIVE_INFINITY;
    for (let k = 0; k < stationCount; k++) {
      const own = demand[k * classCount + r];
      if (own === 0 || servers[k] !== 1) continue;
      let left = 1;
      for (let s = 0; s < classCount; s++)
        if (s !== r) left -= balanced[s].lower * demand[k * classCount + s];
      upper = Math.min(upper, left / own);
    }
    return { lower, upper: Number.isFinite(upper) ? upper : light };
  });
  return closedBounds(arrays, 'composite', ranges);
}
