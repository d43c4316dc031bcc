/**
 * Exact mean value analysis of one closed class over single-server stations, population 1 to `population`.
 * On return `queue` holds the mean queue lengths. Nothing is allocated and nothing is checked: for inner loops that
 * solve many small networks. `exactMva` is the function for everything else.
 *
 * R_k(n) = D_k (1 + Q_k(n-1)),  X(n) = n / (Z + sum R_k(n)),  Q_k(n) = X(n) R_k(n)
 *
 * @param demand demand per station, seconds
 * @param population customers, a whole number of 0 or more
 * @param thinkTime time outside the stations, delay stations included, seconds
 * @param queue receives the mean number at each station; as long as `demand`
 * @returns the throughput at the full population (0 for population 0, Infinity when nothing takes time)
 * @example
 * const queue = new Float64Array(2);
 * mvaRecursion(Float64Array.of(1, 2), 10, 0, queue); // 0.49975; queue is [0.995, 9.005]
 * @see Reiser and Lavenberg, J. ACM 27(2), 1980, pp. 313-322
 */
export function mvaRecursion(
  demand: Float64Array,
  population: number,
  thinkTime: number,
  queue: Float64Array,
): number {
  return mvaSteps(demand, demand, population, thinkTime, queue, null);
}

/** Populations below which looking for the limit costs more than it saves, and between two looks. */
const stepsBetweenLooks = 64;

/**
 * As `mvaRecursion`, for groups of alike stations: `demand` of one station and of all `together` (demand x copies);
 * `queue` receives the mean number at all stations of a group together, and `logConstant`, if given, the
 * logarithm of the normalising constant G(N) = 1 / (X(1) ... X(N)).
 */
export function mvaSteps(
  demand: Float64Array,
  together: Float64Array,
  population: number,
  thinkTime: number,
  queue: Float64Array,
  logConstant: Float64Array | null,
): number {
  const count = demand.length;
  queue.fill(0);
  const slowest = population > 2 * stepsBetweenLooks ? slowestStation(demand, together) : -1;
  let throughput = 0;
  let product = 1;
  let logProduct = 0;
  // `queue` holds the residence times R_k until the end: R_k(n) = D_k + D_k X(n-1) R_k(n-1)
  for (let n = 1; n <= population; n++) {
    let response = thinkTime;
    let others = 0;
    let k = 0;
    for (; k + 1 < count; k += 2) {
      const residence = together[k] + demand[k] * (throughput * queue[k]);
      const next = together[k + 1] + demand[k + 1] * (throughput * queue[k + 1]);
      queue[k] = residence;
      queue[k + 1] = next;
      response += residence;
      others += next;
    }
    if (k < count) {
      queue[k] = together[k] + demand[k] * (throughput * queue[k]);
      response += queue[k];
    }
    response += others;
    if (response === 0) return Number.POSITIVE_INFINITY;
    throughput = n / response;
    if (logConstant !== null) {
      product *= throughput;
      if (!(product > 1e-150 && product < 1e150)) {
        logProduct += Math.log(product / throughput) + Math.log(throughput);
        product = 1;
      }
    }
    if (
      n % stepsBetweenLooks === 0 &&
      slowest >= 0 &&
      hasSettled(demand, together, queue, throughput, slowest)
    ) {
      if (logConstant !== null)
        logConstant[0] = (population - n) * Math.log(demand[slowest]) - logProduct - Math.log(product);
      return settle(demand, together, population, thinkTime, queue, slowest);
    }
  }
  for (let k = 0; k < count; k++) queue[k] *= throughput;
  if (logConstant !== null) logConstant[0] = 0 - (logProduct + Math.log(product));
  return throughput;
}

/** The one station with the largest demand, or -1 when several share it. */
function slowestStation(demand: Float64Array, together: Float64Array): number {
  let slowest = 0;
  let ties = 0;
  for (let k = 1; k < demand.length; k++) {
    if (demand[k] > demand[slowest]) {
      slowest = k;
      ties = 0;
    } else if (demand[k] === demand[slowest]) ties++;
  }
  return demand.length > 0 && ties === 0 && together[slowest] === demand[slowest] && demand[slowest] > 0
    ? slowest
    : -1;
}

/**
 * True when the throughput is at its limit 1 / Dmax and the other queues at theirs, both to the last bits. Both grow
 * with the population and never pass the limit, so they stay there.
 */
function hasSettled(
  demand: Float64Array,
  together: Float64Array,
  residence: Float64Array,
  throughput: number,
  slowest: number,
): boolean {
  if (!(throughput * demand[slowest] >= 1 - 4e-16)) return false;
  for (let k = 0; k < demand.length; k++)
    if (
      k !== slowest &&
      throughput * residence[k] < (1 - 1e-15) * (together[k] / (demand[slowest] - demand[k]))
    )
      return false;
  return true;
}

/** The limit: the slowest station works without pause and holds everybody who is not elsewhere. */
function settle(
  demand: Float64Array,
  together: Float64Array,
  population: number,
  thinkTime: number,
  queue: Float64Array,
  slowest: number,
): number {
  const throughput = 1 / demand[slowest];
  let elsewhere = throughput * thinkTime;
  for (let k = 0; k < demand.length; k++) {
    if (k === slowest) continue;
    queue[k] = together[k] / (demand[slowest] - demand[k]);
    elsewhere += queue[k];
  }
  queue[slowest] = population - elsewhere;
  return throughput;
}
