import type { Costs } from './charger';
import { type Compiled, compile, fillDemands } from './compile';
import { chargeCosts, layOutCosts } from './costs';
import type { PathModel } from './model';
import { fillTimeApart } from './overlap';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';
import { FlowSolver } from './solve-flows';

/** How far a solved batch is taken to be off: by this factor, up or down. */
const uncertainty = 4;

/** A balance of a path. */
interface Balanced {
  readonly costs: Costs;
  readonly batch: Float64Array;
  readonly solvedLinks: readonly number[];
  readonly thinkTime: Float64Array;
  /** Largest batch of each link, and the factor on the DRAM penalty. */
  readonly caps: readonly number[];
  readonly inflation: number;
}

/** What a path would do if its batches were smaller, and larger, than the balance says. */
export interface BatchBracket {
  /** Reference units per second of each flow with exponential work and a quarter of the batches. */
  readonly lower: Float64Array;
  /** The network with four times the batches. */
  readonly upper: Compiled;
}

/**
 * Batches of a closed window depend on how its packets clump, which no formula says: nearly all simulated ones are found
 * within a factor of four of the balance, docs/validation.md. No batch is below one unit or above its cap.
 */
export function batchBracket(
  model: PathModel,
  plan: Plan,
  { traffic, window }: { readonly traffic: PathTraffic; readonly window: number },
  solved: Balanced,
): BatchBracket {
  const compiledAt = (factor: number) => {
    const batch = Float64Array.from(solved.batch);
    for (const e of solved.solvedLinks) batch[e] = Math.max(1, Math.min(solved.caps[e], batch[e] * factor));
    const { mix, wakeDepth, idleTime, unitsPerNotification, foundTogether } = solved.costs;
    const costs = layOutCosts(model, plan, traffic);
    costs.mix.set(mix);
    costs.foundTogether.set(foundTogether);
    costs.wakeDepth.set(wakeDepth);
    costs.idleTime.set(idleTime);
    costs.unitsPerNotification.set(unitsPerNotification);
    chargeCosts(model, plan, traffic, batch, solved.inflation, costs);
    const compiled = compile(plan);
    fillDemands(model, plan, traffic, costs, compiled);
    return compiled;
  };
  const smallest = compiledAt(1 / uncertainty);
  const apart = new Float64Array(plan.flows.length);
  fillTimeApart(smallest, solved.thinkTime, apart);
  const solver = new FlowSolver(smallest.demand, plan.flows.length, 1);
  solver.solve(window, apart);
  return { lower: solver.throughput, upper: compiledAt(uncertainty) };
}
