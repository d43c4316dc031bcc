import { characteristicTime } from './characteristic-time';
import { integrateVector } from './quadrature';

/**
 * Distribution of the number of successes among independent trials, up to `most`: entry n is P(n). The last entry is
 * P(most) as well, not P(most or more).
 */
function poissonBinomial(success: Float64Array, most: number): Float64Array {
  const probability = new Float64Array(most + 1);
  probability[0] = 1;
  let reached = 0;
  for (const q of success) {
    reached = Math.min(reached + 1, most);
    for (let n = reached; n > 0; n--) probability[n] = (1 - q) * probability[n] + q * probability[n - 1];
    probability[0] *= 1 - q;
  }
  return probability;
}

/**
 * Takes one trial out of a distribution or of sums of it: solves with[n] = (1 - q) without[n] + q without[n - 1] for
 * without[at], in the direction in which errors shrink.
 */
function without(given: Float64Array, q: number, at: number, beyond: number): number {
  if (q <= 0.5) {
    let value = 0;
    for (let n = 0; n <= at; n++) value = (given[n] - q * value) / (1 - q);
    return value;
  }
  let value = beyond;
  for (let n = given.length - 1; n > at; n--) value = (given[n] - (1 - q) * value) / q;
  return value;
}

/**
 * Probability that each item is in a FIFO or random cache. The product form says: independent trials with odds p_i T,
 * given that there are `capacity` successes, for any T; the characteristic time makes that the likeliest number.
 */
export function randomHitProbabilities(popularity: readonly number[], capacity: number): number[] {
  const time = characteristicTime(popularity, capacity, 'hold');
  const success = Float64Array.from(popularity, (p) => (p * time) / (1 + p * time));
  const all = poissonBinomial(success, reach(success, capacity));
  return popularity.map((_, i) => {
    const q = success[i];
    return Math.min(1, Math.max(0, (q * without(all, q, capacity - 1, 0)) / all[capacity]));
  });
}

/**
 * Probability that each item is in an LRU cache: asked for more recently than all but `capacity` - 1 others. With
 * requests at rate 1 the times since the last request for each item are independent and exponential, so that for item
 * i it is the integral of p_i e^(-p_i t) P(fewer than `capacity` others within t).
 */
export function lruHitProbabilities(popularity: readonly number[], capacity: number): number[] {
  const edges = [0];
  let end = 1;
  for (; cumulativeAsked(popularity, end, capacity).cumulative[capacity] > 1e-18; end *= 2) edges.push(end);
  edges.push(end);
  const integrand = (time: number): Float64Array => {
    const { success, cumulative } = cumulativeAsked(popularity, time, capacity);
    return Float64Array.from(popularity, (p, i) => {
      const fewer = without(cumulative, success[i], capacity - 1, 1);
      return p * Math.exp(-p * time) * Math.min(1, Math.max(0, fewer));
    });
  };
  return Array.from(integrateVector(integrand, edges), (hit) => Math.min(1, hit));
}

/** Distribution function of the number of different items asked for within a time. */
function cumulativeAsked(popularity: readonly number[], time: number, capacity: number) {
  const success = Float64Array.from(popularity, (p) => -Math.expm1(-p * time));
  const cumulative = poissonBinomial(success, reach(success, capacity));
  for (let n = 1; n < cumulative.length; n++) cumulative[n] += cumulative[n - 1];
  return { success, cumulative };
}

/** A number of successes, at least `least`, beyond which nothing but rounding is left. */
function reach(success: Float64Array, least: number): number {
  let mean = 0;
  let variance = 0;
  for (const q of success) {
    mean += q;
    variance += q * (1 - q);
  }
  return Math.min(success.length, Math.ceil(Math.max(mean, least) + 40 + 12 * Math.sqrt(variance)));
}
