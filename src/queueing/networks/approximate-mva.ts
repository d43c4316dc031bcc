import { integer, oneOf, SidecoreError } from '../../common';
import {
  convergenceWarnings,
  type IterationOptions,
  iterationLimits,
  requireClosed,
  requireRoom,
} from './approximation';
import { conwayRule, fillings } from './conway-rule';
import { exactConvolutionOf } from './exact-convolution';
import { latticeRecursion } from './lattice-recursion';
import { type NetworkArrays, networkArrays, type QueueingNetwork } from './network';
import { whyNotProductForm } from './product-form';
import { type NetworkSolution, networkSolution } from './solution';
import { stationLinearizer } from './station-linearizer';
import {
  delayRule,
  fcfsRule,
  loadDependentRule,
  priorityRule,
  reiserRule,
  roliaRule,
  type StationRule,
  seidmannRule,
  sharedRule,
  weightedRule,
} from './station-rules';

const multiServers = ['reiser', 'conway', 'rolia', 'seidmann', 'conway-or-rolia'] as const;
const priorities = ['mva-priority', 'shadow-server'] as const;
const recursions = ['linearizer', 'schweitzer', 'exact'] as const;

export interface ApproximateMvaOptions extends IterationOptions {
  /**
   * Where the means with one customer less come from: the Linearizer (default), Bard-Schweitzer, or the exact recursion
   * over every population, whose cost is the product of the populations. Where that is exact (product form, and
   * Reiser's rule for several servers), the answer comes from `exactConvolution`, which loses no digits.
   */
  readonly recursion?: (typeof recursions)[number];
  /** Linearizer: renewals of its correction. Default 3. */
  readonly corrections?: number | 'converged';
  /**
   * Stations with several servers. Default: `conway` where customers are served first come, first served and their
   * service times differ between classes (`rolia` where there are too many ways to fill the servers), else `reiser`.
   * `conway-or-rolia` is LQNS's default: Conway up to four servers, Rolia above.
   */
  readonly multiServer?: (typeof multiServers)[number];
  /** Stations with priorities. Default `mva-priority`. */
  readonly priority?: (typeof priorities)[number];
}

/** Most fillings of the servers for which the default is Conway's rule. */
const defaultFillings = 500;

/**
 * Approximate mean value analysis of a closed network with stations of any kind: each has a formula for the time that
 * an arriving customer stays, given the means it finds, and one recursion supplies those means.
 *
 * - processor sharing, LCFS preemptive, one server: R = D (1 + A); weighted sharing: R_r = D_r (1 + sum_s w_s/w_r A_s)
 * - first come, first served with service times or variabilities of its own per class: waits for S_s of each waiting
 *   customer and the rest of the service in progress
 * - several servers: Reiser, Conway, Rolia-Sevcik or Seidmann
 * - load-dependent rates, any number of classes: R = D (1 + A) / rate(1 + A)
 * - priorities: Bryant et al. (`mva-priority`) or Sevcik (`shadow-server`)
 *
 * A station with a server for every customer is a delay.
 *
 * First come, first served with a squared coefficient of variation far above 1 comes out too low: by 18 % at 4 and 34 % at 10,
 * with 3 customers, a mean of 1 and a think time of 1.
 *
 * Known error of the largest class throughput, median, 90th percentile and worst, against exact on random models:
 * single servers as `linearizer`; several servers (400 models of two classes with very different means), exact
 * recursion: Seidmann 1.8 %, 9 %, 18 %, Linearizer: Reiser 1.7 %, 11 %, 27 %, Seidmann 3 %, 12 %, 23 %. Conway and Rolia
 * aim at first come, first served, where such a station has no product form. One station with two classes of up to 4
 * customers (60 models each), Linearizer: load dependence 1.8 %, 2.5 %, 2.6 %; class-dependent first come, first served
 * 1.8 %, 12 %, 35 %; weights 4.6 %, 17 %, 32 %; priorities 7 %, 32 %, a factor of two, all of it in the least urgent
 * class of a saturated station (exact recursion: 5 %, 25 %, 69 %; the most urgent class is exact where it preempts).
 *
 * @param network closed classes; times in seconds
 * @throws SidecoreError `unsupported` for open classes, stations that may be full, and for priorities or weights at several servers
 * @throws SidecoreError `too-large` for an exact recursion over too many populations, `no-convergence` where it loses
 *   its digits
 * @example
 * approximateMva(
 *   {
 *     classes: { job: { population: 40, thinkTime: 0.3 } },
 *     stations: { cpu: { demand: 0.02 }, pool: { demand: 0.08, servers: 4 }, net: { demand: 0.01, servers: 2 } },
 *   },
 *   { multiServer: 'seidmann', recursion: 'exact' },
 * ).classes.job.throughput; // 47.77; exact: 47.89
 * @see the rules in station-rules.ts and conway-rule.ts for their papers; Seidmann, Schweitzer and Shalev-Oren,
 *   Large Scale Systems 12, 1987; Rolia and Sevcik, IEEE Trans. Software Engineering 21(8), 1995, pp. 689-700
 */
