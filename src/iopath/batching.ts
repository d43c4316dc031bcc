import type { Costs } from './charger';
import { coreSpeed } from './compile';
import type { PathModel } from './model';
import type { Plan, PlannedLink } from './plan';

/** Largest batch of a link: its cap or the model's, and never more than the window brings. */
export function batchCap(model: PathModel, link: PlannedLink, unitsInWindow: number): number {
  return Math.max(1, Math.min(link.link.cap ?? model.batchCap, unitsInWindow));
}

/**
 * Units that a consumer finds per activation, for a packet rate and the costs that an earlier batch led to. A sleeping
 * consumer that serves until its ring is empty is an M/G/1 queue with set-up:
 *
 * b = (1 + a sigma) / (1 - a s)
 *
 * with a the rate at which units arrive while the producer is not notifying, s the work of the consumer's core per
 * unit, and sigma its set-up: wake-up, entry, switch and reload. With the producer's core saturated this is
 * b = (1 + sigma/s_p) / (1 - s/s_p).
 *
 * @param rate packets per second
 * @param batch the batch that `costs` were computed with
 * @see docs/theory.md, section 3 (a) and (b)
 */
export function nextBatch(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  link: PlannedLink,
  rate: number,
  batch: number,
  cap: number,
): number {
  const visits = costs.visits[link.to];
  if (visits === 0) return 1;
  const { notify, setUp } = activationTimes(model, plan, costs, link);
  const activations = visits / batch;
  const core = plan.stages[link.to].core;
  const work =
    costs.coreCycles[core] / coreSpeed(model, plan, core) - activations * (setUp - wakeLatency(link));
  const notifying = rate * activations * notify;
  const arrivals = (rate * visits) / Math.max(1e-9, 1 - notifying);
  const load = (arrivals * work) / visits;
  if (load >= 1) return cap;
  return Math.min(cap, Math.max(1, (1 + arrivals * setUp) / (1 - load)));
}

/** Seconds that one activation costs the producer, when it runs elsewhere, and the consumer. */
function activationTimes(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  link: PlannedLink,
): { notify: number; setUp: number } {
  const { mechanism, from, to, distance } = link;
  const together = distance === 'same-core';
  const half = from < 0 ? 0 : 0.5 * (together ? mechanism.switchCycles : mechanism.wakeCycles);
  const { core, resident } = plan.stages[to];
  const activations = costs.activationRate[resident];
  const reload = mechanism.activates && activations > 0 ? costs.reloadCycles[resident] / activations : 0;
  const speed = coreSpeed(model, plan, core);
  return {
    notify:
      together || from < 0
        ? 0
        : (mechanism.sourceCycles + half) / coreSpeed(model, plan, plan.stages[from].core),
    setUp: (mechanism.targetCycles + half + reload) / speed + wakeLatency(link),
  };
}

function wakeLatency(link: PlannedLink): number {
  return link.distance === 'same-core' ? 0 : link.mechanism.wakeLatency;
}
