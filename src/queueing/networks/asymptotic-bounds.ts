import { checkedAnswer, SidecoreError } from '../../common';
import { requireClosed } from './approximation';
import { closedBounds, type NetworkBounds } from './bounds';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import type { Range } from './single-class-bounds';

/**
 * Asymptotic bounds of a closed or an open network, whatever the service time distributions.
 *
 * Closed: N_r / (Z_r + W_r) <= X_r <= min(N_r / (Z_r + D_r), min_k m_k / D_kr). W_r is the time of a passage in which
 * every other customer is in the way at every station: under first come, first served V_kr sum_s N_s S_ks at station
 * k, under processor sharing (and last come, first served) D_kr times the customers that visit k, at a delay D_kr.
 * Under priorities and weights a class may be shut out, and its lower bound is 0. One class: N D.
 *
 * Open: X_r <= min_k (m_k - load of the other classes) / D_kr, and R_r >= D_r; a lower throughput bound of 0 and an
 * upper response time of Infinity say that nothing is known.
 *
 * With load-dependent rates m_k is the fastest rate, W is divided by the slowest, and D_kr in N_r / (Z_r + D_r) is
 * multiplied by the least n / rate(n), which is below 1 where several customers are served faster than one each.
 *
 * @returns throughput in passages per second, response time in seconds
 * @throws SidecoreError `unsupported` for open and closed classes together
 * @example
 * asymptoticBounds({
 *   classes: { job: { population: 20, thinkTime: 120 } },
 *   stations: { cpu: { demand: 9.2 }, disk: { demand: 8 } },
 * }).classes.job.throughput.upper; // 0.109 (Bolch et al., Queueing Networks and Markov Chains, example 9.6)
 * @see Denning and Buzen, ACM Computing Surveys 10(3), 1978; Lazowska et al. 1984, section 5.2
 */
export function asymptoticBounds(network: QueueingNetwork): NetworkBounds {
  const arrays = networkArrays(network);
  if (arrays.open.every((open) => open === 1)) return openBounds(arrays);
  if (arrays.open.some((open) => open === 1))
    throw new SidecoreError({
      code: 'unsupported',
      path: 'classes',
      message: 'asymptoticBounds takes closed classes or open classes, not both',
    });
  requireClosed(arrays, 'asymptoticBounds');
  const ranges: Range[] = [];
  for (let r = 0; r < arrays.classCount; r++) {
    const population = arrays.population[r];
    let fastest = Number.POSITIVE_INFINITY;
    let slowest = arrays.thinkTime[r];
    let shortest = arrays.thinkTime[r];
    for (let k = 0; k < arrays.stationCount; k++) {
      const demand = arrays.demand[k * arrays.classCount + r];
      if (demand === 0) continue;
      fastest = Math.min(fastest, capacityOf(arrays, k) / demand);
      slowest += longestResidence(arrays, k, r);
      shortest += demand * shortestStay(arrays, k);
    }
    ranges.push({
      lower: population === 0 ? 0 : population / slowest,
      upper: population === 0 ? 0 : Math.min(population / shortest, fastest),
    });
  }
  return closedBounds(arrays, 'asymptotic', ranges);
}

function capacityOf({ rates, servers }: NetworkArrays, k: number): number {
  const own = rates[k];
  return own === null ? servers[k] : Math.max(...own);
}

/**
 * Least time at a station over the demand. With n customers present each is served at a rate of at most the largest
 * rate(n)/n, so that by Little's law no class stays shorter than its demand over that.
 */
function shortestStay({ rates, population }: NetworkArrays, k: number): number {
  const own = rates[k];
  if (own === null) return 1;
  const customers = population.reduce((sum, n) => sum + n, 0);
  let least = 1 / own[0];
  for (let n = 2; n <= Math.min(customers, own.length); n++) least = Math.min(least, n / own[n - 1]);
  return least;
}

/** Time of a passage of class r at station k with every other customer in the way. */
function longestResidence(network: NetworkArrays, k: number, r: number): number {
  const { classCount, discipline, demand, visits, serviceTime, population, rates } = network;
  const at = k * classCount + r;
  if (discipline[k] === 'delay') return demand[at];
  let customers = 0;
  let work = 0;
  for (let s = 0; s < classCount; s++) {
    if (demand[k * classCount + s] === 0) continue;
    customers += population[s];
    work += population[s] * serviceTime[k * classCount + s];
  }
  const own = rates[k];
  const slowest = own === null ? 1 : Math.min(...own.subarray(0, Math.max(1, customers)));
  const others = customers - population[r];
  if (discipline[k] === 'first-come-first-served') return (visits[at] * work) / slowest;
  if (others > 0 && (discipline[k].startsWith('priority') || discipline[k].startsWith('discriminatory')))
    return Number.POSITIVE_INFINITY;
  return (demand[at] * customers) / slowest;
}

function openBounds(network: NetworkArrays): NetworkBounds {
  const { classCount, stationCount, demand, arrivalRate } = network;
  const classes = Object.fromEntries(
    network.classNames.map((name, r) => {
      let upper = Number.POSITIVE_INFINITY;
      let fastest = 0;
      for (let k = 0; k < stationCount; k++) {
        const own = demand[k * classCount + r];
        if (own === 0) continue;
        const capacity = capacityOf(network, k);
        let left = capacity;
        for (let s = 0; s < classCount; s++) if (s !== r) left -= arrivalRate[s] * demand[k * classCount + s];
        upper = Math.min(upper, Math.max(0, left) / own);
        const rates = network.rates[k];
        fastest += rates === null ? own : own / Math.max(...rates);
      }
      return [
        name,
        {
          throughput: { lower: 0, upper },
          responseTime: { lower: fastest, upper: Number.POSITIVE_INFINITY },
        },
      ];
    }),
  );
  return checkedAnswer({ method: 'asymptotic', classes }, 'network');
}
