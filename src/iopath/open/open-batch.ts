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
 * a core that it shares, the others run after it; a packet that comes meanwhile begins the next run instead of finding
 * the worker idle. Of the 1 above there remains P0 = 1 / (1 + a V), the chance that nothing comes in V, the time that the
 * others take for each run: (b (1 - rho) - a sigma) (1 + b o) = 1, o the load of the others. Who is handed packets by
 * another worker of its core finds what that one served in its run, and its set-up counts as part of sigma.
 *
 * rho counts the interrupts of the core and the work of the hop's priority and above. Infinity where it is 1 or more: the
 * worker never sleeps.
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
  let setUp = activation.setUp;
  for (let j = 0; j < hops.length; j++) {
    if (hops[j].centre !== centre) continue;
    load += rates.arrivals[j] * demands.interrupt[j];
    if (hops[j].priority < priority) continue;
    const follows = runsAfter(hops, j, i);
    const work = follows || hops[j].worker === worker ? demands.saturated[j] : demands.work[j];
    load += rates.arrivals[j] * work;
    if (hops[j].worker !== worker) others += rates.passed[j] * work;
    if (follows && hops[j].link >= 0)
      setUp += activationOf(model, plan, costs, hops[j].link, hopOf, rates.arrivals, batch).setUp;
  }
  const slack = Math.max(1e-9, 1 - activation.notifying);
  const idle = 1 - load / slack;
  if (idle <= 0) return Number.POSITIVE_INFINITY;
  const gathered = (activation.arrivals / slack) * (setUp + activation.waiting);
  return Math.max(1, positiveRoot(idle * others, idle - gathered * others, 1 + gathered) / units);
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

/** x > 0 with a x^2 + b x = c, a >= 0 and c > 0. */
function positiveRoot(a: number, b: number, c: number): number {
  const root = Math.sqrt(b * b + 4 * a * c);
  return b > 0 ? (2 * c) / (b + root) : (root - b) / (2 * a);
}
