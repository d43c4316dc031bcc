/** A network with limited room: who is where, and who waits on a server for room elsewhere. */
export interface BlockingState {
  /** Customers at each place, blocked ones included. */
  readonly count: readonly number[];
  /** For each place, the places whose servers hold a customer for it, first come first. */
  readonly waiting: readonly (readonly number[])[];
}

/** Room of each place, Infinity where there is no limit. */
type Capacity = ArrayLike<number>;

/** Blocked servers of a place. */
export function blockedServers(state: BlockingState, place: number): number {
  let blocked = 0;
  for (const list of state.waiting) for (const from of list) if (from === place) blocked++;
  return blocked;
}

/**
 * A customer that has been served at `from` goes on to `to`, or holds its server until there is room. Room that it
 * leaves is filled at once by who waits for it, and so on. When servers wait for each other in a ring, the customers
 * of the ring change places at once.
 */
export function moveOn(state: BlockingState, from: number, to: number, capacity: Capacity): BlockingState {
  if (from === to) return state;
  const count = state.count.slice();
  const waiting = state.waiting.map((list) => list.slice());
  if (count[to] < capacity[to]) {
    count[to]++;
    leave(count, waiting, from);
  } else {
    waiting[to].push(from);
    turnRing(waiting, from, to);
  }
  return { count, waiting };
}

/** A customer leaves the network from a place, or makes room there. */
export function leaveNetwork(state: BlockingState, from: number): BlockingState {
  const count = state.count.slice();
  const waiting = state.waiting.map((list) => list.slice());
  leave(count, waiting, from);
  return { count, waiting };
}

function leave(count: number[], waiting: number[][], from: number): void {
  let free = from;
  count[free]--;
  for (let next = waiting[free].shift(); next !== undefined; next = waiting[free].shift()) {
    count[free]++;
    free = next;
    count[free]--;
  }
}

/** Looks for a way along blocked servers from `to` back to `from`; takes the customers of that ring off the lists. */
function turnRing(waiting: number[][], from: number, to: number): void {
  // `cameFrom[k]`: the place whose wait for k was followed, so that k -> ... -> `from` is a way.
  const onwards = new Map<number, number>([[from, to]]);
  const queue = [from];
  for (let at = queue.shift(); at !== undefined; at = queue.shift()) {
    for (const before of waiting[at]) {
      if (!onwards.has(before)) {
        onwards.set(before, at);
        queue.push(before);
      }
      if (before !== to) continue;
      // The ring: to -> at -> ... -> from -> to.
      let place = to;
      let next = at;
      do {
        waiting[next].splice(waiting[next].indexOf(place), 1);
        place = next;
        next = place === from ? to : onwards.get(place)!;
      } while (place !== to);
      return;
    }
  }
}
