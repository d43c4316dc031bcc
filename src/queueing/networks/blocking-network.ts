import { deepFreeze, integer, oneOf, onlyFields, plainObject, SidecoreError } from '../../common';
import { explore } from '../markov/explore';
import { stationary } from '../markov/stationary';
import { type BlockingState, blockedServers, leaveNetwork, moveOn } from './blocking-moves';
import { type Jump, jumpTable } from './jump-table';
import type { QueueingNetwork } from './model';
import type { NetworkArrays } from './network';
import { routedNetwork } from './routed-network';
import type { Routing } from './routing';

/** What `blockingNetwork` is asked. */
export interface BlockingNetworkOptions {
  /**
   * `after-service` (BAS, transfer or manufacturing blocking): a served customer that finds its next station full holds
   * its server until there is room. `repetitive-service` (RS-RD): it is served again, and then chooses anew.
   */
  readonly blocking: 'after-service' | 'repetitive-service';
  /** Most states to build. Default 200000. */
  readonly maxStates?: number;
}

/** A station with room for so many customers. */
export interface BlockingStation {
  /** Customers that leave it per second. */
  readonly throughput: number;
  /** Mean share of its servers that serve; at a delay station the mean number in service. */
  readonly utilization: number;
  /** Mean share of its servers that hold a served customer; at a delay station their mean number. */
  readonly blockedShare: number;
  /** Mean number there, waiting, in service or blocked. */
  readonly queueLength: number;
  /** Mean time there per visit, blocked time included, seconds; null when nobody comes. */
  readonly responseTime: number | null;
  /** Share of the time that it has no room. */
  readonly fullProbability: number;
}

/** What `blockingNetwork` answers. */
export interface BlockingSolution {
  readonly method: string;
  readonly exact: boolean;
  readonly states: number;
  readonly residual: number;
  /** Customers per second that are let in (open network), that end thinking (think time above 0), else that leave the first station. */
  readonly throughput: number;
  /** Share of the arrivals from outside that is lost because the first station is full; 0 in a closed network. */
  readonly lossProbability: number;
  readonly stations: Readonly<Record<string, BlockingStation>>;
}

/**
 * Exact solution of a network with one class and stations of limited capacity, by its Markov chain. Exponential
 * service; first come first served (or any order that does not look at service times), several servers, delay
 * stations, load dependence, closed or open. An open network loses arrivals that find their station full.
 *
 * Under blocking after service a station takes in those who wait for it in the order in which they were blocked. When
 * blocked servers wait for each other in a ring, the customers of the ring change places at once, so there is no
 * deadlock. A blocked customer counts at the station whose server it holds.
 *
 * @throws SidecoreError `invalid-value` when the population does not fit, `unsupported` for several classes, open networks with unlimited stations, or times that are not exponential, `too-large` for more than
 * `maxStates` states, and as the traffic equations do
 * @example
 * blockingNetwork(
 *   {
 *     classes: { job: { population: 6 } },
 *     stations: { one: { serviceTime: 0.5, capacity: 5 }, two: { serviceTime: 1, capacity: 3 } },
 *   },
 *   { blocking: 'after-service' },
 * ).throughput; // 0.9677
 * @see Perros, Queueing Networks with Blocking, 1994; Balsamo, de Nitto Persone and Onvural, Analysis of Queueing
 * Networks with Blocking, 2001
 */
