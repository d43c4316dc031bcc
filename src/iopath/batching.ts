import type { Costs } from './charger';
import { coalescingTime } from './coalescing';
import { coreSpeed } from './compile';
import { linkCap } from './link-cap';
import type { Mechanism, PathModel } from './model';
import type { Plan, PlannedLink } from './plan';
import { cyclesFrom, priorityOf } from './priority';

/**
 * Largest batch of a link: its cap or the model's where others wait for the consumer's core, and never more than the
 * windows bring to its consumer.
 */
export function batchCap(model: PathModel, plan: Plan, costs: Costs, e: number, window: number): number {
  // A unit that comes by several links, as there and back, comes by one of them at a time.
  const visits = new Float64Array(plan.flows.length);
  for (const each of consumerLinks(plan, e)) {
    const { to } = plan.links[each];
    const { flow } = plan.stages[to];
    visits[flow] = Math.max(visits[flow], costs.visits[to]);
  }
  let units = 0;
  for (const most of visits) units += window * most;
  const { mechanism, turns } = plan.links[e];
  // Who has a core of its own goes on after its cap for as long as there is work, without a new activation.
  const alone = plan.scheduled[plan.stages[plan.links[e].to].core].length === 1;
  if ((mechanism.yields && !turns) || (mechanism.activates && alone)) return Math.max(1, units);
  return Math.max(1, Math.min(linkCap(model, costs, plan.links[e]), units));
}

