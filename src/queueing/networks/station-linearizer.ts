import type { IterationLimits } from './approximation';
import type { RecursionResult } from './lattice-recursion';
import type { NetworkArrays } from './network';
import type { Means, StationRule } from './station-rules';

/** Means with the mean number of customers in thought, by class. */
interface Solved extends Means {
  readonly thinking: Float64Array;
}

/** Most renewals of the correction under `converged`, and the change below which it stops. */
const correctionLimit = 1000;
const correctionTolerance = 1e-12;

/**
 * The Linearizer with any station rules: as `linearizer`, with the mean number in service and the probabilities of
 * the servers estimated beside the queue lengths. Steps stop when no queue length, and no number of thinking customers,
 * changes by more than `tolerance` of the class's population (Chandy and Neuse's test). A class that is always at the same
 * station has a queue that cannot change: there its throughput must not, relative.
 *
 * @param corrections renewals of the correction before the last pass; 0 is Bard-Schweitzer
 * @see Chandy and Neuse, Comm. ACM 25(2), 1982; Krzesinski and Greyling, Improved Linearizer methods for queueing
 *   networks with queue dependent service centers, SIGMETRICS 1984; Conway 1989
 */
export function stationLinearizer(
  network: NetworkArrays,
  rules: readonly StationRule[],
  corrections: number | 'converged',
  limits: IterationLimits,
): RecursionResult {
  return new StationLinearizer(network, rules, limits).solve(corrections);
}

class StationLinearizer {
  /** Of the last step, at whatever population; rules with damping lean on it. */
  private readonly residence: Float64Array;
  /** D_ksr, entry `(k * classCount + s) * classCount + r`. */
  private readonly delta: Float64Array;
  /** What a customer of class r finds, by r. */
  private readonly seen: Solved[];
  /** Classes that are always at the same station, by r. */
  private readonly standsStill: readonly boolean[];
  private iterations = 0;
  private residual = 0;
  private converged = true;

  constructor(
    private readonly network: NetworkArrays,
    private readonly rules: readonly StationRule[],
    private readonly limits: IterationLimits,
  ) {
    const { classCount, stationCount } = network;
    this.residence = new Float64Array(classCount * stationCount);
    this.delta = new Float64Array(classCount * classCount * stationCount);
    const places = (r: number) => rules.filter((_, k) => network.demand[k * classCount + r] > 0).length;
    this.standsStill = Array.from(network.thinkTime, (time, r) => time === 0 && places(r) === 1);
    this.seen = Array.from({ length: classCount }, () => this.emptyMeans());
  }

  solve(corrections: number | 'converged'): RecursionResult {
    const { network } = this;
    const full = this.firstGuess();
    const less = Array.from({ length: network.classCount }, (_, r) => this.without(full, r));
    const renewals = corrections === 'converged' ? correctionLimit : corrections;
    let settled = corrections !== 'converged';
    for (let pass = 0; pass < renewals && !(settled && corrections === 'converged'); pass++) {
      this.fixedPoint(full);
      for (const one of less) if (one !== null) this.fixedPoint(one);
      const change = this.renew(full, less);
      if (corrections === 'converged') settled = change <= correctionTolerance;
    }
    this.fixedPoint(full);
    return {
      throughput: full.throughput,
      residence: this.residence,
      queue: full.queue,
      converged: this.converged && settled,
      iterations: this.iterations,
      residual: this.residual,
    };
  }

  private emptyMeans(): Solved {
    const { classCount, stationCount } = this.network;
    return {
      customers: new Float64Array(classCount),
      queue: new Float64Array(classCount * stationCount),
      busy: new Float64Array(classCount * stationCount),
      probability: this.rules.map((rule) => (rule.servers === 0 ? null : new Float64Array(rule.servers + 1))),
      throughput: new Float64Array(classCount),
      thinking: new Float64Array(classCount),
    };
  }

  /** Customers in proportion to the demands, think time included; throughput and residence times to go with them. */
  private firstGuess(): Solved {
    const { classCount, stationCount, population, demand, thinkTime, servers } = this.network;
    const means = this.emptyMeans();
    means.customers.set(population);
    for (let r = 0; r < classCount; r++) {
      let total = thinkTime[r];
      for (let k = 0; k < stationCount; k++) total += demand[k * classCount + r];
      if (population[r] === 0) continue;
      means.thinking[r] = (population[r] * thinkTime[r]) / total;
      for (let k = 0; k < stationCount; k++)
        means.queue[k * classCount + r] = (population[r] * demand[k * classCount + r]) / total;
    }
    let customers = 0;
    for (let r = 0; r < classCount; r++) {
      customers += population[r];
      if (population[r] === 0) continue;
      let cycle = thinkTime[r];
      for (let k = 0; k < stationCount; k++) {
        let others = -means.queue[k * classCount + r] / population[r];
        for (let s = 0; s < classCount; s++) others += means.queue[k * classCount + s];
        cycle += demand[k * classCount + r] * (1 + others / servers[k]);
      }
      means.throughput[r] = population[r] / cycle;
      for (let k = 0; k < stationCount; k++) {
        const at = k * classCount + r;
        means.busy[at] = means.throughput[r] * demand[at];
        // Nobody stays for less than the work: damping then keeps to that from the first step on.
        this.residence[at] = Math.max(demand[at], means.queue[at] / means.throughput[r]);
      }
    }
    for (const states of means.probability) {
      if (states === null) continue;
      const last = states.length - 1;
      const each = 2 / (last * (customers + 1));
      states.fill(each, 1, last);
      const some = each * (last - 1);
      states[last] = Math.min(1 - some, customers >= last ? each * (customers + 1 - last) : 0);
      states[0] = 1 - some - states[last];
    }
    return means;
  }

