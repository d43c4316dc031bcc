import { type Costs, mechanismCount } from './charger';
import { type Compiled, coreSpeed } from './compile';
import { LeftShare } from './left-share';
import type { PathModel } from './model';
import type { Plan } from './plan';

/** Priority that a resident's code runs at: its own, or for code that runs in its caller, the highest caller's. */
export function priorityOf(plan: Plan, resident: number): number {
  const { context, callers } = plan.residents[resident];
  if (!context.runsInCaller) return context.interruptLevel;
  let most = 0;
  for (const y of callers) most = Math.max(most, priorityOf(plan, y));
  return most;
}

/** Cycles per reference unit of a flow on a core, of the given priority and above. */
export function cyclesFrom(plan: Plan, costs: Costs, core: number, flow: number, priority: number): number {
  let cycles = 0;
  for (let s = 0; s < plan.stages.length; s++) {
    const stage = plan.stages[s];
    if (stage.core !== core || stage.flow !== flow || priorityOf(plan, stage.resident) < priority) continue;
    for (let m = 0; m < mechanismCount; m++) cycles += costs.cycles[s * mechanismCount + m];
  }
  return cycles;
}

/** The priorities on each core, highest first. */
export function prioritiesOf(plan: Plan): number[][] {
  return plan.cores.map((_, k) => {
    const here = plan.residents.flatMap(({ core }, x) => (core === k ? [priorityOf(plan, x)] : []));
    return [...new Set(here)].sort((a, b) => b - a);
  });
}

/**
 * The centres of a network with every core on which contexts have different priorities split into one centre for each:
 * shadow servers, which serve their own work alone and slower by what those above leave, D / (1 - rho above).
 *
 * Their queues are those of the core again when `foldQueues` adds them up.
 *
 * Sevcik, Priority scheduling disciplines in queuing network models of computer systems, IFIP Congress 1977.
 */
export class ShadowServers {
  /** As `Compiled.demand`, with a centre for every priority of a core. */
  readonly demand: Float64Array;
  private readonly centres: { readonly centre: number; readonly priority: number | null }[] = [];
  private readonly left: readonly LeftShare[];
  /** The same without the slowing down. */
  private readonly work: Float64Array;

  /** Null where no core has contexts of different priorities. */
  static of(plan: Plan, compiled: Compiled): ShadowServers | null {
    const priorities = prioritiesOf(plan);
    return priorities.some((levels) => levels.length > 1)
      ? new ShadowServers(plan, compiled, priorities)
      : null;
  }

  private constructor(
    private readonly plan: Plan,
    private readonly compiled: Compiled,
    priorities: readonly number[][],
  ) {
    compiled.centres.forEach((_, k) => {
      const levels = priorities[k] ?? [];
      if (levels.length > 1) for (const priority of levels) this.centres.push({ centre: k, priority });
      else this.centres.push({ centre: k, priority: null });
    });
    this.left = this.centres.map(() => new LeftShare());
    this.demand = new Float64Array(this.centres.length * plan.flows.length);
    this.work = new Float64Array(this.demand.length);
  }

  /** Takes the demands of the compiled network over, at a throughput. Returns how far the shares that are left still move. */
  fill(model: PathModel, costs: Costs, throughput: Float64Array): number {
    const { plan, compiled, demand } = this;
    const flows = plan.flows.length;
    let above = 0;
    let moved = 0;
    this.centres.forEach(({ centre, priority }, c) => {
      const speed = priority === null ? 1 : coreSpeed(model, plan, centre);
      if (c > 0 && this.centres[c - 1].centre !== centre) above = 0;
      const left = this.left[c];
      moved = Math.max(moved, left.advance(1 - above));
      const lowest = this.centres[c + 1]?.centre !== centre;
      for (let f = 0; f < flows; f++) {
        // The lowest has what the others leave of the core's demand.
        let work = compiled.demand[centre * flows + f];
        if (!lowest && priority !== null)
          work =
            (cyclesFrom(plan, costs, centre, f, priority) -
              cyclesFrom(plan, costs, centre, f, priority + 1)) /
            speed;
        else
          for (let higher = c - 1; this.centres[higher]?.centre === centre; higher--)
            work -= this.work[higher * flows + f];
        this.work[c * flows + f] = Math.max(0, work);
        demand[c * flows + f] = this.work[c * flows + f] / left.value;
        above += throughput[f] * this.work[c * flows + f];
      }
    });
    return moved;
  }

  /** Queues of the split centres, added up by the centres that they are parts of. */
  foldQueues(queueLength: Float64Array): Float64Array {
    const flows = this.plan.flows.length;
    const folded = new Float64Array(this.compiled.centres.length * flows);
    this.centres.forEach(({ centre }, c) => {
      for (let f = 0; f < flows; f++) folded[centre * flows + f] += queueLength[c * flows + f];
    });
    return folded;
  }
}
