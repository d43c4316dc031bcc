import type { Chain } from './chain';

type Graph = Pick<Chain, 'size' | 'start' | 'target'>;

/** The same chain with every arrow turned round: row j lists what leads to j. */
export function reversed(chain: Pick<Chain, 'size' | 'start' | 'target' | 'rate'>): {
  readonly size: number;
  readonly start: Int32Array;
  readonly target: Int32Array;
  readonly rate: Float64Array;
} {
  const { size, start, target, rate } = chain;
  const into = new Int32Array(size + 1);
  for (let at = 0; at < target.length; at++) into[target[at] + 1]++;
  for (let i = 0; i < size; i++) into[i + 1] += into[i];
  const next = into.slice(0, size);
  const source = new Int32Array(target.length);
  const rates = new Float64Array(target.length);
  for (let i = 0; i < size; i++)
    for (let at = start[i]; at < start[i + 1]; at++) {
      const to = next[target[at]]++;
      source[to] = i;
      rates[to] = rate[at];
    }
  return { size, start: into, target: source, rate: rates };
}

/** 1 for every state that the marked states lead to, themselves included. */
export function reachable(graph: Graph, marked: Uint8Array): Uint8Array {
  const seen = marked.slice();
  const queue: number[] = [];
  for (let i = 0; i < graph.size; i++) if (seen[i]) queue.push(i);
  for (let i = queue.pop(); i !== undefined; i = queue.pop())
    for (let at = graph.start[i]; at < graph.start[i + 1]; at++) {
      const j = graph.target[at];
      if (seen[j]) continue;
      seen[j] = 1;
      queue.push(j);
    }
  return seen;
}

export interface Components {
  readonly count: number;
  /** Component of each state. */
  readonly of: Int32Array;
  /** 1 for a component that nothing leaves: its states are recurrent. */
  readonly closed: Uint8Array;
}

/**
 * Strongly connected components.
 *
 * @see Tarjan, SIAM J. Computing 1(2), 1972, pp. 146-160; here without recursion
 */
export function components(graph: Graph): Components {
  const { size, start, target } = graph;
  const of = new Int32Array(size).fill(-1);
  const order = new Int32Array(size).fill(-1);
  const low = new Int32Array(size);
  const next = start.slice(0, size);
  const path: number[] = [];
  const open: number[] = [];
  let visited = 0;
  let count = 0;
  const enter = (i: number) => {
    order[i] = visited;
    low[i] = visited++;
    path.push(i);
    open.push(i);
  };
  const leave = (i: number) => {
    path.pop();
    if (path.length > 0) low[path[path.length - 1]] = Math.min(low[path[path.length - 1]], low[i]);
    if (low[i] !== order[i]) return;
    let member: number;
    do {
      member = open.pop()!;
      of[member] = count;
    } while (member !== i);
    count++;
  };
  for (let root = 0; root < size; root++) {
    if (order[root] >= 0) continue;
    enter(root);
    while (path.length > 0) {
      const i = path[path.length - 1];
      if (next[i] === start[i + 1]) leave(i);
      else {
        const j = target[next[i]++];
        if (order[j] < 0) enter(j);
        else if (of[j] < 0) low[i] = Math.min(low[i], order[j]);
      }
    }
  }
  const closed = new Uint8Array(count).fill(1);
  for (let i = 0; i < size; i++)
    for (let at = start[i]; at < start[i + 1]; at++) if (of[target[at]] !== of[i]) closed[of[i]] = 0;
  return { count, of, closed };
}
