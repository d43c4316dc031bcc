import { deepFreeze, integer, onlyFields, plainObject, SidecoreError, type Warning } from '../../common';
import { explore, refuseStates } from '../markov/explore';
import { stationary } from '../markov/stationary';
import { jumpTable } from './jump-table';
import type { QueueingNetwork } from './model';
import type { NetworkArrays } from './network';
import { routedNetwork } from './routed-network';
import type { Routing } from './routing';
import { serviceOrder, thinking } from './service-order';
import { type NetworkSolution, networkSolution } from './solution';

/** What `closedMarkov` is asked. */
export interface ClosedMarkovOptions {
  /** Most states to build. Default 200000. */
  readonly maxStates?: number;
}

/** What `closedMarkov` answers. */
export interface ClosedMarkovSolution extends NetworkSolution {
  readonly states: number;
}

/**
 * Exact solution of a small closed network by its Markov chain, for every discipline of this package: also those
 * without product form, such as first come first served with different mean times, preemptive-resume and
 * non-preemptive priority (within one priority in order of arrival), and discriminatory processor sharing. Service and
 * think times are exponential; several servers, load-dependent rates, routing and class switching are allowed.
 *
 * Where customers go matters here: give `routing`, or visits of 0 or 1 for stations passed in the order listed. Under
 * load dependence with one-at-a-time disciplines the customer in service gets the whole speed.
 *
 * The number of states grows with the product over classes of C(n + places - 1, n), and with the orders in which
 * classes can queue. Classes that switch have throughput and times per passage of their chain. A class that more urgent
 * ones never let through has throughput 0 and response time Infinity; a class without customers has its demands as times.
 *
 * At a last-come-first-served station a class that goes nowhere else (no think time, no other station) comes back on top
 * for ever and buries those below it: the chain has several steady states, and the answer is that of the start with the
 * classes in the order listed, with a warning (`several-steady-states`). The product form of the other methods is another
 * one of them.
 *
 * @throws SidecoreError `too-large` for more than `maxStates` states, `unsupported` for open classes, limited
 * capacities (see `blockingNetwork`) and service times that are not exponential, and as the traffic equations do
 * @example
 * closedMarkov({
 *   classes: { read: { population: 3, thinkTime: 1, priority: 0 }, write: { population: 4, thinkTime: 2, priority: 1 } },
 *   stations: { disk: { discipline: 'priority-non-preemptive', serviceTime: { read: 0.2, write: 0.5 } } },
 * }).classes.read.throughput; // 1.8455
 * @see Bolch, Greiner, de Meer and Trivedi, Queueing Networks and Markov Chains, 2nd ed. 2006, chapters 2 and 3
 */
export function closedMarkov(
  network: QueueingNetwork,
  options: ClosedMarkovOptions = {},
): ClosedMarkovSolution {
  plainObject(options, 'options');
  onlyFields(options, ['maxStates'], 'options');
  const limit = integer(options.maxStates ?? 200_000, 'options.maxStates', 1);
  const { arrays, routing } = routedNetwork(network);
  rejectUnlessMarkov(arrays);
  const { classCount, stationCount } = arrays;
  const places = [...arrays.stationNames.map((_, k) => serviceOrder(arrays, k)), thinking(arrays.thinkTime)];
  refuseIfSurelyTooMany(arrays, routing, limit);
  const jumps = jumpTable(arrays, routing);
  const first = places.map((place) => place.empty);
  for (let r = 0; r < classCount; r++) {
    const home = homeOf(arrays, routing, r);
    for (let n = 0; n < arrays.population[r]; n++) first[home] = places[home].arrive(first[home], r);
  }
  const space = explore<readonly (readonly number[])[]>(
    first,
    (state) => state.map((content) => content.join(',')).join(';'),
    (state, emit) => {
      state.forEach((content, k) => {
        places[k].depart(content, (rate, r, left) => {
          for (const jump of jumps[k * classCount + r]) {
            const next = state.slice();
            next[k] = left;
            next[jump.to] = places[jump.to].arrive(next[jump.to], jump.toClass);
            emit(rate * jump.probability, next);
          }
        });
      });
    },
    limit,
  );
  const { probabilities, ...facts } = stationary(space.chain);

  const queueLength = new Float64Array((stationCount + 1) * classCount);
  const flow = new Float64Array((stationCount + 1) * classCount);
  const busyProbability = new Float64Array(stationCount).fill(Number.NaN);
  for (let k = 0; k < stationCount; k++) if (arrays.rates[k]) busyProbability[k] = 0;
  const here = new Float64Array(classCount);
  space.states.forEach((state, i) => {
    const p = probabilities[i];
    state.forEach((content, k) => {
      here.fill(0);
      places[k].count(content, here);
      for (let r = 0; r < classCount; r++) queueLength[k * classCount + r] += p * here[r];
      if (arrays.rates[k] && here.some((n) => n > 0)) busyProbability[k] += p;
      places[k].depart(content, (rate, r) => {
        flow[k * classCount + r] += p * rate;
      });
    });
  });
  const throughput = passages(routing, flow, classCount);
  const residenceTime = Float64Array.from(arrays.demand, (demand, at) => {
    const x = throughput[at % classCount];
    if (x > 0) return queueLength[at] / x;
    return queueLength[at] > 0 ? Number.POSITIVE_INFINITY : demand;
  });
  const solution = networkSolution(
    arrays,
    { throughput, residenceTime, queueLength, busyProbability },
    {
      method: `markov-chain-${facts.method}`,
      exact: facts.exact,
      residual: facts.residual,
      warnings: buried(arrays, routing),
      ...(facts.iterations !== undefined && { iterations: facts.iterations, converged: facts.converged }),
    },
  );
  return deepFreeze({ ...solution, states: space.states.length });
}

