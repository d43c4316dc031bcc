import { checkedAnswer, type Warning } from '../../common';
import type { NetworkArrays } from './network';

/** Means of one class at one station. */
export interface StationClassResult {
  /** Customers per second through the station (passages x visits). */
  readonly throughput: number;
  /** Throughput x service time, per server; at a delay station the mean number in service. */
  readonly utilization: number;
  /** Mean number of customers at the station, waiting and in service. */
  readonly queueLength: number;
  /** Time at the station per visit, seconds; null when the class never visits it. */
  readonly responseTime: number | null;
  /** Time at the station per passage (visits x responseTime), seconds. */
  readonly residenceTime: number;
}

/** What one station does, in all and by class. */
export interface StationResult extends Omit<StationClassResult, 'responseTime' | 'residenceTime'> {
  /** Where the method was asked for it: probabilities of 0, 1, 2, ... customers of closed classes. */
  readonly distribution?: readonly number[];
  readonly classes: Readonly<Record<string, StationClassResult>>;
}

/** What one class gets. */
export interface ClassResult {
  /** Passages through the network per second. */
  readonly throughput: number;
  /** Time in the stations per passage, seconds, without think time. */
  readonly responseTime: number;
  /** Mean number of customers in the stations. */
  readonly queueLength: number;
}

/** Where open classes saturate a network first. */
export interface Saturation {
  /** The station that saturates first when all arrival rates grow together; null when none ever does. */
  readonly station: string | null;
  /** It saturates when all arrival rates are multiplied by this; Infinity when none ever does. */
  readonly scale: number;
}

/** What a solution needs. */
export interface SolveCost {
  /** Multiplications with addition in the inner loops; roughly a nanosecond each. */
  readonly operations: number;
  /** Working memory, bytes. */
  readonly bytes: number;
}

/** What a network does, by class and by station. */
export interface NetworkSolution {
  /** Name of the algorithm. */
  readonly method: string;
  /** True when the method is exact for this model, up to rounding. */
  readonly exact: boolean;
  /** False when an open class saturates a station; its numbers are then Infinity. */
  readonly stable: boolean;
  /** Of networks with open classes: how far they are from saturation. */
  readonly saturation?: Saturation;
  readonly classes: Readonly<Record<string, ClassResult>>;
  readonly stations: Readonly<Record<string, StationResult>>;
  /**
   * Classes that switch into each other, by their joined names. Throughput and times in `classes` are then per passage
   * of the chain.
   */
  readonly chains?: Readonly<Record<string, ClassResult>>;
  /** Natural logarithm of the normalising constant of the closed classes, where the method computes it. */
  readonly logNormalizingConstant?: number;
  /** Of methods that estimate their own error: the largest relative error of a mean. */
  readonly errorEstimate?: number;
  /** Of `solve`: why this method was taken. */
  readonly reason?: string;
  /** Of `solve`: what the method was expected to need. */
  readonly cost?: SolveCost;
  /** Of iterative methods. */
  readonly converged?: boolean;
  readonly iterations?: number;
  readonly residual?: number;
  readonly warnings: readonly Warning[];
}

/** What a solver hands over: class throughputs and station-by-class residence times and queue lengths. */
export interface SolverNumbers {
  readonly throughput: ArrayLike<number>;
  /** Entry `k * classCount + r`: time per passage. */
  readonly residenceTime: ArrayLike<number>;
  /** Entry `k * classCount + r`. */
  readonly queueLength: ArrayLike<number>;
  /**
   * Utilisation of a load-dependent station (probability that it is not empty), entry k; NaN where the
   * utilisation law (throughput x demand / servers) gives it.
   */
  readonly busyProbability?: ArrayLike<number>;
  /** Probabilities of 0, 1, ... customers, entry k; null where they are not known. */
  readonly distribution?: readonly (readonly number[] | null)[];
}

export type SolutionFacts = Pick<NetworkSolution, 'method' | 'exact'> &
  Partial<Omit<NetworkSolution, 'classes' | 'stations' | 'method' | 'exact'>>;

/** Names the numbers of a solver, adds what follows from them by the utilisation law, and freezes the result. */
export function networkSolution(
  network: NetworkArrays,
  numbers: SolverNumbers,
  facts: SolutionFacts,
): NetworkSolution {
  const { classCount, stationCount, classNames, stationNames } = network;
  const classes: Record<string, ClassResult> = {};
  for (let r = 0; r < classCount; r++) {
    let responseTime = 0;
    let queueLength = 0;
    for (let k = 0; k < stationCount; k++) {
      responseTime += numbers.residenceTime[k * classCount + r];
      queueLength += numbers.queueLength[k * classCount + r];
    }
    classes[classNames[r]] = { throughput: numbers.throughput[r], responseTime, queueLength };
  }
  const stations: Record<string, StationResult> = {};
  for (let k = 0; k < stationCount; k++) {
    const perServer = Number.isFinite(network.servers[k]) ? network.servers[k] : 1;
    const own: Record<string, StationClassResult> = {};
    let throughput = 0;
    let utilization = 0;
    let queueLength = 0;
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      const visits = network.visits[at];
      const result = {
        throughput: numbers.throughput[r] * visits,
        utilization: (numbers.throughput[r] * network.demand[at]) / perServer,
        queueLength: numbers.queueLength[at],
        responseTime: visits > 0 ? numbers.residenceTime[at] / visits : null,
        residenceTime: numbers.residenceTime[at],
      };
      own[classNames[r]] = result;
      throughput += result.throughput;
      utilization += result.utilization;
      queueLength += result.queueLength;
    }
    const busy = numbers.busyProbability?.[k];
    if (busy !== undefined && !Number.isNaN(busy)) utilization = busy;
    const distribution = numbers.distribution?.[k];
    stations[stationNames[k]] = {
      throughput,
      utilization,
      queueLength,
      ...(distribution ? { distribution } : {}),
      classes: own,
    };
  }
  const { stable = true, warnings = [] } = facts;
  return checkedAnswer(
    {
      ...facts,
      stable,
      warnings: stable ? [...warnings, ...overloads(network, stations)] : warnings,
      classes,
      stations,
    },
    'network',
  );
}

/** An approximation can come out with more work than a station has time for. */
function overloads(
  { stationNames, servers, rates }: NetworkArrays,
  stations: Readonly<Record<string, StationResult>>,
): Warning[] {
  return stationNames.flatMap((name, k) => {
    const { utilization } = stations[name];
    // At a delay it counts busy customers, and under load dependence the law does not give it.
    if (!Number.isFinite(servers[k]) || rates[k] !== null || utilization <= 1 + 1e-6) return [];
    return [
      {
        code: 'utilization-above-1',
        path: `stations.${name}`,
        message: `the approximation has it ${percent(utilization)} busy, so that throughputs through it are at least ${percent(utilization - 1)} too high`,
      },
    ];
  });
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(4)} %`;
}
