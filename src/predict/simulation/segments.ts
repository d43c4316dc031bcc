import { type Costs, mechanismCount, perUnit, RELOAD } from '../../iopath/charger';
import { coreSpeed } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { PathTraffic } from '../../iopath/packet-traffic';
import type { Plan } from '../../iopath/plan';
import { passingOrder, stretchesOf } from '../../iopath/stretches';

/** A stretch of stages that one worker runs through without handing over. */
export interface Segment {
  /** Index of the resident that is scheduled to run it. */
  readonly worker: number;
  readonly core: number;
  /** Indices into the plan's stages. */
  readonly stages: readonly number[];
  /** Index of the link that a packet comes in by; -1 where the worker just goes on, or the path begins. */
  readonly link: number;
  /** True on the way back. */
  readonly reply: boolean;
  /** Share of packets that pass it (acknowledgements, segments). */
  readonly probability: number;
  /** Units of the link that one pass stands for; 1 without a link. */
  readonly units: number;
  /** Mean seconds of work per pass, without what is charged at activations. */
  readonly work: number;
}

/**
 * Cuts the stages of each flow where a unit changes hands and where the reply begins. `costs` must have been charged at
 * typical batches. Returns a list of segments per flow, in the order that a packet passes them.
 *
 * @param everyPacket true when every packet passes every segment, with its part of the work of a unit of many
 */
export function segmentsOf(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  everyPacket: boolean,
): Segment[][] {
  const kept = keptReload(plan, costs);
  const unitCycles = Float64Array.from(plan.stages, ({ resident }, s) => {
    const at = s * mechanismCount;
    const passing = perUnit.reduce((sum, m) => sum + costs.cycles[at + m], 0);
    return passing + kept[resident] * costs.cycles[at + RELOAD];
  });
  for (const { from, to, mechanism, distance } of plan.links) {
    if (from < 0 || distance === 'same-core') continue;
    unitCycles[from] += mechanism.crossCoreCycles * costs.visits[to];
    unitCycles[to] += mechanism.crossCoreCycles * costs.visits[to];
  }
  return stretchesOf(plan, costs.visits).map((stretches) =>
    passingOrder(plan, stretches).flatMap((stretch) =>
      [false, true].flatMap((reply): Segment[] => {
        const stages = stretch.stages.filter((s) => plan.stages[s].reply === reply);
        if (stages.length === 0) return [];
        const { worker, core } = stretch;
        const link = stages[0] === stretch.stages[0] ? stretch.link : -1;
        const { packets } = reply ? traffic.back : traffic.there;
        const visits = link < 0 ? 1 : costs.visits[plan.links[link].to] / packets;
        const probability = everyPacket ? 1 : Math.min(1, visits);
        const cycles = stages.reduce((sum, s) => sum + unitCycles[s], 0) / packets;
        const work = cycles / probability / coreSpeed(model, plan, core);
        return [{ worker, core, stages, link, reply, probability, units: visits / probability, work }];
      }),
    ),
  );
}

/** Of each resident, the share of its reloads that passing units pay and not switches: caches that a sibling halves. */
function keptReload(plan: Plan, costs: Costs): number[] {
  return plan.residents.map(({ stages }, x) => {
    let all = 0;
    for (const s of stages) all += costs.mix[plan.stages[s].flow] * costs.cycles[s * mechanismCount + RELOAD];
    const switches = costs.reloadCycles[x] * costs.activationRate[x];
    return all > 0 ? Math.max(0, 1 - switches / all) : 0;
  });
}
