import type { Costs } from './charger';
import { coalescingTime } from './coalescing';
import { coreSpeed } from './compile';
import { linkCap } from './link-cap';
import type { Mechanism, PathModel } from './model';
import type { Plan, PlannedLink } from './plan';
import { cyclesFrom, priorityOf } from './priority';
import type { TurnsOfOthers } from './turns-of-others';
import { waitingShare } from './waiting-share';

/** Windows that a consumer with a core of its own handles at most without sleeping; where it is the bottleneck, many. */
const mostWindows = 100;

/**
 * Largest batch of a link: its cap or the model's where others wait for the consumer's core, and never more than the
 * windows have there at once, or bring there in a round of turns.
 *
 * @param laps of each core and flow, from `lapsOf`
 */
export function batchCap(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  e: number,
  window: number,
  laps: Float64Array,
): number {
  const { mechanism, turns } = plan.links[e];
  // A unit that comes by several links, as there and back, comes by one of them at a time.
  const flows = plan.flows.length;
  const visits = new Float64Array(flows);
  const inRound = new Float64Array(flows);
  const { core } = plan.stages[plan.links[e].to];
  const alone = plan.scheduled[core].length === 1;
  for (const each of consumerLinks(plan, e)) {
    const { to } = plan.links[each];
    const { flow } = plan.stages[to];
    visits[flow] = Math.max(visits[flow], costs.visits[to]);
    if (!alone) inRound[flow] += costs.visits[to] * laps[core * flows + flow];
  }
  let units = 0;
  for (let f = 0; f < flows; f++) units += window * Math.max(visits[f], inRound[f]);
  // Who has a core of its own goes on after its cap for as long as there is work, without a new activation; a window that
  // comes in turns is away as a whole before it comes again.
  if (alone) return Math.max(1, (costs.unitsPerTurn[e] > 1 ? 1 : mostWindows) * units);
  if (mechanism.yields && !turns) return Math.max(1, units);
  return Math.max(1, Math.min(linkCap(model, costs, plan.links[e]), units));
}

/** The links that wake the same consumer as a link, itself among them: one activation serves them all. */
export function consumerLinks(plan: Plan, e: number): readonly number[] {
  const { mechanism, to } = plan.links[e];
  return mechanism.activates ? plan.residents[plan.stages[to].resident].activations : [e];
}

/** Units that a consumer finds per activation: `alone` and `perSecond` more for each second that others keep it waiting. */
export interface Found {
  readonly alone: number;
  readonly perSecond: number;
}

/** What goes on on a path, as an arriving unit sees it. */
export interface Seen {
  /** Reference units per second of each flow, and the same with one unit fewer in the windows. */
  readonly rates: Float64Array;
  readonly seenRates: Float64Array;
  /** Who takes turns with whom, at those. */
  readonly turns: TurnsOfOthers;
  /** The batches that the costs were computed with. */
  readonly batch: Float64Array;
  /** How regularly units come by each link. */
  readonly regularity: Float64Array;
  /** Of each resident: how much faster units come while it sleeps, and none of them are with it. */
  readonly hurry: Float64Array;
}

/**
 * Units that a consumer finds per activation, for a packet rate and the costs that an earlier batch led to. A sleeping
 * consumer that serves until its queue is empty is a queue with set-up:
 *
 * b = 1 / (1 - p) + a (sigma + w) / (1 - rho)
 *
 * with rho its load without that set-up and a the rate at which units arrive, over all links that activate it, while
 * its producer is not notifying, both as an arriving packet sees them, that is with one packet fewer in the window, and a
 * with all of them elsewhere, since none is left with who sleeps;
 * sigma the set-up: wake-up, entry, switch and reload; w the wait for others on its core; and p the share of
 * arrivals that find it busy, rho where they are Poisson. With the producer's core saturated and Poisson arrivals this
 * is b = (1 + sigma/s_p) / (1 - s_c/s_p). A producer that notifies only at the end of a turn of t units leaves it asleep
 * for so many: t instead of 1 above.
 *
 * @param variation coefficient of variation of the work of one unit
 * @see docs/theory.md, section 3 (a) and (b)
 */
export function unitsFound(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  e: number,
  variation: number,
  { rates, seenRates, turns, batch, regularity, hurry }: Seen,
): Found {
  const { core, resident } = plan.stages[plan.links[e].to];
  const speed = coreSpeed(model, plan, core);
  let arrivals = 0;
  let seenArrivals = 0;
  let squares = 0;
  let regular = 0;
  let together = 0;
  let activations = 0;
  let setUp = 0;
  let waiting = 0;
  let notifying = 0;
  for (const each of consumerLinks(plan, e)) {
    const link = plan.links[each];
    const { flow } = plan.stages[link.to];
    const rate = rates[flow] * costs.visits[link.to];
    arrivals += rate;
    seenArrivals += seenRates[flow] * costs.visits[link.to];
    squares += rate * rate;
    regular += rate * regularity[each];
    together += rate * costs.unitsPerTurn[each];
    activations += rate / batch[each];
    setUp += ((rate / batch[each]) * entryCycles(link, costs.wakeDepth[each])) / speed;
    waiting += (rate / batch[each]) * wakeTime(link, rate);
    notifying +=
      ((rate / batch[each]) * notifyCycles(link, costs.wakeDepth[each])) / speedOfSource(model, plan, link);
  }
  if (arrivals === 0) return { alone: 1, perSecond: 0 };
  setUp += (activations * costs.reloadCycles[resident]) / speed;
  const taking = turns.takesTurns(resident);
  // Whoever takes turns waits for the others; above others, and alone, all that runs there is in its way.
  const load = taking ? turns.load(resident) : loadFrom(model, plan, costs, resident, seenRates);
  const slack = Math.max(1e-9, 1 - notifying);
  const own = Math.max(0, load - setUp * (seenArrivals / arrivals)) / (taking ? 1 : slack);
  if (own >= 1) return { alone: Number.POSITIVE_INFINITY, perSecond: 0 };
  const perSecond = (hurry[resident] * seenArrivals) / slack / (1 - own);
  const busy = waitingShare(own, variation, regular / arrivals, (arrivals * arrivals) / squares);
  return {
    alone: together / arrivals / (1 - busy) + perSecond * ((setUp + waiting) / activations),
    perSecond,
  };
}

/** Load of a resident's core by all that runs at its level and above. */
export function loadFrom(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  resident: number,
  rates: Float64Array,
): number {
  const { core } = plan.residents[resident];
  const first = priorityOf(plan, resident);
  const flows = plan.flows.length;
  let cycles = 0;
  for (let f = 0; f < flows; f++)
    cycles +=
      rates[f] * (first > 0 ? cyclesFrom(plan, costs, core, f, first) : costs.coreCycles[core * flows + f]);
  return cycles / coreSpeed(model, plan, core);
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
