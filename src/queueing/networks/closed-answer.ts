import type { Warning } from '../../common';
import { type ClosedProblem, closedRates } from './closed-problem';
import { factorMoments } from './saddle-point';
import { type NetworkSolution, networkSolution, type Saturation, type SolutionFacts } from './solution';

/** What a method finds for the classes and stations of a closed problem. */
export interface ClosedAnswer {
  /** Passages per second of each class of the problem. */
  readonly throughput: ArrayLike<number>;
  /** Per group of alike stations: mean customers of each class at one of them. */
  readonly queueLength: readonly ArrayLike<number>[];
  /**
   * Per group: probabilities of 0, 1, ... closed customers at one of its stations. Needed where the rate depends on
   * the number; null where it is not known.
   */
  readonly distribution: readonly (Float64Array | null)[];
}

/** The answer of a problem without customers of closed classes. */
export const nobody: ClosedAnswer = { throughput: [], queueLength: [], distribution: [] };

/** The logarithm of the normalising constant as a fact of a solution; with open classes it has no agreed meaning. */
export function logConstantOf(
  problem: ClosedProblem,
  logNormalizingConstant: number,
): { readonly logNormalizingConstant?: number } {
  return problem.network.open.some((open) => open === 1) ? {} : { logNormalizingConstant };
}

/**
 * Puts the answer of a closed problem back into its network: delay stations, open classes, classes without customers
 * (they see what an arriving customer would see) and stations that open classes saturate.
 *
 * An arrival of an open class that finds n closed customers stays for demand x (n+1) / rate(n+1) (the rate that closed
 * customers see), which follows from summing the open customers out of the product form.
 */
export function namedSolution(
  problem: ClosedProblem,
  answer: ClosedAnswer,
  facts: SolutionFacts,
  withDistributions = false,
): NetworkSolution {
  const { network, classes, openLoad, saturated } = problem;
  const { classCount, stationCount, demand } = network;
  const throughput = Float64Array.from(network.arrivalRate);
  classes.forEach((r, i) => {
    throughput[r] = answer.throughput[i];
  });
  const residenceTime = new Float64Array(classCount * stationCount);
  const queueLength = new Float64Array(classCount * stationCount);
  const busyProbability = new Float64Array(stationCount).fill(Number.NaN);
  const distribution: (readonly number[] | null)[] = [];
  const groupOf = new Int32Array(stationCount).fill(-1);
  problem.stations.forEach((group, g) => {
    for (const k of group.places) groupOf[k] = g;
  });
  const customers = problem.population.reduce((sum, n) => sum + n, 0);
  for (let k = 0; k < stationCount; k++) {
    const g = groupOf[k];
    const rates = saturated[k] ? null : closedRates(network, k, openLoad[k], customers);
    const found = g < 0 ? null : answer.distribution[g];
    const present = g < 0 ? 0 : sum(answer.queueLength[g]);
    const stay = saturated[k]
      ? Number.POSITIVE_INFINITY
      : rates === null
        ? 1
        : stayFactor(rates, present, found);
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      residenceTime[at] = demand[at] === 0 ? 0 : demand[at] * stay;
      queueLength[at] = throughput[r] === 0 ? 0 : throughput[r] * residenceTime[at];
    }
    if (g >= 0)
      classes.forEach((r, i) => {
        const at = k * classCount + r;
        queueLength[at] = answer.queueLength[g][i];
        if (throughput[r] > 0) residenceTime[at] = queueLength[at] / throughput[r];
      });
    else if (rates !== null && !saturated[k])
      // servers for everybody: no waiting
      for (const r of classes) {
        const at = k * classCount + r;
        residenceTime[at] = demand[at];
        queueLength[at] = throughput[r] * demand[at];
      }
    if (network.rates[k] && rates !== null) busyProbability[k] = busy(problem, k, throughput, found);
    distribution.push(withDistributions ? Array.from(found ?? [1]) : null);
  }
  haltStopped(problem, queueLength);
  return networkSolution(
    network,
    { throughput, residenceTime, queueLength, busyProbability, distribution },
    { ...facts, ...saturationFacts(problem) },
  );
}

/** How near open classes bring the stations to saturation; nothing without open classes. */
function saturationFacts(problem: ClosedProblem): Partial<SolutionFacts> {
  const { network, openLoad, saturated } = problem;
  if (network.open.every((open) => open === 0)) return { stable: true };
  const warnings: Warning[] = [];
  let saturation: Saturation = { station: null, scale: Number.POSITIVE_INFINITY };
  for (let k = 0; k < network.stationCount; k++) {
    if (openLoad[k] === 0) continue;
    const most = network.rates[k]?.at(-1) ?? network.servers[k];
    const station = network.stationNames[k];
    if (most / openLoad[k] < saturation.scale) saturation = { station, scale: most / openLoad[k] };
    if (saturated[k])
      warnings.push({
        code: 'saturated',
        path: `stations.${station}`,
        message: `gets ${openLoad[k]} seconds of work per second from open classes and can do ${most}`,
      });
  }
  return { stable: warnings.length === 0, saturation, warnings };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Mean of (n+1) / rate(n+1) over the number n of closed customers. */
function stayFactor(rates: Float64Array, present: number, distribution: Float64Array | null): number {
  if (rates.length === 1) return (1 + present) / rates[0];
  if (distribution === null) return 1 / rates[0];
  let mean = 0;
  for (let n = 0; n < distribution.length; n++)
    mean += (distribution[n] * (n + 1)) / rates[Math.min(n, rates.length - 1)];
  return mean;
}

/** Probability that a load-dependent station is not empty, as a sum of positive terms. */
function busy(
  problem: ClosedProblem,
  k: number,
  throughput: Float64Array,
  distribution: Float64Array | null,
): number {
  const { network, openLoad } = problem;
  const { classCount, demand } = network;
  const rates = network.rates[k] as Float64Array;
  if (distribution === null && rates.every((rate) => rate === rates[0])) {
    let work = 0;
    for (let r = 0; r < classCount; r++) work += throughput[r] * demand[k * classCount + r];
    return work / rates[0];
  }
  const closed = distribution ? sum(distribution.subarray(1)) : 0;
  const empty = distribution ? distribution[0] : 1;
  if (openLoad[k] === 0) return closed;
  return closed - empty * Math.expm1(-factorMoments(rates, openLoad[k]).logSum);
}

/** Customers of closed classes end up at the saturated stations that they visit, evenly (the limit leaves it open). */
function haltStopped(problem: ClosedProblem, queueLength: Float64Array): void {
  const { network, saturated, stopped } = problem;
  for (const r of stopped) {
    const places: number[] = [];
    for (let k = 0; k < network.stationCount; k++)
      if (saturated[k] && network.demand[k * network.classCount + r] > 0) places.push(k);
    for (const k of places) queueLength[k * network.classCount + r] = network.population[r] / places.length;
  }
}
