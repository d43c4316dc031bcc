import {
  finite,
  integer,
  nonNegative,
  onlyFields,
  plainObject,
  probability,
  SidecoreError,
  shown,
} from '../../common';

/** A state: its number from 0, or its name where the chain gives names. */
export type StateReference = number | string;

/** A chain as a list of transitions. Several transitions between the same two states add up. */
export interface TransitionList<T> {
  /** How many states there are, or their names. */
  readonly states: number | readonly string[];
  readonly transitions: readonly T[];
}

/** A move of a continuous-time chain. */
export interface RateTransition {
  readonly from: StateReference;
  /** Another state than `from`. */
  readonly to: StateReference;
  /** Per second. */
  readonly rate: number;
}

/** A step of a discrete-time chain. */
export interface ProbabilityTransition {
  readonly from: StateReference;
  readonly to: StateReference;
  readonly probability: number;
}

/** Rows of the generator (each adds up to 0, rates per second), or a list of the transitions. */
export type ContinuousChain = readonly (readonly number[])[] | TransitionList<RateTransition>;

/** Rows of the transition matrix (each adds up to 1), or a list of the transitions. */
export type DiscreteChain = readonly (readonly number[])[] | TransitionList<ProbabilityTransition>;

/** Where a chain starts: a state, or the probability of each state. */
export type InitialState = StateReference | readonly number[];

/** A chain as compressed rows. A discrete-time chain has its probabilities as rates and what is left as `stay`. */
export interface Chain {
  readonly size: number;
  /** Null where the states have numbers only. */
  readonly names: readonly string[] | null;
  /** Row i is entries start[i] to start[i+1] - 1. */
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly rate: Float64Array;
  /** Sum of the rates out of a state. */
  readonly exit: Float64Array;
  /** Discrete time: probability of staying for one step. Continuous time: 0. */
  readonly stay: Float64Array;
}

/** How far a row may be from its sum before it is an error, relative to its largest entry. */
const rowTolerance = 1e-9;

/** Compresses triples (from, to, rate). Entries of rate 0 and entries with from = to are left out. */
export function chainOf(
  size: number,
  triples: {
    readonly from: ArrayLike<number>;
    readonly to: ArrayLike<number>;
    readonly rate: ArrayLike<number>;
  },
  names: readonly string[] | null = null,
  stay: Float64Array = new Float64Array(size),
): Chain {
  const { from, to, rate } = triples;
  const start = new Int32Array(size + 1);
  const counts = (t: number) => from[t] !== to[t] && rate[t] !== 0;
  for (let t = 0; t < from.length; t++) if (counts(t)) start[from[t] + 1]++;
  for (let i = 0; i < size; i++) start[i + 1] += start[i];
  const next = start.slice(0, size);
  const target = new Int32Array(start[size]);
  const rates = new Float64Array(start[size]);
  const exit = new Float64Array(size);
  for (let t = 0; t < from.length; t++) {
    if (!counts(t)) continue;
    const at = next[from[t]]++;
    target[at] = to[t];
    rates[at] = rate[t];
    exit[from[t]] += rate[t];
  }
  return { size, names, start, target, rate: rates, exit, stay };
}

/** Checks a continuous-time chain. A row may miss its sum of 0 by 1e-9 of its largest entry; the diagonal gives way. */
export function continuousChain(given: ContinuousChain): Chain {
  const triples = Array.isArray(given)
    ? denseTriples(given as readonly (readonly number[])[])
    : listedTriples(given as TransitionList<RateTransition>, 'rate', nonNegative);
  const { size, names, from, to, rate } = triples;
  const sum = new Float64Array(size);
  const largest = new Float64Array(size);
  for (let t = 0; t < from.length; t++) {
    const i = from[t];
    sum[i] += rate[t];
    largest[i] = Math.max(largest[i], Math.abs(rate[t]));
    if (i !== to[t]) nonNegative(rate[t], `chain[${i}][${to[t]}]`, 'only the diagonal is negative');
    else if (!Array.isArray(given))
      throw new SidecoreError({
        code: 'invalid-value',
        path: `chain.transitions[${t}]`,
        message: `a continuous-time chain has no transition from ${stateName({ names }, i)} to itself`,
        hint: 'leave it out',
      });
  }
  if (Array.isArray(given))
    for (let i = 0; i < size; i++)
      if (Math.abs(sum[i]) > rowTolerance * largest[i])
        throw new SidecoreError({
          code: 'invalid-value',
          path: `chain[${i}]`,
          message: `the row adds up to ${sum[i]}, and a row of a generator adds up to 0`,
          hint: 'the diagonal is minus the sum of the other rates; or give a list of transitions',
        });
  return chainOf(size, triples, names);
}

