/** Moments of the number at a station alone under Poisson arrivals: what `factorMoments` finds. */
export interface FactorMoments {
  /** Natural logarithm of sum_j load^j / (mu(1) ... mu(j)). */
  readonly logSum: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * Moments of the distribution proportional to load^j / (mu(1) ... mu(j)), j = 0, 1, ...; the tail beyond the last rate
 * is summed in closed form, and the terms are rescaled as they grow.
 */
export function factorMoments(rates: Float64Array, load: number): FactorMoments {
  const length = rates.length;
  let term = 1;
  let scale = 0;
  let sum = 0;
  let first = 0;
  let second = 0;
  for (let j = 0; j < length - 1; j++) {
    sum += term;
    first += j * term;
    second += j * j * term;
    term *= load / rates[j];
    if (term > 1e200) {
      sum *= 1e-200;
      first *= 1e-200;
      second *= 1e-200;
      term *= 1e-200;
      scale += 200 * Math.LN10;
    }
  }
  // the terms from j = length - 1 on are geometric
  const a = load / rates[length - 1];
  const free = 1 - a;
  const from = length - 1;
  sum += term / free;
  first += (term / free) * (from + a / free);
  second += (term / free) * (from * from + (2 * from * a) / free + (a * (1 + a)) / (free * free));
  const mean = first / sum;
  return { logSum: Math.log(sum) + scale, mean, variance: Math.max(second / sum - mean * mean, 0) };
}

interface Queue {
  readonly demand: Float64Array;
  readonly rates: Float64Array;
  readonly places: readonly number[];
}

/**
 * Arrival rates theta at which the stations, taken alone, hold as many customers of each class as the closed network:
 *
 *   theta_r (Z_r + sum_k D_kr mean_k / load_k) = N_r,   load_k = sum_r theta_r D_kr.
 *
 * They minimise the convex function sum_k log F_k(load_k) + sum_r theta_r Z_r - N_r log theta_r (Newton's method with
 * step halving on log theta). Demands multiplied by theta make every term of the convolution a probability, and the
 * wanted one close to the largest: so nothing that matters under- or overflows, whatever the populations. Any
 * theta gives the right answer; a good one keeps it in range.
 *
 * @param population customers of each class, all above 0
 */
export function saddlePoint(
  stations: readonly Queue[],
  population: Float64Array,
  thinkTime: Float64Array,
): Float64Array {
  const customers = population.reduce((sum, n) => sum + n, 0);
  // from a light load up, each time from the point of the load before: straight from afar, Newton's method crawls
  let share = 1;
  while (share * customers > 4 * population.length) share /= 4;
  let some = population.map((n) => n * share);
  let theta: Float64Array = Float64Array.from(some, (n, r) => {
    let longest = thinkTime[r];
    for (const { demand, rates, places } of stations)
      longest += (places.length * (share * customers + 1) * demand[r]) / rates[rates.length - 1];
    return n / longest;
  });
  for (; share <= 1; share *= 4) {
    some = population.map((n) => n * share);
    theta = minimize(stations, some, thinkTime, theta);
  }
  return theta;
}

function minimize(
  stations: readonly Queue[],
  population: Float64Array,
  thinkTime: Float64Array,
  start: Float64Array,
): Float64Array {
  const count = population.length;
  let theta: Float64Array = start;
  let point = evaluate(stations, population, thinkTime, theta);
  for (let iteration = 0; iteration < 200; iteration++) {
    const step = cholesky(point.hessian, point.gradient, count);
    let decrement = 0;
    for (let r = 0; r < count; r++) decrement += step[r] * point.gradient[r];
    if (decrement < 1e-6) break;
    let length = Math.min(1, 1 / Math.sqrt(decrement) + 0.25);
    for (let halving = 0; halving < 60; halving++, length /= 2) {
      const tried = theta.map((value, r) => value * Math.exp(Math.max(-5, Math.min(5, -length * step[r]))));
      const next = evaluate(stations, population, thinkTime, tried);
      if (next.value < point.value && keepsAway(next.free, point.free)) {
        theta = tried;
        point = next;
        break;
      }
      if (halving === 59) return theta;
    }
  }
  return theta;
}

/** A step must leave every station a tenth of its free capacity, or the next steps crawl along the edge. */
function keepsAway(next: Float64Array, now: Float64Array): boolean {
  return next.every((free, k) => free >= 0.1 * now[k]);
}

function evaluate(
  stations: readonly Queue[],
  population: Float64Array,
  thinkTime: Float64Array,
  theta: Float64Array,
): { value: number; gradient: Float64Array; hessian: Float64Array; free: Float64Array } {
  const count = theta.length;
  const gradient = new Float64Array(count);
  const hessian = new Float64Array(count * count);
  const free = new Float64Array(stations.length);
  let value = 0;
  for (let r = 0; r < count; r++) {
    const thinking = thinkTime[r] * theta[r];
    value += thinking - population[r] * Math.log(theta[r]);
    gradient[r] = thinking - population[r];
    hessian[r * count + r] = thinking;
  }
  for (let k = 0; k < stations.length; k++) {
    const { demand, rates, places } = stations[k];
    let load = 0;
    for (let r = 0; r < count; r++) load += theta[r] * demand[r];
    free[k] = 1 - load / rates[rates.length - 1];
    if (load === 0) continue;
    if (!(free[k] > 0)) return { value: Number.POSITIVE_INFINITY, gradient, hessian, free };
    const { logSum, mean, variance } = factorMoments(rates, load);
    value += places.length * logSum;
    for (let r = 0; r < count; r++) {
      const share = (theta[r] * demand[r]) / load;
      gradient[r] += places.length * mean * share;
      hessian[r * count + r] += places.length * mean * share;
      for (let s = 0; s < count; s++)
        hessian[r * count + s] += (places.length * (variance - mean) * share * theta[s] * demand[s]) / load;
    }
  }
  return { value, gradient, hessian, free };
}

/** Solves a small symmetric positive definite system; a pivot lost to rounding leaves its unknown at 0. */
function cholesky(matrix: Float64Array, right: Float64Array, count: number): Float64Array {
  const lower = new Float64Array(count * count);
  const result = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * count + j];
      for (let k = 0; k < j; k++) sum -= lower[i * count + k] * lower[j * count + k];
      if (i === j)
        lower[i * count + i] =
          sum > 1e-14 * matrix[i * count + i] ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else lower[i * count + j] = sum / lower[j * count + j];
    }
    let sum = right[i];
    for (let k = 0; k < i; k++) sum -= lower[i * count + k] * result[k];
    result[i] = sum / lower[i * count + i];
  }
  for (let i = count - 1; i >= 0; i--) {
    let sum = result[i];
    for (let k = i + 1; k < count; k++) sum -= lower[k * count + i] * result[k];
    result[i] = sum / lower[i * count + i];
  }
  return result;
}
