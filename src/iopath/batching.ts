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
 * consumer that serves until its queue is empty is an M/G/1 queue with set-up:
 *
 * b = (1 + a sigma) / (1 - rho)
 *
 * with a the rate at which units arrive, over all links that activate the consumer, while its producer is not
 * notifying; sigma the set-up: wake-up, entry, switch and reload; and rho the load of its core without that set-up, as
 * an arriving packet sees it, that is with one packet fewer in the window. With the producer's core saturated this is
 * b = (1 + sigma/s_p) / (1 - s_c/s_p).
 *
 * @param rate packets per second
 * @param seenRate packets per second with one packet fewer in the window
 * @param batch the batches that `costs` were computed with
 * @see docs/theory.md, section 3 (a) and (b)
 */
export function nextBatch(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  link: PlannedLink,
  rate: number,
  seenRate: number,
  batch: Float64Array,
): number {
  const { core, resident } = plan.stages[link.to];
  const { activations } = plan.residents[resident];
  const speed = coreSpeed(model, plan, core);
  const consumer = activations.includes(plan.links.indexOf(link)) ? activations : [plan.links.indexOf(link)];
  let units = 0;
  let activationRate = 0;
  let setUp = 0;
  let notifying = 0;
  for (const e of consumer) {
    const one = plan.links[e];
    const share = costs.visits[one.to] / batch[e];
    units += costs.visits[one.to];
    activationRate += share;
    setUp += share * (entryCycles(one) / speed + wakeLatency(one));
    notifying += (rate * share * notifyCycles(one)) / speedOfSource(model, plan, one);
  }
  if (units === 0) return 1;
  const reload = costs.reloadCycles[resident] / speed;
  const onCore = setUp + reload - waitingShare(plan, consumer, costs, batch);
  const slack = Math.max(1e-9, 1 - notifying);
  const load = (seenRate * (costs.coreCycles[core] / speed - onCore)) / slack;
  if (load >= 1) return Number.POSITIVE_INFINITY;
  const arrivals = (rate * units) / slack;
  return Math.max(1, (1 + (arrivals * (setUp + reload)) / activationRate) / (1 - load));
}

/** Cycles on the consumer's core from its wake-up to its first unit, but for reload. */
function entryCycles({ mechanism, from, distance }: PlannedLink): number {
  const switching = distance === 'same-core' ? mechanism.switchCycles : mechanism.wakeCycles;
  return mechanism.targetCycles + (from < 0 ? 0 : 0.5 * switching);
}

/** Cycles that one notification takes from a producer that could go on meanwhile. */
function notifyCycles({ mechanism, from, distance }: PlannedLink): number {
  return from < 0 || distance === 'same-core' ? 0 : mechanism.sourceCycles + 0.5 * mechanism.wakeCycles;
}

function speedOfSource(model: PathModel, plan: Plan, { from }: PlannedLink): number {
  return from < 0 ? 1 : coreSpeed(model, plan, plan.stages[from].core);
}

/** Seconds per packet that activations wait for a wake-up without holding the core. */
function waitingShare(plan: Plan, links: readonly number[], costs: Costs, batch: Float64Array): number {
  let seconds = 0;
  for (const e of links) seconds += (costs.visits[plan.links[e].to] / batch[e]) * wakeLatency(plan.links[e]);
  return seconds;
}

function wakeLatency(link: PlannedLink): number {
  return link.distance === 'same-core' ? 0 : link.mechanism.wakeLatency;
}

/**
 * Seconds that packets of a link wait on average because their consumer must wake first, per reference packet: the
 * set-up term of the M/G/1 queue with a fixed set-up w, (2 w + a w^2) / (2 (1 + a w)).
 */
export function wakeDelay(costs: Costs, link: PlannedLink, rate: number): number {
  const wait = wakeLatency(link);
  const visits = costs.visits[link.to];
  if (wait === 0 || visits === 0) return 0;
  const arrivals = rate * visits * wait;
  return (visits * wait * (2 + arrivals)) / (2 * (1 + arrivals));
}
