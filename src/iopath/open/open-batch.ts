import { consumerLinks, entryCycles, notifyCycles, speedOfSource, wakeTime } from '../batching';
import type { Costs } from '../charger';
import { coreSpeed } from '../compile';
import type { PathModel } from '../model';
import type { Plan } from '../plan';
import type { OpenPath } from './open-path';

/** One activation of a consumer: how often, and what comes before its first unit. */
export interface Activation {
  /** Units and activations per second, over all links that activate the consumer. */
  readonly arrivals: number;
  readonly activations: number;
  /** Seconds of the core, and of waiting, per activation. */
  readonly setUp: number;
  readonly waiting: number;
  /** Share of its producers' time that notifying takes. */
  readonly notifying: number;
}

/** What activates the consumer of a link when so many packets come to each hop and batches are as given. */
export function activationOf(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  e: number,
  hopOf: readonly number[],
  arrivals: Float64Array,
  batch: Float64Array,
): Activation {
  const { core, resident } = plan.stages[plan.links[e].to];
  const speed = coreSpeed(model, plan, core);
  let units = 0;
  let activations = 0;
  let setUp = 0;
  let waiting = 0;
  let notifying = 0;
  for (const each of consumerLinks(plan, e)) {
    if (hopOf[each] < 0) continue;
    const link = plan.links[each];
    const rate = arrivals[hopOf[each]] * costs.visits[link.to];
    const activated = rate / batch[each];
    units += rate;
    activations += activated;
    setUp += (activated * (entryCycles(link, costs.wakeDepth[each]) + costs.reloadCycles[resident])) / speed;
    waiting += activated * wakeTime(link, rate);
    notifying += (activated * notifyCycles(link, costs.wakeDepth[each])) / speedOfSource(model, plan, link);
  }
  const per = activations > 0 ? 1 / activations : 0;
  return { arrivals: units, activations, setUp: setUp * per, waiting: waiting * per, notifying };
}

/**
 * Packets that the worker of a hop serves in one run, from waking or getting the core until nothing waits.
 *
 * With a core of its own this is the M/G/1 queue with set-up of a closed path's batches, b = (1 + a sigma) / (1 - rho). On
 * a core that it shares the others run after it, for V on average, and what comes meanwhile is part of its next run:
 *
 * b (1 - rho) = 1 + a (sigma + h) + e^(-h/V) (a V)^2 / (1 + a V),   a V = b o + a s
 *
 * with rho its own load and that of what goes before it, sigma the seconds of the core per run and h those of waiting for
 * the notification, o the load of the others and s the set-ups of those that follow it; V and the time to the first
 * arrival taken as exponential. Who is handed packets by another worker of its core finds what that one served in its run.
 *
 * Infinity where the core has more to do than it can: the worker never sleeps.
 */
export function runLength(path: OpenPath, i: number): number {
  const { model, plan, costs, hops, hopOf, demands, rates, batch } = path;
  const { centre, priority, worker, link, inTurn, before } = hops[i];
  if (inTurn) return runLength(path, before);
  const units = link >= 0 ? costs.visits[plan.links[link].to] : 1;
  const activation =
    link >= 0
      ? activationOf(model, plan, costs, link, hopOf, rates.arrivals, batch)
      : { arrivals: rates.arrivals[i], activations: 0, setUp: 0, waiting: 0, notifying: 0 };
  if (activation.arrivals === 0) return 1;
  let load = 0;
  let others = 0;
  let switching = 0;
  for (let j = 0; j < hops.length; j++) {
    if (hops[j].centre !== centre) continue;
    load += rates.arrivals[j] * demands.interrupt[j];
    if (hops[j].priority < priority) continue;
    const follows = runsAfter(hops, j, i);
    const own = hops[j].worker === worker;
    const work = rates.arrivals[j] * (own || follows ? demands.saturated[j] : demands.work[j]);
    if (own || hops[j].priority > priority) load += work;
    else others += work;
    if (follows && hops[j].link >= 0)
      switching += activationOf(model, plan, costs, hops[j].link, hopOf, rates.arrivals, batch).setUp;
  }
  const slack = Math.max(1e-9, 1 - activation.notifying);
  const rate = activation.arrivals / slack;
  const run = {
    load: load / slack,
    others: others / slack,
    switching: rate * switching,
    setUp: rate * activation.setUp,
    waiting: rate * activation.waiting,
  };
  return Math.max(1, unitsOf(run) / units);
}

/** Of a run: shares of its core, and units that come during set-ups. */
interface Run {
  readonly load: number;
  readonly others: number;
  /** During the set-ups of who follows. */
  readonly switching: number;
  readonly setUp: number;
  readonly waiting: number;
}

/** b of the equation above, by bisection: what is left of a run grows with it while the core keeps up. */
function unitsOf({ load, others, switching, setUp, waiting }: Run): number {
  if (load + others >= 1) return Number.POSITIVE_INFINITY;
  const gathered = 1 + setUp + waiting;
  if (others + switching === 0) return gathered / (1 - load);
  const missing = (units: number) => {
    const meanwhile = units * others + switching;
    const more = (Math.exp(-waiting / meanwhile) * meanwhile * meanwhile) / (1 + meanwhile);
    return gathered + more - units * (1 - load);
  };
  let low = 1;
  let high = 2;
  while (missing(high) > 0) {
    low = high;
    high *= 2;
  }
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (missing(middle) > 0) low = middle;
    else high = middle;
  }
  return high;
}

/** True when a hop takes in turn what another one of its core hands on. */
function runsAfter(hops: OpenPath['hops'], j: number, i: number): boolean {
  let at = j;
  while (hops[at].inTurn) {
    at = hops[at].before;
    if (at === i) return true;
  }
  return false;
}