/** Checks a discrete-time chain. A row that misses its sum of 1 by up to 1e-9 is scaled to 1. */
export function discreteChain(given: DiscreteChain): Chain {
  const triples = Array.isArray(given)
    ? denseTriples(given as readonly (readonly number[])[])
    : listedTriples(given as TransitionList<ProbabilityTransition>, 'probability', probability);
  const { size, names, from, to, rate } = triples;
  const sum = new Float64Array(size);
  for (let t = 0; t < from.length; t++) {
    probability(rate[t], Array.isArray(given) ? `chain[${from[t]}][${to[t]}]` : `chain.transitions[${t}]`);
    sum[from[t]] += rate[t];
  }
  for (let i = 0; i < size; i++)
    if (Math.abs(sum[i] - 1) > rowTolerance)
      throw new SidecoreError({
        code: 'invalid-value',
        path: Array.isArray(given) ? `chain[${i}]` : 'chain.transitions',
        message: `the probabilities out of state ${stateName({ names }, i)} add up to ${sum[i]}, not 1`,
        hint: 'an absorbing state goes to itself with probability 1',
      });
  const stay = new Float64Array(size);
  for (let t = 0; t < from.length; t++) {
    rate[t] /= sum[from[t]];
    if (from[t] === to[t]) stay[from[t]] += rate[t];
  }
  return chainOf(size, triples, names, stay);
}

interface Triples {
  readonly size: number;
  readonly names: readonly string[] | null;
  readonly from: number[];
  readonly to: number[];
  readonly rate: number[];
}

function denseTriples(rows: readonly (readonly number[])[]): Triples {
  const size = rows.length;
  if (size === 0)
    throw new SidecoreError({ code: 'invalid-shape', path: 'chain', message: 'no state given' });
  const triples: Triples = { size, names: null, from: [], to: [], rate: [] };
  rows.forEach((row, i) => {
    if (!Array.isArray(row) || row.length !== size)
      throw new SidecoreError({
        code: 'invalid-shape',
        path: `chain[${i}]`,
        message: `${shown(row)} is not a list of ${size} numbers, one for each state`,
      });
    row.forEach((value: unknown, j) => {
      if (finite(value, `chain[${i}][${j}]`) !== 0) push(triples, i, j, value as number);
    });
  });
  return triples;
}

function listedTriples<T extends { from: StateReference; to: StateReference }>(
  given: TransitionList<T>,
  field: keyof T & string,
  check: (value: unknown, path: string) => number,
): Triples {
  plainObject(given, 'chain');
  onlyFields(given, ['states', 'transitions'], 'chain');
  const named = Array.isArray(given.states);
  const names = named ? (given.states as readonly string[]) : null;
  const size = names
    ? names.length
    : integer(given.states, 'chain.states', 1, 'a number of states, or their names');
  if (size === 0)
    throw new SidecoreError({ code: 'invalid-shape', path: 'chain.states', message: 'no state given' });
  if (!Array.isArray(given.transitions))
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'chain.transitions',
      message: `${shown(given.transitions)} is not a list of transitions`,
    });
  const index = names && new Map(Array.from(names, (name, i) => [name, i]));
  if (index && index.size !== size)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'chain.states',
      message: 'a name stands there twice',
    });
  const triples: Triples = { size, names, from: [], to: [], rate: [] };
  given.transitions.forEach((one: T, t) => {
    const path = `chain.transitions[${t}]`;
    plainObject(one, path);
    onlyFields(one, ['from', 'to', field], path);
    const from = lookUp(size, index, one.from, `${path}.from`);
    const to = lookUp(size, index, one.to, `${path}.to`);
    push(triples, from, to, check(one[field], `${path}.${field}`));
  });
  return triples;
}

function push(triples: Triples, from: number, to: number, rate: number): void {
  triples.from.push(from);
  triples.to.push(to);
  triples.rate.push(rate);
}

function lookUp(size: number, index: Map<string, number> | null, given: unknown, path: string): number {
  if (index && typeof given === 'string') {
    const found = index.get(given);
    if (found !== undefined) return found;
    throw new SidecoreError({ code: 'unknown-name', path, message: `no state is called ${shown(given)}` });
  }
  const number = integer(given, path, 0, index ? 'give the name of a state' : 'states are numbered from 0');
  if (number < size) return number;
  throw new SidecoreError({
    code: 'unknown-name',
    path,
    message: `there is no state ${number}; the last of the ${size} states is ${size - 1}`,
  });
}

/** The number of a state given by number or name. */
export function stateIndex(chain: Chain, given: StateReference, path: string): number {
  const index = chain.names && new Map(chain.names.map((name, i) => [name, i]));
  return lookUp(chain.size, index, given, path);
}

/** For messages. */
export function stateName(chain: Pick<Chain, 'names'>, state: number): string {
  return chain.names ? chain.names[state] : String(state);
}

/** The probabilities of the states at the start. */
export function initialDistribution(chain: Chain, given: InitialState, path = 'initial'): Float64Array {
  const result = new Float64Array(chain.size);
  if (!Array.isArray(given)) {
    result[stateIndex(chain, given as StateReference, path)] = 1;
    return result;
  }
  if (given.length !== chain.size)
    throw new SidecoreError({
      code: 'invalid-shape',
      path,
      message: `${given.length} probabilities for ${chain.size} states`,
      hint: 'give one for each state, or one state',
    });
  let sum = 0;
  given.forEach((value: unknown, i) => {
    result[i] = probability(value, `${path}[${i}]`);
    sum += result[i];
  });
  if (Math.abs(sum - 1) > rowTolerance)
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `the probabilities add up to ${sum}, not 1`,
    });
  for (let i = 0; i < result.length; i++) result[i] /= sum;
  return result;
}