export function approximateMva(
  network: QueueingNetwork,
  options: ApproximateMvaOptions = {},
): NetworkSolution {
  return approximateMvaOf(networkArrays(network), options);
}

/** As `approximateMva`, on a network that is already laid out. */
export function approximateMvaOf(
  network: NetworkArrays,
  options: ApproximateMvaOptions = {},
): NetworkSolution {
  const limits = iterationLimits(options, ['recursion', 'corrections', 'multiServer', 'priority']);
  const recursion = oneOf(options.recursion ?? 'linearizer', recursions, 'options.recursion');
  const wanted = options.corrections ?? 3;
  const corrections =
    recursion === 'schweitzer'
      ? 0
      : wanted === 'converged'
        ? wanted
        : integer(wanted, 'options.corrections', 0, "or 'converged' for as many as it takes");
  const multiServer = options.multiServer && oneOf(options.multiServer, multiServers, 'options.multiServer');
  const priority = oneOf(options.priority ?? 'mva-priority', priorities, 'options.priority');
  requireClosed(network, 'approximateMva');
  requireRoom(network, 'approximateMva');

  const wantsExact = recursion === 'exact' && (multiServer === undefined || multiServer === 'reiser');
  if (wantsExact && whyNotProductForm(network) === null) return exactConvolutionOf(network);
  const rules = network.stationNames.map((_, k) => stationRule(network, k, multiServer, priority));
  const result =
    recursion === 'exact'
      ? latticeRecursion(network, rules)
      : stationLinearizer(network, rules, corrections, limits);
  const { converged, iterations, residual } = result;
  return networkSolution(
    network,
    {
      throughput: result.throughput,
      residenceTime: result.residence,
      queueLength: result.queue,
    },
    {
      method: `approximate-mva-${recursion}`,
      exact: false,
      converged,
      iterations,
      residual,
      warnings: convergenceWarnings('approximateMva', result),
    },
  );
}

function stationRule(
  network: NetworkArrays,
  k: number,
  multiServer: ApproximateMvaOptions['multiServer'],
  priority: (typeof priorities)[number],
): StationRule {
  const { classCount, population, demand, discipline } = network;
  const rates = network.rates[k];
  const servers = network.servers[k];
  const kind = discipline[k];
  let customers = 0;
  for (let r = 0; r < classCount; r++) if (demand[k * classCount + r] > 0) customers += population[r];
  if (rates === null && servers >= customers && servers > 1) return delayRule(network, k);
  const special = classCount > 1 && (kind.startsWith('priority') || kind.startsWith('discriminatory'));
  if (special && (rates !== null || servers > 1))
    throw new SidecoreError({
      code: 'unsupported',
      path: `stations.${network.stationNames[k]}`,
      message: `${kind} is approximated at one server only`,
    });
  if (special && priority === 'shadow-server' && kind === 'priority-non-preemptive')
    throw new SidecoreError({
      code: 'unsupported',
      path: 'options.priority',
      message: `a shadow server stands for preemptive priorities, and station ${network.stationNames[k]} does not preempt`,
      hint: "use 'mva-priority'",
    });
  if (rates !== null) return loadDependentRule(network, k, rates);
  if (servers > 1) return multiServerRule(network, k, servers, multiServer);
  if (special)
    return kind.startsWith('priority') ? priorityRule(network, k, priority) : weightedRule(network, k);
  return kind !== 'processor-sharing' &&
    kind !== 'last-come-first-served-preemptive' &&
    !sameService(network, k, true)
    ? fcfsRule(network, k)
    : sharedRule(network, k);
}

function multiServerRule(
  network: NetworkArrays,
  k: number,
  servers: number,
  wanted: ApproximateMvaOptions['multiServer'],
): StationRule {
  const ordered = network.discipline[k] === 'first-come-first-served' && !sameService(network, k, false);
  const few = fillings(servers, network.classCount) <= defaultFillings;
  switch (wanted ?? (ordered ? (few ? 'conway' : 'rolia') : 'reiser')) {
    case 'conway':
      return conwayRule(network, k, servers);
    case 'rolia':
      return roliaRule(network, k, servers);
    case 'conway-or-rolia':
      return servers < 5 ? conwayRule(network, k, servers) : roliaRule(network, k, servers);
    case 'seidmann':
      return seidmannRule(network, k, servers);
    default:
      return reiserRule(network, k, servers);
  }
}

/** True when every class that comes to the station has the same mean service time (and, if asked, exponential). */
function sameService(network: NetworkArrays, k: number, exponential: boolean): boolean {
  const { classCount, demand, serviceTime, serviceVariability } = network;
  let mean = -1;
  for (let at = k * classCount; at < (k + 1) * classCount; at++) {
    if (demand[at] === 0) continue;
    if (exponential && serviceVariability[at] !== 1) return false;
    if (mean >= 0 && serviceTime[at] !== mean) return false;
    mean = serviceTime[at];
  }
  return true;
}
