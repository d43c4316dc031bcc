import { consumerLinks, entryCycles, wakeTime } from './batching';
import { type Costs, mechanismCount, perUnit } from './charger';
import { coreSpeed } from './compile';
import { activationsOfTrain } from './found-in-train';
import type { PathModel } from './model';
import type { Plan } from './plan';
import type { ResidentRates } from './resident-rates';
import { stretchesOf, workerOf } from './stretches';

/** Links from one producer to one consumer, which one turn of the producer serves. */
interface Supply {
  /** Index of a resident that shares its core, another one than the consumer's; -1: any other. */
  readonly producer: number;
  readonly links: readonly {
    readonly link: number;
    /** What the producer does for a unit before it hands it over. */
    readonly stages: readonly number[];
  }[];
}

/** The producers of the consumer of a link. */
export function suppliesOf(plan: Plan, visits: Float64Array, e: number): readonly Supply[] {
  const stretches = stretchesOf(plan, visits).flat();
  const supplies = new Map<number, Supply['links'][number][]>();
  const { core } = plan.stages[plan.links[e].to];
  for (const link of consumerLinks(plan, e)) {
    const { from } = plan.links[link];
    const elsewhere = from >= 0 && plan.stages[from].core !== core;
    const sharing = elsewhere && plan.scheduled[plan.stages[from].core].length > 1;
    const producer = sharing ? workerOf(plan, plan.stages[from].resident) : -1;
    const stages = stretches.find((stretch) => stretch.stages.includes(from))?.stages ?? [];
    supplies.set(producer, [...(supplies.get(producer) ?? []), { link, stages }]);
  }
  return [...supplies].map(([producer, links]) => ({ producer, links }));
}

/**
 * Units that come to the consumer of a link together, because their producer shares its core: it hands over what its
 * own turn has found, as fast as it gets through them, and then others run. How many activations such a train takes is
 * `activationsOfTrain`, with the consumer's service time longer by what others take of its core. Units of several
 * producers count by their trains.
 */
export function burstBatch(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  e: number,
  supplies: readonly Supply[],
  rates: Float64Array,
  of: ResidentRates,
  variation: number,
): number {
  if (supplies.every(({ producer }) => producer < 0)) return 1;
  const { core, resident } = plan.stages[plan.links[e].to];
  const speed = coreSpeed(model, plan, core);
  let arrivals = 0;
  for (const { links } of supplies)
    for (const { link } of links) arrivals += rateOf(plan, costs, link, rates);
  if (arrivals === 0) return 1;
  // Code that the consumer calls is its own work; what others call is theirs.
  let own = 0;
  let left = 1;
  plan.residents.forEach((one, x) => {
    if (one.core !== core) return;
    if (workerOf(plan, x) === resident) own += of.unitCycles[x];
    else left -= of.cycles[x] / speed;
  });
  const serviceTime = own / speed / arrivals / Math.max(leastLeft, left);
  let setUp = 0;
  for (const { links } of supplies)
    for (const { link } of links) {
      const planned = plan.links[link];
      const each = entryCycles(planned, costs.wakeDepth[link]) / speed + wakeTime(planned, arrivals);
      setUp += (rateOf(plan, costs, link, rates) / arrivals) * each;
    }
  let activations = 0;
  for (const { producer, links } of supplies) {
    let rate = 0;
    let cycles = 0;
    for (const { link: each, stages } of links) {
      rate += rateOf(plan, costs, each, rates);
      for (const s of stages)
        for (const m of perUnit) cycles += rates[plan.stages[s].flow] * costs.cycles[s * mechanismCount + m];
    }
    const turns = producer < 0 ? rate : of.activations[producer];
    if (turns === 0 || turns >= rate) activations += rate;
    else {
      const pace = cycles / rate / coreSpeed(model, plan, plan.residents[producer].core);
      activations += turns * activationsOfTrain({ pace, serviceTime, setUp, variation }, rate / turns);
    }
  }
  return Math.max(1, arrivals / activations);
}

/** Least share of a core that is taken to be left to a consumer: others may be reckoned to fill it while rates settle. */
const leastLeft = 0.01;

/** Units per second that come by a link. */
function rateOf(plan: Plan, costs: Costs, e: number, rates: Float64Array): number {
  const { to } = plan.links[e];
  return rates[plan.stages[to].flow] * costs.visits[to];
}