  /** The first guess with a customer of class r less, or null when there is none. */
  private without(full: Solved, r: number): Solved | null {
    if (full.customers[r] === 0) return null;
    const means = this.emptyMeans();
    this.estimate(full, r, means);
    for (let s = 0; s < means.customers.length; s++)
      if (full.customers[s] > 0)
        means.thinking[s] = (full.thinking[s] * means.customers[s]) / full.customers[s];
    return means;
  }

  /**
   * The means with a customer of class r less, from those at the given population: customers (n_s - [s = r]) times
   * the fraction at a station plus its correction, those in service in proportion, probabilities as they are.
   */
  private estimate(from: Means, r: number, into: Means): void {
    const { classCount, stationCount } = this.network;
    into.customers.set(from.customers);
    if (from.customers[r] > 0) into.customers[r] -= 1;
    for (let at = 0; at < classCount * stationCount; at++) {
      const s = at % classCount;
      const present = from.queue[at];
      const fraction =
        from.customers[s] > 0 ? present / from.customers[s] + this.delta[at * classCount + r] : 0;
      into.queue[at] = Math.max(0, into.customers[s] * fraction);
      into.busy[at] = present > 0 ? (into.queue[at] / present) * from.busy[at] : 0;
    }
    into.probability.forEach((states, k) => {
      states?.set(from.probability[k]!);
    });
  }

  private fixedPoint(means: Solved): void {
    for (let step = 1; ; step++) {
      const change = this.step(means);
      this.residual = change;
      this.iterations += 1;
      if (change < this.limits.tolerance) return;
      if (step >= this.limits.maxIterations) {
        this.converged = false;
        return;
      }
    }
  }

  /** One substitution; returns the largest change that the test for the end looks at. */
  private step(means: Solved): number {
    const { network, rules, residence, seen } = this;
    const { classCount, stationCount, demand, thinkTime } = network;
    for (let r = 0; r < classCount; r++) this.estimate(means, r, seen[r]);
    let change = 0;
    for (let r = 0; r < classCount; r++) {
      let cycle = thinkTime[r];
      for (let k = 0; k < stationCount; k++) {
        const at = k * classCount + r;
        // A class without customers does not act on what it finds: nothing can oscillate, and no step waits for it.
        const damping = means.customers[r] > 0 ? rules[k].damping : 1;
        const time = rules[k].residence(r, seen[r]);
        residence[at] = damping === 1 ? time : damping * time + (1 - damping) * residence[at];
        cycle += residence[at];
      }
      const customers = means.customers[r];
      const throughput = customers > 0 ? customers / cycle : 0;
      if (customers > 0 && this.standsStill[r])
        change = Math.max(change, Math.abs(throughput - means.throughput[r]) / throughput);
      means.throughput[r] = throughput;
      const thinking = means.throughput[r] * thinkTime[r];
      if (customers > 0) change = Math.max(change, Math.abs(thinking - means.thinking[r]) / customers);
      means.thinking[r] = thinking;
      for (let k = 0; k < stationCount; k++) {
        const at = k * classCount + r;
        const queue = means.throughput[r] * residence[at];
        if (customers > 0) change = Math.max(change, Math.abs(queue - means.queue[at]) / customers);
        means.queue[at] = queue;
        means.busy[at] = means.throughput[r] * demand[at];
      }
    }
    this.occupy(means);
    return change;
  }

  /**
   * Probabilities of the servers from the mean number busy B: P(j) ~ B^j/j! below the m servers (or the customers, if
   * fewer), and for all of them busy ~ B^m/m! B/(m - B) (Krzesinski and Greyling 1984, equations 5.3 to 5.5).
   */
  private occupy(means: Means): void {
    const { classCount } = this.network;
    let customers = 0;
    for (let r = 0; r < classCount; r++) customers += means.customers[r];
    means.probability.forEach((states, k) => {
      if (states === null) return;
      const servers = states.length - 1;
      const last = Math.min(servers, customers);
      let busy = 0;
      for (let r = 0; r < classCount; r++) busy += means.busy[k * classCount + r];
      states.fill(0);
      if (busy >= servers) {
        states[last] = 1;
        return;
      }
      let sum = 1;
      let weight = busy;
      states[0] = 1;
      for (let j = 1; j < last; j++) {
        states[j] = weight;
        sum += weight;
        weight *= busy / (j + 1);
      }
      if (last > 0) {
        states[last] = (weight * busy) / (servers - busy);
        sum += states[last];
      }
      for (let j = 0; j <= last; j++) states[j] /= sum;
    });
  }

  /** Renews D and returns its largest change. */
  private renew(full: Means, less: readonly (Means | null)[]): number {
    const { classCount, stationCount } = this.network;
    let change = 0;
    for (let r = 0; r < classCount; r++) {
      const means = less[r];
      if (means === null) continue;
      for (let at = 0; at < classCount * stationCount; at++) {
        const s = at % classCount;
        const customers = means.customers[s];
        const value = customers > 0 ? means.queue[at] / customers - full.queue[at] / full.customers[s] : 0;
        change = Math.max(change, Math.abs(value - this.delta[at * classCount + r]));
        this.delta[at * classCount + r] = value;
      }
    }
    return change;
  }
}