export function blockingNetwork(network: QueueingNetwork, options: BlockingNetworkOptions): BlockingSolution {
  plainObject(options, 'options');
  onlyFields(options, ['blocking', 'maxStates'], 'options');
  const afterService =
    oneOf(options.blocking, ['after-service', 'repetitive-service'], 'options.blocking') === 'after-service';
  const limit = integer(options.maxStates ?? 200_000, 'options.maxStates', 1);
  const { arrays, routing } = routedNetwork(network);
  rejectUnlessBlocking(arrays);
  const { stationCount: outside, serviceTime, servers, rates } = arrays;
  const open = arrays.open[0] === 1;
  const jumps = open ? openJumps(routing, outside) : jumpTable(arrays, routing);
  const capacity = [...arrays.capacity, Number.POSITIVE_INFINITY];
  const free = (state: BlockingState, k: number) => state.count[k] < capacity[k];

  /** Rate at which services end at a place. */
  const speed = (state: BlockingState, k: number): number => {
    const n = state.count[k];
    if (n === 0) return 0;
    if (k === outside) return n / arrays.thinkTime[0];
    const busy = Math.min(n, rates[k] ? 1 : servers[k]) - (afterService ? blockedServers(state, k) : 0);
    return (busy * (rates[k] ? rates[k][Math.min(n, rates[k].length) - 1] : 1)) / serviceTime[k];
  };
  /** Calls back for everything that may happen. `to` is the state after it; null when it changes nothing. */
  const happenings = (
    state: BlockingState,
    tell: (rate: number, from: number, jump: Jump, to: BlockingState | null) => void,
  ) => {
    for (let k = 0; k <= outside; k++) {
      const rate = open && k === outside ? routing.chains[0].arrivalRate : speed(state, k);
      if (rate === 0) continue;
      for (const jump of jumps[k]) {
        let to: BlockingState | null;
        if (open && k === outside && jump.to === outside) continue;
        if (open && jump.to === outside) to = leaveNetwork(state, k);
        else if (open && k === outside) to = free(state, jump.to) ? arrived(state, jump.to) : null;
        else if (afterService) to = moveOn(state, k, jump.to, capacity);
        else to = k === jump.to ? state : free(state, jump.to) ? moveOn(state, k, jump.to, capacity) : null;
        tell(rate * jump.probability, k, jump, to);
      }
    }
  };
  const space = explore<BlockingState>(
    firstState(arrays, routing, capacity),
    (state) => `${state.count};${state.waiting.map((list) => list.join(',')).join(';')}`,
    (state, emit) => {
      happenings(state, (rate, _from, _jump, to) => {
        if (to !== null) emit(rate, to);
      });
    },
    limit,
  );
  const { probabilities, ...facts } = stationary(space.chain);

  const flow = new Float64Array(outside + 1);
  const queueLength = new Float64Array(outside + 1);
  const full = new Float64Array(outside);
  const busy = new Float64Array(outside);
  const blocked = new Float64Array(outside);
  let lost = 0;
  space.states.forEach((state, i) => {
    const p = probabilities[i];
    for (let k = 0; k <= outside; k++) queueLength[k] += p * state.count[k];
    for (let k = 0; k < outside; k++) {
      const held = afterService ? blockedServers(state, k) : 0;
      const most = rates[k] ? 1 : servers[k];
      if (!free(state, k)) full[k] += p;
      busy[k] += p * (Math.min(state.count[k], most) - held);
      blocked[k] += p * held;
    }
    happenings(state, (rate, from, _jump, to) => {
      if (to !== null) flow[from] += p * rate;
      else if (open && from === outside) lost += p * rate;
    });
  });
  const stations: Record<string, BlockingStation> = {};
  arrays.stationNames.forEach((name, k) => {
    const each = rates[k] || !Number.isFinite(servers[k]) ? 1 : servers[k];
    stations[name] = {
      throughput: flow[k],
      utilization: busy[k] / each,
      blockedShare: blocked[k] / each,
      queueLength: queueLength[k],
      responseTime: flow[k] > 0 ? queueLength[k] / flow[k] : null,
      fullProbability: full[k],
    };
  });
  return deepFreeze({
    method: `markov-chain-${facts.method}`,
    exact: facts.exact,
    states: space.states.length,
    residual: facts.residual,
    throughput: flow[open || arrays.thinkTime[0] > 0 ? outside : firstVisited(routing)],
    lossProbability: lost > 0 ? lost / (lost + flow[outside]) : 0,
    stations,
  });
}

function firstVisited(routing: Routing): number {
  return routing.visits.findIndex((visits) => visits > 0);
}

/** An arrival from outside at a station that has room. */
function arrived(state: BlockingState, to: number): BlockingState {
  return { ...state, count: state.count.map((n, k) => (k === to ? n + 1 : n)) };
}

function openJumps(routing: Routing, outside: number): Jump[][] {
  const table: Jump[][] = Array.from({ length: outside + 1 }, () => []);
  for (const { from, to, probability } of routing.routes)
    if (probability > 0) table[from].push({ to, toClass: 0, probability });
  return table;
}

/** Everyone thinks; without thinking, the stations are filled in their order. */
function firstState(network: NetworkArrays, routing: Routing, capacity: readonly number[]): BlockingState {
  const { stationCount } = network;
  const count = new Array<number>(stationCount + 1).fill(0);
  let left = network.population[0];
  if (network.thinkTime[0] > 0) {
    count[stationCount] = left;
    left = 0;
  }
  for (let k = 0; k < stationCount && left > 0; k++) {
    if (routing.visits[k] === 0) continue;
    count[k] = Math.min(left, capacity[k]);
    left -= count[k];
  }
  if (left > 0)
    throw new SidecoreError({
      code: 'invalid-value',
      path: `classes.${network.classNames[0]}.population`,
      message: `${network.population[0]} customers do not fit into the stations, which hold ${network.population[0] - left}`,
      hint: 'raise a capacity, or give a think time',
    });
  return { count, waiting: count.map(() => []) };
}

function rejectUnlessBlocking(network: NetworkArrays): void {
  const reject = (path: string, message: string, hint: string): never => {
    throw new SidecoreError({ code: 'unsupported', path, message, hint });
  };
  if (network.classCount !== 1)
    reject('classes', `blockingNetwork takes one class, not ${network.classCount}`, 'merge the classes');
  network.stationNames.forEach((name, k) => {
    const path = `stations.${name}`;
    if (network.visits[k] > 0 && network.serviceVariability[k] !== 1)
      reject(`${path}.serviceVariability`, 'the service time is not exponential', 'leave it out');
    if (network.visits[k] > 0 && !(network.serviceTime[k] > 0))
      reject(`${path}.serviceTime`, 'customers take no time there', 'leave the station out of their routes');
    if (network.open[0] && network.visits[k] > 0 && !Number.isFinite(network.capacity[k]))
      reject(
        `${path}.capacity`,
        'an open network with unlimited room has no finite chain',
        'give every station a capacity',
      );
  });
}
