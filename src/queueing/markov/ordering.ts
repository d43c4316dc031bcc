import type { Chain } from './chain';
import { reversed } from './components';

/** States in an order that keeps neighbours close, and how far apart neighbours are in it at most. */
export interface Ordering {
  readonly order: Int32Array;
  readonly halfBandwidth: number;
}

/**
 * Cuthill-McKee order of the states marked `inside`, arrows taken both ways: breadth first from a state of low degree
 * at the edge of the graph.
 *
 * @see Cuthill and McKee, Proc. 24th ACM National Conference, 1969, pp. 157-172; George and Liu, Computer Solution of
 * Large Sparse Positive Definite Systems, 1981, chapter 4 (the search for a start at the edge)
 */
export function narrowOrder(chain: Chain, inside: Uint8Array): Ordering {
  const { size } = chain;
  const back = reversed(chain);
  const neighbours = (i: number, visit: (j: number) => void) => {
    for (let at = chain.start[i]; at < chain.start[i + 1]; at++)
      if (inside[chain.target[at]]) visit(chain.target[at]);
    for (let at = back.start[i]; at < back.start[i + 1]; at++)
      if (inside[back.target[at]]) visit(back.target[at]);
  };
  const degree = new Int32Array(size);
  for (let i = 0; i < size; i++)
    degree[i] = chain.start[i + 1] - chain.start[i] + back.start[i + 1] - back.start[i];

  const seen = new Int32Array(size).fill(-1);
  let search = 0;
  /** Breadth-first list from a state; the number of its levels. */
  const breadthFirst = (from: number): { list: number[]; depth: number } => {
    const list = [from];
    const level = [0];
    const mark = search++;
    seen[from] = mark;
    for (let head = 0; head < list.length; head++) {
      const first = list.length;
      neighbours(list[head], (j) => {
        if (seen[j] === mark) return;
        seen[j] = mark;
        list.push(j);
        level.push(level[head] + 1);
      });
      sortTail(list, first, degree);
    }
    return { list, depth: level[level.length - 1] };
  };

  const order: number[] = [];
  const done = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    if (!inside[i] || done[i]) continue;
    let best = breadthFirst(i);
    for (let attempt = 0; attempt < 8; attempt++) {
      const further = breadthFirst(best.list[best.list.length - 1]);
      const deeper = further.depth > best.depth;
      best = further;
      if (!deeper) break;
    }
    for (const j of best.list) {
      done[j] = 1;
      order.push(j);
    }
  }
  const position = new Int32Array(size);
  order.forEach((state, p) => {
    position[state] = p;
  });
  let halfBandwidth = 0;
  for (const i of order)
    for (let at = chain.start[i]; at < chain.start[i + 1]; at++)
      if (inside[chain.target[at]])
        halfBandwidth = Math.max(halfBandwidth, Math.abs(position[i] - position[chain.target[at]]));
  return { order: Int32Array.from(order), halfBandwidth };
}

function sortTail(list: number[], first: number, degree: Int32Array): void {
  if (list.length - first < 2) return;
  const tail = list.splice(first).sort((a, b) => degree[a] - degree[b]);
  for (const j of tail) list.push(j);
}
