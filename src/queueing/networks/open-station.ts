import type { NetworkArrays } from './network';

/** Mean number at a station and the probability that it is not empty, for Poisson arrivals in product form. */
export interface OpenStation {
  readonly queueLength: number;
  readonly busyProbability: number;
  /** Mean number over offered load: what a customer's own service is multiplied with. */
  readonly stretch: number;
}

/** Speeds of a station by the number of customers, relative to one server; the last holds from there on. */
export function stationRates(network: NetworkArrays, k: number): Float64Array {
  return network.rates[k] ?? Float64Array.from({ length: network.servers[k] }, (_, n) => n + 1);
}

/**
 * A station whose speed depends on the number of customers, with offered load below its last speed.
 *
 * With u(n) = P(N = n | N >= n), from the geometric tail downwards: u(n) = u(n+1) / (u(n+1) + load / rate(n+1)), and
 * the mean excess over n by E(n) = (1 - u(n)) (1 + E(n+1)). Positive terms between 0 and 1 only.
 */
export function openStation(rates: Float64Array, load: number): OpenStation {
  const last = rates[rates.length - 1];
  let only = (last - load) / last;
  let excess = load / (last - load);
  let stretch = 0;
  let busyProbability = 0;
  for (let n = rates.length - 1; n >= 0; n--) {
    const balance = only + load / rates[n];
    stretch = ((1 / rates[n]) * (1 + excess)) / balance;
    excess = load * stretch;
    busyProbability = load / rates[n] / balance;
    only /= balance;
  }
  return { queueLength: excess, busyProbability, stretch };
}
