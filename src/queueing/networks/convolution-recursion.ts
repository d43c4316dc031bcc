/**
 * Throughput of one closed class over single-server stations for every population 1 to `population`, by Buzen's
 * convolution; think time 0. Nothing is checked: for inner loops that solve many networks. `exactConvolution` and
 * `closedCurve` are the functions for everything else.
 *
 * G_k(n) = G_(k-1)(n) + D_k G_k(n-1),  X(n) = G(n-1) / G(n)
 *
 * Demands are divided by the largest, so the constants grow like C(n + K - 1, n) at most; where even that
 * overflows, mean value analysis takes over. Four populations are computed at a time: the additions of one wait while
 * those of the others go on.
 *
 * @param demand demand per station, seconds
 * @param population customers, a whole number of 0 or more
 * @param throughput receives X(1), X(2), ...; at least `population` long
 * @returns the throughput at the full population (0 for population 0, Infinity when nothing takes time)
 * @example
 * const throughput = new Float64Array(10);
 * convolutionRecursion(Float64Array.of(1, 2), 10, throughput); // 0.49976; throughput[0] is 1/3
 * @see Buzen, Comm. ACM 16(9), 1973, pp. 527-531
 */
export function convolutionRecursion(
  demand: Float64Array,
  population: number,
  throughput: Float64Array,
): number {
  const count = demand.length;
  let largest = 0;
  for (let k = 0; k < count; k++) if (demand[k] > largest) largest = demand[k];
  if (largest === 0) {
    throughput.fill(Number.POSITIVE_INFINITY, 0, population);
    return population > 0 ? Number.POSITIVE_INFINITY : 0;
  }
  const share = new Float64Array(count);
  for (let k = 0; k < count; k++) share[k] = demand[k] / largest;
  // constants of the stations up to k, at the last population computed
  const constants = new Float64Array(count).fill(smallest);
  const most = 1 / largest;
  let before = smallest;
  let n = 0;
  for (; n + 4 <= population; n += 4) {
    let first = 0;
    let second = 0;
    let third = 0;
    let fourth = 0;
    for (let k = 0; k < count; k++) {
      const d = share[k];
      first += d * constants[k];
      second += d * first;
      third += d * second;
      fourth += d * third;
      constants[k] = fourth;
    }
    throughput[n] = (most * before) / first;
    throughput[n + 1] = (most * first) / second;
    throughput[n + 2] = (most * second) / third;
    throughput[n + 3] = (most * third) / fourth;
    before = fourth;
    if (fourth > greatest) return byMeanValues(demand, population, throughput);
  }
  for (; n < population; n++) {
    let sum = 0;
    for (let k = 0; k < count; k++) {
      sum += share[k] * constants[k];
      constants[k] = sum;
    }
    throughput[n] = (most * before) / sum;
    before = sum;
  }
  return population > 0 ? throughput[population - 1] : 0;
}

/** The first constant, and the one after which the next four might overflow. */
const smallest = 1e-280;
const greatest = 1e250;

function byMeanValues(demand: Float64Array, population: number, throughput: Float64Array): number {
  const queue = new Float64Array(demand.length);
  for (let n = 0; n < population; n++) {
    let response = 0;
    for (let k = 0; k < demand.length; k++) {
      queue[k] = demand[k] * (1 + queue[k]);
      response += queue[k];
    }
    throughput[n] = (n + 1) / response;
    for (let k = 0; k < demand.length; k++) queue[k] *= throughput[n];
  }
  return throughput[population - 1];
}