/** Passages per second of each class's chain, from the largest of the flows that belong to it. */
function passages(routing: Routing, flow: Float64Array, classCount: number): Float64Array {
  const throughput = new Float64Array(classCount);
  for (const chain of routing.chains) {
    let best = -1;
    for (let at = 0; at < flow.length; at++)
      if (chain.classes.includes(at % classCount) && (best < 0 || flow[at] > flow[best])) best = at;
    const x = flow[best] > 0 ? flow[best] / routing.visits[best] : 0;
    for (const r of chain.classes) throughput[r] = x;
  }
  return throughput;
}

/** Last-come-first-served stations where a class that goes nowhere else stays on top of what it found there. */
function buried(
  { stationNames, discipline, servers, demand, thinkTime, classNames, classCount }: NetworkArrays,
  routing: Routing,
): Warning[] {
  const chains = routing.chains.filter(({ population }) => population > 0);
  const customers = chains.reduce((sum, { population }) => sum + population, 0);
  return stationNames.flatMap((name, k): Warning[] => {
    if (discipline[k] !== 'last-come-first-served-preemptive' || servers[k] >= customers) return [];
    const spends = ({ classes }: Routing['chains'][number], where: (station: number) => boolean) =>
      classes.some((r) =>
        stationNames.some((_, other) => where(other) && demand[other * classCount + r] > 0),
      );
    const here = chains.filter((chain) => spends(chain, (other) => other === k));
    const bound = here.find(
      (chain) => !spends(chain, (other) => other !== k) && chain.classes.every((r) => thinkTime[r] === 0),
    );
    if (bound === undefined || here.length < 2) return [];
    return [
      {
        code: 'several-steady-states',
        path: `stations.${name}`,
        message: `class ${classNames[bound.classes[0]]} goes nowhere else and comes back on top: what is below it at the start stays there, and the start is with the classes in the order listed`,
      },
    ];
  });
}

/** Where the customers of a class are put at first: any place that takes time. */
function homeOf(network: NetworkArrays, routing: Routing, r: number): number {
  const { classCount, stationCount } = network;
  if (network.thinkTime[r] > 0) return stationCount;
  const visited = (k: number) => routing.visits[k * classCount + r] > 0;
  for (let k = 0; k < stationCount; k++) if (visited(k)) return k;
  if (network.population[r] === 0) return stationCount;
  throw new SidecoreError({
    code: 'invalid-value',
    path: `classes.${network.classNames[r]}`,
    message: 'its customers take no time anywhere, or start where they never come back to',
    hint: 'give a think time or a station, and put the population into a class that is visited again and again',
  });
}

function rejectUnlessMarkov(network: NetworkArrays): void {
  const reject = (path: string, message: string, hint: string): never => {
    throw new SidecoreError({ code: 'unsupported', path, message, hint });
  };
  const { classCount, stationNames, classNames } = network;
  classNames.forEach((name, r) => {
    if (network.open[r])
      reject(`classes.${name}`, 'closedMarkov takes closed classes only', 'use openNetwork for open classes');
  });
  const customers = network.population.reduce((sum, n) => sum + n, 0);
  stationNames.forEach((name, k) => {
    if (network.capacity[k] < customers)
      reject(`stations.${name}.capacity`, 'a limited capacity can block', 'use blockingNetwork');
    for (let r = 0; r < classCount; r++) {
      const at = k * classCount + r;
      if (network.visits[at] > 0 && network.demand[at] > 0 && network.serviceVariability[at] !== 1)
        reject(
          `stations.${name}.serviceVariability`,
          `${network.serviceVariability[at]} is not that of an exponential service time, 1`,
          'leave it out, or use an approximation',
        );
    }
  });
}

/** Refuses before building when placing the customers of each chain alone makes too many states. */
function refuseIfSurelyTooMany(network: NetworkArrays, routing: Routing, limit: number): void {
  const { classCount, stationCount } = network;
  let count = 1;
  for (const chain of routing.chains) {
    let places = 0;
    for (const r of chain.classes) {
      if (network.thinkTime[r] > 0) places++;
      for (let k = 0; k < stationCount; k++) if (network.demand[k * classCount + r] > 0) places++;
    }
    for (let n = 1; n <= chain.population && count < 1e300; n++) count *= (n + places - 1) / n;
  }
  // With class switching not every split over classes need occur: the count holds for fixed classes.
  const fixed = routing.chains.every((chain) => chain.classes.length === 1);
  if (fixed && count > limit * (1 + 1e-9)) refuseStates(`at least ${count.toPrecision(6)}`, limit);
}
