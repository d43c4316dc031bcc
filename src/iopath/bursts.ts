import { consumerLinks, entryCycles, wakeTime } from './batching';
import type { Costs } from './charger';
import { coreSpeed } from './compile';
import type { PathModel } from './model';
import type { Plan } from './plan';
import type { ResidentRates } from './resident-rates';
import { workerOf } from './stretches';

/** Links from one producer to one consumer, which one turn of the producer serves. */
interface Supply {
  /** Index of a resident that shares its core, another one than the consumer's; -1: any other. */
  readonly producer: number;
  readonly links: readonly number[];
}

/** The producers of the consumer of a link. */
export function suppliesOf(plan: Plan, e: number): readonly Supply[] {
  const supplies = new Map<number, number[]>();
  const { core } = plan.stages[plan.links[e].to];
  for (const each of consumerLinks(plan, e)) {
    const { from } = plan.links[each];
    const elsewhere = from >= 0 && plan.stages[from].core !== core;
    const sharing = elsewhere && plan.scheduled[plan.stages[from].core].length > 1;
    const producer = sharing ? workerOf(plan, plan.stages[from].resident) : -1;
    supplies.set(producer, [...(supplies.get(producer) ?? []), each]);
  }
  return [...supplies].map(([producer, links]) => ({ producer, links }));
}

/**
 * Units that come to the consumer of a link together, because their producer shares its core: it hands over what its
 * own turn has found, and then others run. A consumer on another core that is no faster finds the whole burst; a
 * faster one falls asleep within it,
 *
 * b = (1 + sigma/s_p) / (1 - s_c/s_p)
 *
 * with s_p the time that the producer takes for each unit of the burst, s_c that of the consumer, longer by what others
 * take of its core, and sigma its set-up. Units of several producers count by their bursts.
 */
export function burstBatch(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  e: number,
  supplies: readonly Supply[],
  rates: Float64Array,
  of: ResidentRates,
): number {
  if (supplies.every(({ producer }) => producer < 0)) return 1;
  const link = plan.links[e];
  const { core, resident } = plan.stages[link.to];
  const speed = coreSpeed(model, plan, core);
  let left = 1;
  for (const x of plan.scheduled[core]) if (x !== resident) left -= of.cycles[x] / speed;
  let arrivals = 0;
  let bursts = 0;
  for (const { links } of supplies) for (const each of links) arrivals += rateOf(plan, costs, each, rates);
  if (arrivals === 0) return 1;
  const own = of.unitCycles[resident] / speed / arrivals / Math.max(0.01, left);
  const setUp = entryCycles(link, costs.wakeDepth[e]) / speed + wakeTime(link, arrivals);
  for (const { producer, links } of supplies) {
    let rate = 0;
    for (const each of links) rate += rateOf(plan, costs, each, rates);
    if (producer < 0 || of.activations[producer] === 0 || of.activations[producer] >= rate) {
      bursts += rate;
      continue;
    }
    const pace = of.unitCycles[producer] / coreSpeed(model, plan, plan.residents[producer].core) / rate;
    const awake = own < pace ? (1 + setUp / pace) / (1 - own / pace) : Number.POSITIVE_INFINITY;
    bursts += Math.max(of.activations[producer], rate / awake);
  }
  return Math.max(1, arrivals / bursts);
}

/** Units per second that come by a link. */
function rateOf(plan: Plan, costs: Costs, e: number, rates: Float64Array): number {
  const { to } = plan.links[e];
  return rates[plan.stages[to].flow] * costs.visits[to];
}
