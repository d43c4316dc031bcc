import { logPoissonRatio } from './log-poisson';

/**
 * The weight of the states below c of a queue with Poisson arrivals, when the state "all c servers busy, none waiting"
 * weighs 1: the sum over j = 1..c of c! / (c - j)! / A^j.
 *
 * Erlang's B is 1 / (1 + sum); from it follow Erlang's C, M/M/c/K and M/M/c+M. The sum runs from the largest state
 * down and stops when nothing more can be added, after about 9 sqrt(c) terms at heavy load, however large c is. Every
 * term is positive: no cancellation anywhere. Infinity when the blocking is below the smallest double.
 */
export function weightBelowFull(load: number, servers: number): number {
  let term = 1;
  let sum = 0;
  for (let busy = servers; busy > 0; busy--) {
    const ratio = busy / load;
    term *= ratio;
    sum += term;
    // once the terms fall they fall ever faster, so that what is left is less than term * ratio / (1 - ratio)
    if (ratio < 1 && term * ratio < 1e-17 * sum * (1 - ratio)) break;
    if (sum === Number.POSITIVE_INFINITY) break;
  }
  return sum;
}

/** Erlang's B: the share of time that all servers of a loss system are busy. */
export function blocking(load: number, servers: number): number {
  return 1 / (1 + weightBelowFull(load, servers));
}

/** Erlang's C: the share of customers that wait when nobody is lost; 1 from saturation on. */
export function delay(load: number, servers: number): number {
  if (load >= servers) return 1;
  return 1 / (1 + ((servers - load) / servers) * weightBelowFull(load, servers));
}

/**
 * P(n busy servers), n <= servers, from log P(all servers busy and none waiting): without a queue the states are in the
 * ratio of Poisson probabilities.
 */
export function stateBelowFull(n: number, load: number, servers: number, logFull: number): number {
  return Math.exp(logFull + logPoissonRatio(servers, n - servers, load));
}