/** The links that wake the same consumer as a link, itself among them: one activation serves them all. */
export function consumerLinks(plan: Plan, e: number): readonly number[] {
  const { mechanism, to } = plan.links[e];
  return mechanism.activates ? plan.residents[plan.stages[to].resident].activations : [e];
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
 * b = (1 + sigma/s_p) / (1 - s_c/s_p). A producer that notifies only at the end of a turn of t units leaves it asleep
 * for so many: t instead of 1 above.
 *
 * @param rates reference units per second of each flow
 * @param seenRates the same with one unit fewer in the windows
 * @param batch the batches that `costs` were computed with
 * @see docs/theory.md, section 3 (a) and (b)
 */
export function nextBatch(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  e: number,
  rates: Float64Array,
  seenRates: Float64Array,
  batch: Float64Array,
): number {
  const flows = plan.flows.length;
  const { core, resident } = plan.stages[plan.links[e].to];
  const speed = coreSpeed(model, plan, core);
  let arrivals = 0;
  let activations = 0;
  let setUp = 0;
  let waiting = 0;
  let notifying = 0;
  for (const each of consumerLinks(plan, e)) {
    const link = plan.links[each];
    const rate = rates[plan.stages[link.to].flow] * costs.visits[link.to];
    arrivals += rate;
    activations += rate / batch[each];
    setUp += ((rate / batch[each]) * entryCycles(link, costs.wakeDepth[each])) / speed;
    waiting += (rate / batch[each]) * wakeTime(link, rate);
    notifying +=
      ((rate / batch[each]) * notifyCycles(link, costs.wakeDepth[each])) / speedOfSource(model, plan, link);
  }
  if (arrivals === 0) return 1;
  setUp += (activations * costs.reloadCycles[resident]) / speed;
  let load = 0;
  let seen = 0;
  const first = priorityOf(plan, resident);
  for (let f = 0; f < flows; f++) {
    const cycles = first > 0 ? cyclesFrom(plan, costs, core, f, first) : costs.coreCycles[core * flows + f];
    load += rates[f] * cycles;
    seen += seenRates[f] * cycles;
  }
  const slack = Math.max(1e-9, 1 - notifying);
  const working = load > 0 ? ((load / speed - setUp) * (seen / load)) / slack : 0;
  if (working >= 1) return Number.POSITIVE_INFINITY;
  const perActivation = (setUp + waiting) / activations;
  return Math.max(1, (costs.unitsPerTurn[e] + (arrivals / slack) * perActivation) / (1 - working));
}

/** Cycles on the consumer's core from its wake-up to its first unit, but for reload. */
export function entryCycles({ mechanism, from, distance }: PlannedLink, depth: number): number {
  const switching = distance === 'same-core' ? mechanism.switchCycles : mechanism.wakeCycles * depth;
  return (mechanism.suppressesEvents ? mechanism.targetCycles : 0) + (from < 0 ? 0 : 0.5 * switching);
}

/** Cycles that one notification takes from a producer that could go on meanwhile. */
export function notifyCycles({ mechanism, from, distance }: PlannedLink, depth: number): number {
  return from < 0 || distance === 'same-core'
    ? 0
    : (mechanism.suppressesEvents ? mechanism.sourceCycles : 0) + 0.5 * depth * mechanism.wakeCycles;
}

export function speedOfSource(model: PathModel, plan: Plan, { from }: PlannedLink): number {
  return from < 0 ? 1 : coreSpeed(model, plan, plan.stages[from].core);
}

/** Seconds from the first unit until a sleeping consumer starts: the notification is held back, then it wakes. */
export function wakeTime(link: PlannedLink, unitRate: number): number {
  const waking = link.distance === 'same-core' ? 0 : link.mechanism.wakeLatency;
  return waking + coalescingTime(link.mechanism, unitRate);
}

/**
 * Seconds that packets of a link wait on average because their consumer must wake first, per reference packet: the
 * set-up term of the M/G/1 queue with a fixed set-up w, (2 w + a w^2) / (2 (1 + a w)), a the rate of the packets that the
 * others of the window send meanwhile: one alone waits for all of w. A notification that is held back is waited for in
 * full: the packets of a window gather while it is, and go round together.
 */
export function wakeDelay(costs: Costs, plan: Plan, e: number, rate: number, window: number): number {
  if (costs.takesTurns[e] === 1) return 0;
  const link = plan.links[e];
  const visits = costs.visits[link.to];
  const wait = link.distance === 'same-core' ? 0 : link.mechanism.wakeLatency;
  const arrivals = rate * visits * wait * Math.max(0, 1 - 1 / window);
  const waking = (wait * (2 + arrivals)) / (2 * (1 + arrivals));
  return visits * (waking + coalescingTime(link.mechanism, rate * visits));
}

/** Seconds that each core idles per mixed reference unit, all flows together. */
export function fillIdleTimes(model: PathModel, plan: Plan, costs: Costs, rates: Float64Array): void {
  const flows = plan.flows.length;
  let total = 0;
  for (let f = 0; f < flows; f++) total += rates[f];
  for (let k = 0; k < plan.cores.length; k++) {
    let load = 0;
    for (let f = 0; f < flows; f++) load += rates[f] * costs.coreCycles[k * flows + f];
    if (plan.cores[k].polls) continue;
    costs.idleTime[k] = Math.max(0, 1 - load / coreSpeed(model, plan, k)) / total;
  }
}

/**
 * How deep the consumer of each link sleeps when it is woken, as the share of the full cost of a wake-up:
 * 1 - exp(-t / deepSleepTime) + exp(-t / haltTime), t the time that its core has idled until then: of its idle time for
 * each time that something on it is woken, what is not spent on the notification and on waking. Of a core that is woken
 * more often than it idles for so long only some wake-ups find it idle, with t = 0.
 */
export function fillWakeDepths(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  rates: Float64Array,
  batch: Float64Array,
): void {
  if (plan.links.every(({ mechanism }) => mechanism.deepSleepTime === 0)) return;
  const flows = plan.flows.length;
  const wakeUps = new Float64Array(plan.cores.length);
  const waking = new Float64Array(plan.cores.length);
  for (let e = 0; e < plan.links.length; e++) {
    const link = plan.links[e];
    const { core, flow } = plan.stages[link.to];
    if (!link.mechanism.activates || costs.takesTurns[e] === 1) continue;
    const rate = (rates[flow] * costs.visits[link.to]) / batch[e];
    wakeUps[core] += rate;
    waking[core] += rate * secondsToWake(model, plan, link, costs.wakeDepth[e]);
  }
  for (let e = 0; e < plan.links.length; e++) {
    const { to, mechanism } = plan.links[e];
    if (mechanism.deepSleepTime === 0) continue;
    const { core } = plan.stages[to];
    let load = 0;
    for (let f = 0; f < flows; f++) load += rates[f] * costs.coreCycles[core * flows + f];
    const idle = Math.max(0, 1 - load / coreSpeed(model, plan, core));
    const depth =
      wakeUps[core] > 0 ? depthAfter(mechanism, idle / wakeUps[core], waking[core] / wakeUps[core]) : 1;
    // Half of the way: deeper sleep costs more, which leaves less time to sleep, and would go to and fro.
    costs.wakeDepth[e] = 0.5 * (costs.wakeDepth[e] + depth);
  }
}

/** @param idle seconds that the core idles for each wake-up; @param waking those between the call and the first work */
function depthAfter({ deepSleepTime, haltTime }: Mechanism, idle: number, waking: number): number {
  const slept = Math.max(0, idle - waking);
  const deep = -Math.expm1(-slept / deepSleepTime);
  if (haltTime === 0 || idle === 0) return deep;
  return deep + Math.exp(-slept / haltTime) * Math.min(1, idle / waking);
}

/** Seconds from the call that wakes a consumer on an idle core until it runs. */
function secondsToWake(model: PathModel, plan: Plan, link: PlannedLink, depth: number): number {
  if (link.distance === 'same-core') return 0;
  return notifyCycles(link, depth) / speedOfSource(model, plan, link) + link.mechanism.wakeLatency;
}

/** The largest turn that a sleeping consumer is left asleep for. */
export function largestTurn(plan: Plan, costs: Costs): number {
  let largest = 1;
  for (let e = 0; e < plan.links.length; e++)
    if (costs.takesTurns[e] === 0 && plan.links[e].mechanism.activates)
      largest = Math.max(largest, costs.unitsPerTurn[e]);
  return largest;
}
