import { deepFreeze, onlyFields, plainObject, SidecoreError, shown } from '../../common';
import { poissonWeights } from '../markov/poisson';
import { type TimeDistribution, timeDistribution } from '../stations/time-result';
import { logConstantWithout, logStationFactor, PopulationLattice } from './log-normalizing';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { whyNotProductForm } from './product-form';

/** What `closedResponseTime` is asked. */
export interface ClosedResponseOptions {
  /** The first-come-first-served or delay station. */
  readonly station: string;
  /** May be left out with one class. */
  readonly class?: string;
}

/** What `closedResponseTime` answers. */
export interface ClosedResponseTime {
  readonly method: 'arrival-theorem';
  readonly exact: boolean;
  /** Time at the station per visit, seconds, with `cumulative(t)` and `percentile(p)`. */
  readonly responseTime: TimeDistribution;
  /** Probability that a customer finds n others there, n = 0, 1, ... */
  readonly foundOnArrival: readonly number[];
}

const workLimit = 1e9;

/**
 * Distribution of the time that a customer spends at one first-come-first-served station of a closed product-form
 * network. A customer of class r finds the station as it is in the long run with one customer of class r less (arrival
 * theorem); finding j with m servers it spends an exponential service time, after j - m + 1 services at the rate of all
 * servers if j >= m. Exact; normalising constants as logarithms, the distribution by uniformisation with positive terms.
 *
 * @throws SidecoreError `unsupported` for open classes, networks without product form, load dependence or a processor-
 * sharing discipline at the station; `unknown-name`; `too-large` beyond 1e9 operations
 * @example
 * const { responseTime } = closedResponseTime(
 *   {
 *     classes: { job: { population: 8, thinkTime: 1 } },
 *     stations: { disk: { discipline: 'first-come-first-served', serviceTime: 0.4, servers: 2 } },
 *   },
 *   { station: 'disk' },
 * );
 * responseTime.percentile(0.95); // 1.856
 * @see McKenna, J. ACM 34(4), 1987, pp. 985-1003 (sojourn times as mixtures of Erlang distributions); Sevcik and
 * Mitrani, J. ACM 28(2), 1981, pp. 358-371 (arrival theorem)
 */
export function closedResponseTime(
  network: QueueingNetwork,
  options: ClosedResponseOptions,
): ClosedResponseTime {
  plainObject(options, 'options');
  onlyFields(options, ['station', 'class'], 'options');
  const arrays = networkArrays(network);
  const k = indexOf(arrays.stationNames, options.station, 'options.station');
  if (options.class === undefined && arrays.classCount > 1)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'options.class',
      message: 'with several classes, say which',
    });
  const r = options.class === undefined ? 0 : indexOf(arrays.classNames, options.class, 'options.class');
  rejectUnlessOrdered(arrays, k, r);
  const service = arrays.serviceTime[k * arrays.classCount + r];
  const servers = arrays.servers[k];
  const found = Number.isFinite(servers) ? foundOnArrival(arrays, k, r) : new Float64Array([1]);
  let mean = service;
  for (let j = servers; j < found.length; j++) mean += (found[j] * (j - servers + 1) * service) / servers;
  const steps = new ArrivalSteps(found, Math.min(servers, found.length));
  const responseTime = timeDistribution({
    mean,
    cumulative: (t) => (t > 0 ? (service > 0 ? steps.ended(t / service) : 1) : 0),
  });
  return deepFreeze({
    method: 'arrival-theorem' as const,
    exact: true,
    responseTime,
    foundOnArrival: Array.from(found),
  });
}

/**
 * The uniformised walk of one customer through the queue: every step of rate m / service one of those ahead ends; in
 * service it ends itself with probability 1/m. The ended share after n steps is the same for all times: it is kept.
 */
class ArrivalSteps {
  private readonly shares = [0];
  private inService = 0;

  constructor(
    private readonly found: Float64Array,
    private readonly servers: number,
  ) {
    for (let j = 0; j < servers; j++) this.inService += found[j];
  }

