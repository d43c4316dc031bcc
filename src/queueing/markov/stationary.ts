import { SidecoreError } from '../../common';
import { aggregate } from './aggregation';
import { type Chain, chainOf, stateName } from './chain';
import { components } from './components';
import { eliminationCost, expectedTime, tryElimination } from './elimination';
import { narrowOrder, type Ordering } from './ordering';

/** Long-run probabilities of the states. */
export interface SteadyState {
  /** `elimination` (direct, every entry to nearly full accuracy) or `aggregation` (iterative). */
  readonly method: 'elimination' | 'aggregation';
  readonly exact: boolean;
  /** In the order of the states. */
  readonly probabilities: readonly number[];
  /** Of `aggregation`. */
  readonly converged?: boolean;
  readonly iterations?: number;
  /** Largest imbalance: sum over states of |flow in - flow out|, relative to the total flow. */
  readonly residual: number;
}

/** What the steady state of a chain is asked. */
export interface SteadyStateOptions {
  /** Default `auto`: elimination where it is affordable, else aggregation. */
  readonly method?: 'auto' | 'elimination' | 'aggregation';
  /** Of `aggregation`: the residual to reach. Default 1e-13. */
  readonly tolerance?: number;
}

/** Steady state of a chain with one closed class; transient states have probability 0. */
export function stationary(
  chain: Chain,
  options: SteadyStateOptions = {},
): Omit<SteadyState, 'probabilities'> & { readonly probabilities: Float64Array } {
  const recurrent = closedClass(chain);
  const root = hub(chain, recurrent);
  const ordering = narrowOrder(chain, without(recurrent, root));
  const method = options.method ?? 'auto';
  if (method === 'elimination' || (method === 'auto' && eliminationCost(ordering).feasible)) {
    const probabilities = eliminated(chain, recurrent, root, ordering);
    return { method: 'elimination', exact: true, probabilities, residual: imbalance(chain, probabilities) };
  }
  const compact = restrict(chain, [root, ...ordering.order]);
  const result = aggregate(compact.chain, options.tolerance ?? 1e-13);
  const probabilities = new Float64Array(chain.size);
  compact.states.forEach((state, i) => {
    probabilities[state] = result.probabilities[i];
  });
  return {
    method: 'aggregation',
    exact: false,
    probabilities,
    converged: true,
    iterations: result.iterations,
    residual: imbalance(chain, probabilities),
  };
}

/**
 * Visits between two visits to the root, by elimination of the other states. A state that gets back to the root too
 * rarely for double precision holds nearly all the probability: it becomes the root.
 */
function eliminated(
  chain: Chain,
  recurrent: Uint8Array,
  hubState: number,
  hubOrdering: Ordering,
): Float64Array {
  let root = hubState;
  let ordering = hubOrdering;
  for (let attempt = 0; attempt < 3; attempt++) {
    const result = tryElimination(chain, ordering);
    if ('order' in result) {
      const source = new Float64Array(chain.size);
      for (let at = chain.start[root]; at < chain.start[root + 1]; at++)
        source[chain.target[at]] += chain.rate[at];
      const { value, unit } = expectedTime(result, source);
      value[root] = unit;
      normalize(value);
      return value;
    }
    root = result.trap;
    ordering = narrowOrder(chain, without(recurrent, root));
  }
  throw new SidecoreError({
    code: 'no-convergence',
    path: 'chain',
    message: `the chain goes between two parts so rarely (near state ${stateName(chain, root)}) that double precision cannot hold the rate`,
    hint: 'solve the parts alone',
  });
}

function without(marked: Uint8Array, state: number): Uint8Array {
  const rest = marked.slice();
  rest[state] = 0;
  return rest;
}

/** Marks the states of the one closed class. */
function closedClass(chain: Chain): Uint8Array {
  const parts = components(chain);
  const firstState: number[] = [];
  for (let i = chain.size - 1; i >= 0; i--) if (parts.closed[parts.of[i]]) firstState[parts.of[i]] = i;
  const closed = firstState.flatMap((state) => (state === undefined ? [] : [state]));
  if (closed.length > 1)
    throw new SidecoreError({
      code: 'unsupported',
      path: 'chain',
      message: `the steady state depends on the start: from state ${stateName(chain, closed[0])} the chain never gets to state ${stateName(chain, closed[1])}, nor back`,
      hint: 'solve each part alone, or use the transient or absorption functions with an initial state',
    });
  const only = parts.of[closed[0]];
  return Uint8Array.from(parts.of, (part) => (part === only ? 1 : 0));
}

/** The state with most transitions: left out of the elimination, it cannot widen the band. */
function hub(chain: Chain, inside: Uint8Array): number {
  const degree = new Int32Array(chain.size);
  for (let i = 0; i < chain.size; i++)
    for (let at = chain.start[i]; at < chain.start[i + 1]; at++) {
      degree[i]++;
      degree[chain.target[at]]++;
    }
  let best = inside.indexOf(1);
  for (let i = 0; i < chain.size; i++) if (inside[i] && degree[i] > degree[best]) best = i;
  return best;
}

/** The chain on the listed states alone, renumbered. */
function restrict(chain: Chain, states: readonly number[]): { chain: Chain; states: readonly number[] } {
  const position = new Int32Array(chain.size).fill(-1);
  states.forEach((state, p) => {
    position[state] = p;
  });
  const from: number[] = [];
  const to: number[] = [];
  const rate: number[] = [];
  states.forEach((state, p) => {
    for (let at = chain.start[state]; at < chain.start[state + 1]; at++) {
      if (position[chain.target[at]] < 0) continue;
      from.push(p);
      to.push(position[chain.target[at]]);
      rate.push(chain.rate[at]);
    }
  });
  return { chain: chainOf(states.length, { from, to, rate }), states };
}

function normalize(values: Float64Array): void {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, value);
  let sum = 0;
  for (const value of values) sum += value / largest;
  for (let i = 0; i < values.length; i++) values[i] = values[i] / largest / sum;
}

/** Sum over states of |flow in - flow out| over the total flow. */
function imbalance(chain: Chain, probabilities: Float64Array): number {
  const net = new Float64Array(chain.size);
  let flow = 0;
  for (let i = 0; i < chain.size; i++) {
    const out = probabilities[i] * chain.exit[i];
    net[i] -= out;
    flow += out;
    for (let at = chain.start[i]; at < chain.start[i + 1]; at++)
      net[chain.target[at]] += probabilities[i] * chain.rate[at];
  }
  let off = 0;
  for (const value of net) off += Math.abs(value);
  return flow > 0 ? off / flow : 0;
}
