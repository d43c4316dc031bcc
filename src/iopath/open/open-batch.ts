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
 * Units that a consumer under open load finds per activation: the M/G/1 queue with set-up of a closed path's batches,
 * b = (1 + a sigma) / (1 - rho), with what comes to the hops in the place of what windows let come. rho counts the
 * interrupts of the core and the work of its own priority and above. Infinity where that is 1 or more: the consumer
 * never sleeps.
 */
export function openBatch(path: OpenPath, e: number): number {
  const { model, plan, costs, hops, hopOf, demands, rates, batch } = path;
  const activation = activationOf(model, plan, costs, e, hopOf, rates.arrivals, batch);
  if (activation.arrivals === 0) return 1;
  const { centre, priority } = hops[hopOf[e]];
  let load = -activation.activations * activation.setUp;
  for (let i = 0; i < hops.length; i++) {
    if (hops[i].centre !== centre) continue;
    load += rates.arrivals[i] * demands.interrupt[i];
    if (hops[i].priority >= priority) load += rates.arrivals[i] * demands.work[i];
  }
  const slack = Math.max(1e-9, 1 - activation.notifying);
  const working = load / slack;
  if (working >= 1) return Number.POSITIVE_INFINITY;
  const gathered = (activation.arrivals / slack) * (activation.setUp + activation.waiting);
  return Math.max(1, (1 + gathered) / (1 - working));
}