  /** P(time <= services), the time in units of the mean service time. */
  ended(services: number): number {
    const mean = Math.min(services * this.servers, Number.MAX_VALUE);
    const enough = this.found.length + 100 * this.servers;
    if (mean - 14 * Math.sqrt(mean) > enough) return 1;
    const { first, weight } = poissonWeights(mean);
    let sum = 0;
    for (let i = 0; i < weight.length; i++) sum += weight[i] * this.share(first + i);
    return Math.min(1, sum);
  }

  private share(steps: number): number {
    const { shares, found, servers } = this;
    while (shares.length <= steps) {
      const last = shares[shares.length - 1];
      shares.push(last + this.inService / servers);
      const arriving = servers + shares.length - 2;
      this.inService *= 1 - 1 / servers;
      if (arriving < found.length) this.inService += found[arriving];
    }
    return shares[steps];
  }
}

/** P(n at station k) for the network without one customer of class r. */
function foundOnArrival(network: NetworkArrays, k: number, r: number): Float64Array {
  const population = Array.from(network.population);
  population[r]--;
  const customers = population.reduce((sum, n) => sum + n, 0);
  const points = population.reduce((product, n) => product * (n + 1), 1);
  let wide = 1;
  for (let i = 0; i < network.stationCount; i++)
    if (i !== k && (network.rates[i] || (network.servers[i] > 1 && Number.isFinite(network.servers[i]))))
      wide += points;
  if (points * wide > workLimit)
    throw new SidecoreError({
      code: 'too-large',
      path: 'classes',
      message: `${points} populations and stations with several servers need ${(points * wide).toExponential(1)} operations; the limit is ${workLimit.toExponential(0)}`,
      hint: 'take fewer customers, or merge classes',
    });
  const lattice = new PopulationLattice(population);
  const logFactorial = new Float64Array(customers + 1);
  for (let n = 1; n <= customers; n++) logFactorial[n] = logFactorial[n - 1] + Math.log(n);
  const others = logConstantWithout(network, lattice, k, logFactorial);
  const { classCount, servers } = network;
  const own = logStationFactor(
    lattice,
    network.demand.slice(k * classCount, (k + 1) * classCount),
    (n) => Math.min(n, servers[k]),
    logFactorial,
  );
  const probability = new Float64Array(customers + 1);
  const last = lattice.size - 1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= last; i++) largest = Math.max(largest, own[i] + others[last - i]);
  let sum = 0;
  for (let i = 0; i <= last; i++) {
    const weight = Math.exp(own[i] + others[last - i] - largest);
    let there = 0;
    for (let c = 0; c < classCount; c++) there += lattice.count[i * classCount + c];
    probability[there] += weight;
    sum += weight;
  }
  return probability.map((weight) => weight / sum);
}

function rejectUnlessOrdered(network: NetworkArrays, k: number, r: number): void {
  const reject = (path: string, message: string, hint: string): never => {
    throw new SidecoreError({ code: 'unsupported', path, message, hint });
  };
  const station = `stations.${network.stationNames[k]}`;
  network.classNames.forEach((name, c) => {
    if (network.open[c])
      reject(`classes.${name}`, 'the arrival theorem of closed networks takes closed classes', 'see mmc');
  });
  const reason = whyNotProductForm(network);
  if (reason !== null) reject('closedResponseTime', reason, 'simulate, or approximate it as a product form');
  const discipline = network.discipline[k];
  if (discipline !== 'delay' && discipline !== 'first-come-first-served')
    reject(
      `${station}.discipline`,
      `the time under ${discipline} has no such form`,
      'use first-come-first-served',
    );
  if (network.rates[k]) reject(`${station}.rates`, 'the station is load dependent', 'give servers');
  const at = k * network.classCount + r;
  if (network.population[r] === 0 || network.visits[at] === 0)
    throw new SidecoreError({
      code: 'invalid-value',
      path: station,
      message: `no customer of class ${network.classNames[r]} ever comes here`,
    });
  if (discipline === 'delay' && network.serviceVariability[at] !== 1)
    reject(`${station}.serviceVariability`, 'the service time is not exponential', 'leave it out');
}

function indexOf(names: readonly string[], name: string, path: string): number {
  const index = names.indexOf(name);
  if (index < 0)
    throw new SidecoreError({
      code: 'unknown-name',
      path,
      message: `there is no ${shown(name)}`,
      hint: `there is ${names.join(', ')}`,
    });
  return index;
}
