import { SidecoreError } from '../../common';
import type { NetworkArrays } from './network';
import type { Means, StationRule } from './station-rules';

export interface RecursionResult {
  readonly throughput: Float64Array;
  readonly residence: Float64Array;
  readonly queue: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
}

/** Rounding that is put into a second run of the probabilities at each step, and what it may grow to. */
const rounding = 1e-14;
const mostGrowth = 1e-5;

/** Most numbers that the recursion may keep. */
const mostNumbers = 2e7;

/**
 * The mean value recursion over every population up to the full one, with any rules: what a customer of class r finds
 * at population n are the means at n - e_r. With the rules of product-form stations this is exact mean value analysis;
 * the
 * probabilities that it carries along for several servers lose digits when servers are many, and it refuses then.
 *
 * @throws SidecoreError `too-large` when the populations are too many to visit; `no-convergence` when digits are lost
 */
export function latticeRecursion(network: NetworkArrays, rules: readonly StationRule[]): RecursionResult {
  const { classCount, stationCount, population, thinkTime, demand } = network;
  const size = classCount * stationCount;
  const stride = new Float64Array(classCount);
  let cells = 1;
  for (let r = 0; r < classCount; r++) {
    stride[r] = cells;
    cells *= population[r] + 1;
  }
  const perCell = 2 * size + rules.reduce((sum, rule) => sum + rule.servers + 1, 0);
  if (cells * perCell > mostNumbers)
    throw new SidecoreError({
      code: 'too-large',
      path: 'classes',
      message: `the exact recursion would keep ${cells} populations with ${perCell} numbers each, more than ${mostNumbers}`,
      hint: "use recursion: 'linearizer'",
    });

  const solved: Means[] = [];
  const probabilities: Means['probability'][] = [];
  const roundedOnes: Means['probability'][] = [];
  const residence = new Float64Array(size);
  const now = new Float64Array(classCount);
  for (let cell = 0; cell < cells; cell++) {
    const throughput = new Float64Array(classCount);
    const queue = new Float64Array(size);
    const busy = new Float64Array(size);
    for (let r = 0; r < classCount; r++) {
      const last = cell === cells - 1;
      if (now[r] === 0 && !last) continue;
      const seen = now[r] > 0 ? solved[cell - stride[r]] : null;
      let response = thinkTime[r];
      for (let k = 0; k < stationCount; k++) {
        const at = k * classCount + r;
        residence[at] = seen === null ? demand[at] : rules[k].residence(r, seen);
        response += residence[at];
      }
      throughput[r] = now[r] > 0 ? now[r] / response : 0;
      for (let k = 0; k < stationCount; k++) {
        const at = k * classCount + r;
        queue[at] = throughput[r] * residence[at];
        busy[at] = throughput[r] * demand[at];
      }
    }
    const without = (table: readonly Means['probability'][], k: number) => (r: number) =>
      table[cell - stride[r]][k]!;
    const probability = rules.map(({ servers }, k) =>
      servers === 0 ? null : marginals(servers, k, classCount, now, busy, without(probabilities, k), 0),
    );
    const rounded = rules.map(({ servers }, k) =>
      servers === 0 ? null : marginals(servers, k, classCount, now, busy, without(roundedOnes, k), rounding),
    );
    probabilities.push(probability);
    roundedOnes.push(rounded);
    requireDigits(network, probability, rounded);
    solved.push({ customers: now.slice(), queue, busy, probability, throughput });
    for (let r = 0; r < classCount; r++) {
      if (now[r] < population[r]) {
        now[r] += 1;
        break;
      }
      now[r] = 0;
    }
  }
  const { throughput, queue } = solved[cells - 1];
  return { throughput, residence, queue, converged: true, iterations: cells, residual: 0 };
}

/** Throws `no-convergence` when rounding has grown to where the probability of all servers busy is not known. */
function requireDigits(
  network: NetworkArrays,
  probability: Means['probability'],
  rounded: Means['probability'],
): void {
  probability.forEach((states, k) => {
    if (states === null) return;
    const servers = states.length - 1;
    if (Math.abs(states[servers] - rounded[k]![servers]) <= mostGrowth) return;
    throw new SidecoreError({
      code: 'no-convergence',
      path: `stations.${network.stationNames[k]}.servers`,
      message: `the exact recursion loses its digits with ${servers} servers`,
      hint: "use recursion: 'linearizer', or exactConvolution where the network has product form",
    });
  });
}

/**
 * P(j | n) = sum_r B_r(n) P(j-1 | n - e_r) / j for j below the servers m, and for all of them busy
 * sum_r B_r(n) (P_m(n - e_r) + P(m-1 | n - e_r)) / m, B the mean number in service; P(0) is what is left. That
 * difference is where digits go. Where an approximate rule makes the sum exceed 1, it is scaled to 1 (as LQNS does).
 */
function marginals(
  servers: number,
  k: number,
  classCount: number,
  customers: Float64Array,
  busy: Float64Array,
  without: (r: number) => Float64Array,
  rounding: number,
): Float64Array {
  const states = new Float64Array(servers + 1);
  for (let r = 0; r < classCount; r++) {
    if (customers[r] === 0) continue;
    const before = without(r);
    const serving = busy[k * classCount + r];
    for (let j = 1; j < servers; j++) states[j] += (serving * before[j - 1]) / j;
    states[servers] += (serving * (before[servers] + before[servers - 1])) / servers;
  }
  let sum = 0;
  for (let j = 1; j <= servers; j++) sum += states[j];
  if (sum > 1) for (let j = 1; j <= servers; j++) states[j] /= sum;
  else states[0] = 1 - sum + rounding;
  return states;
}
