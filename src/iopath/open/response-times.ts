import { truncatedGeometric } from '../../queueing/stations/truncated-geometric';
import { arrivalVariability, setUpTime } from './hop-loss';
import type { OpenPath } from './open-path';

/**
 * Mean seconds from coming to a hop's ring to leaving the hop, of the packets that the ring takes.
 *
 * A packet waits for the work of a visit to the core, its own stretch and those that follow in turn, as in M/G/1 with
 * priorities: the work in hand of its level and above over (1 - sigma_above) (1 - sigma), longer or shorter with the
 * variability of what comes, and cut to the slots of the ring as the queue of M/M/1/K is. A sleeping consumer adds the
 * set-up term (2 s + a s^2) / (2 (1 + a s)). In turn, the packets of a run of b wait for each other: (b - 1) times the work
 * of the stretch before, and for the set-up of the next. Infinity where a ring holds packets that nobody takes.
 */
export function responseTimes(path: OpenPath): Float64Array {
  return Float64Array.from(path.hops, (_, i) => waitingTime(path, i) + stretchedWork(path, i));
}

/** The packet's own work, interrupted by whatever goes before it on its core. */
function stretchedWork(path: OpenPath, i: number): number {
  const above = shareAbove(path, i);
  const work = path.demands.saturated[i];
  return work === 0 ? 0 : above < 1 ? work / (1 - above) : Number.POSITIVE_INFINITY;
}

function waitingTime(path: OpenPath, i: number): number {
  const { hops, rates, serviceRate, batch } = path;
  const { inTurn, before, link, slots } = hops[i];
  if (inTurn) return link >= 0 ? setUpTime(path, i) + (batch[link] - 1) * path.demands.saturated[before] : 0;
  const arrivals = rates.arrivals[i];
  const passed = rates.passed[i];
  if (arrivals === 0) return 0;
  if (serviceRate[i] === 0) return Number.POSITIVE_INFINITY;
  const waking = setUpTime(path, i);
  const setUp = (waking * (2 + arrivals * waking)) / (2 * (1 + arrivals * waking));
  const load = arrivals / serviceRate[i];
  const spread = spreadOf(path, i);
  if (load === 0 || spread === 0) return setUp + (load > 1 ? slots / passed : 0);
  // What waits in M/M/1/K, in steps of which each stands for `spread` packets.
  const steps = truncatedGeometric(load, load - 1, slots / spread + 1);
  const waiting = spread * (steps.mean - (1 - steps.probability(0)));
  return setUp + Math.min(waiting, slots) / passed;
}

/**
 * Packets that one step of M/M/1 stands for: what waits in M/G/1, of all visits to the core, over what would wait in
 * M/M/1 at the same load; (ca2 + cs2) / 2 of a hop that has its core for itself.
 */
function spreadOf(path: OpenPath, i: number): number {
  const { hops, rates, serviceRate, run } = path;
  const { centre, priority, worker } = hops[i];
  const variability = worker < 0 ? 0 : run.variation ** 2;
  let inHand = 0;
  hops.forEach((hop, j) => {
    if (hop.centre !== centre || hop.priority < priority || hop.inTurn) return;
    const { work, squares } = visitOf(path, j);
    inHand +=
      (rates.arrivals[j] *
        (work * work + variability * squares + (arrivalVariability(path, j) - 1) * work * work)) /
      2;
  });
  const above = shareAbove(path, i);
  const own = visitOf(path, i).work;
  if (own === 0 || above >= 1) return 1;
  return (inHand * serviceRate[i]) / (rates.arrivals[i] * own * (1 - above));
}

/** Seconds of a visit to the core: a stretch and those that follow it in turn; and the sum of their squares. */
function visitOf(path: OpenPath, i: number): { work: number; squares: number } {
  const { hops } = path;
  let work = path.demands.saturated[i];
  let squares = work * work;
  for (let j = i + 1; j < hops.length && hops[j].inTurn && hops[j].flow === hops[i].flow; j++) {
    const next = path.demands.saturated[j];
    work += next;
    squares += next * next;
  }
  return { work, squares };
}

/** Share of a hop's core that goes before its work: interrupts and higher priorities. */
function shareAbove({ hops, rates, demands }: OpenPath, i: number): number {
  let above = 0;
  for (let j = 0; j < hops.length; j++) {
    if (hops[j].centre !== hops[i].centre) continue;
    above += rates.arrivals[j] * demands.interrupt[j];
    if (hops[j].priority > hops[i].priority) above += rates.passed[j] * demands.work[j];
  }
  return above;
}
