import { BASE, type Costs, INTRINSIC, mechanismCount, SHARING, TRANSFER } from '../../iopath/charger';
import { coreSpeed } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { Plan, PlannedLink } from '../../iopath/plan';

/** A stretch of stages that one worker runs through without handing over. */
export interface Segment {
  /** Index of the resident that is scheduled to run it. */
  readonly worker: number;
  readonly core: number;
  /** Indices into the plan's stages. */
  readonly stages: readonly number[];
  /** The link that a packet comes in by; null where the worker just goes on, or takes a packet from the window. */
  readonly link: PlannedLink | null;
  /** Share of packets that pass it (acknowledgements, segments). */
  readonly probability: number;
  /** Mean seconds of work per pass, without what is charged at activations. */
  readonly work: number;
}

/**
 * Cuts the stages of each flow where a unit changes hands. `costs` must have been charged at typical batches.
 * Returns a list of segments per flow, in the order that a unit passes them.
 */
export function segmentsOf(model: PathModel, plan: Plan, costs: Costs): Segment[][] {
  const perUnit = Float64Array.from(plan.stages, (_, s) => {
    const at = s * mechanismCount;
    return [BASE, INTRINSIC, TRANSFER, SHARING].reduce((sum, m) => sum + costs.cycles[at + m], 0);
  });
  const entry = new Map<number, PlannedLink>();
  for (const link of plan.links) {
    const { from, to, mechanism, distance, batched } = link;
    if (batched) entry.set(to, link);
    if (from < 0 || distance === 'same-core') continue;
    perUnit[from] += mechanism.crossCoreCycles * costs.visits[to];
    perUnit[to] += mechanism.crossCoreCycles * costs.visits[to];
  }
  return plan.flows.map((_, flow) => {
    const cuts: { worker: number; core: number; link: PlannedLink | null; stages: number[] }[] = [];
    plan.stages.forEach((stage, s) => {
      if (stage.flow !== flow || costs.visits[s] === 0) return;
      const worker = workerOf(plan, stage.resident);
      const link = entry.get(s) ?? null;
      const last = cuts.at(-1);
      if (last && last.worker === worker && link === null) last.stages.push(s);
      else cuts.push({ worker, core: stage.core, link, stages: [s] });
    });
    return cuts.map(({ worker, core, link, stages }) => {
      const probability = link === null ? 1 : Math.min(1, costs.visits[link.to]);
      const cycles = stages.reduce((sum, s) => sum + perUnit[s], 0);
      return {
        worker,
        core,
        stages,
        link,
        probability,
        work: cycles / probability / coreSpeed(model, plan, core),
      };
    });
  });
}

/** Who runs a resident's code: itself, or for code that runs in its caller, the caller. */
function workerOf(plan: Plan, resident: number): number {
  const { context, callers, core } = plan.residents[resident];
  if (!context.runsInCaller) return resident;
  return callers.find((y) => !plan.residents[y].context.runsInCaller) ?? plan.scheduled[core][0] ?? resident;
}
