import { BASE, type Costs, INTRINSIC, mechanismCount, SHARING, TRANSFER } from '../../iopath/charger';
import { coreSpeed } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import { stretchesOf } from '../../iopath/stretches';

/** A stretch of stages that one worker runs through without handing over. */
export interface Segment {
  /** Index of the resident that is scheduled to run it. */
  readonly worker: number;
  readonly core: number;
  /** Indices into the plan's stages. */
  readonly stages: readonly number[];
  /** Index of the link that a packet comes in by; -1 where the worker just goes on, or the path begins. */
  readonly link: number;
  /** Share of packets that pass it (acknowledgements, segments). */
  readonly probability: number;
  /** Mean seconds of work per pass, without what is charged at activations. */
  readonly work: number;
}

/**
 * Cuts the stages of each flow where a unit changes hands. `costs` must have been charged at typical batches.
 * Returns a list of segments per flow, in the order that a unit passes them.
 *
 * @param everyPacket true when every packet passes every segment, with its part of the work of a unit of many
 */
export function segmentsOf(model: PathModel, plan: Plan, costs: Costs, everyPacket: boolean): Segment[][] {
  const perUnit = Float64Array.from(plan.stages, (_, s) => {
    const at = s * mechanismCount;
    return [BASE, INTRINSIC, TRANSFER, SHARING].reduce((sum, m) => sum + costs.cycles[at + m], 0);
  });
  for (const { from, to, mechanism, distance } of plan.links) {
    if (from < 0 || distance === 'same-core') continue;
    perUnit[from] += mechanism.crossCoreCycles * costs.visits[to];
    perUnit[to] += mechanism.crossCoreCycles * costs.visits[to];
  }
  return stretchesOf(plan, costs.visits).map((stretches) =>
    stretches.map(({ worker, core, link, stages }) => {
      const probability = everyPacket || link < 0 ? 1 : Math.min(1, costs.visits[plan.links[link].to]);
      const cycles = stages.reduce((sum, s) => sum + perUnit[s], 0);
      return {
        worker,
        core,
        stages,
        link,
        probability,
        work: cycles / probability / coreSpeed(model, plan, core),
      };
    }),
  );
}
