import type { Costs } from '../charger';
import { type Compiled, compile } from '../compile';
import { layOutCosts } from '../costs';
import { linkCap } from '../link-cap';
import type { PathModel } from '../model';
import type { Plan } from '../plan';
import type { HopDemands } from './hop-demands';
import { type Hop, hopsOf } from './hops';
import type { OpenRun } from './open-run';
import type { HopRates } from './service-rates';

/** A plan laid out for open load, and the work space to bring it into balance. */
export interface OpenPath {
  readonly model: PathModel;
  readonly plan: Plan;
  readonly run: OpenRun;
  readonly costs: Costs;
  readonly compiled: Compiled;
  readonly hops: readonly Hop[];
  /** Of each link of the plan, the hop whose ring it leads to; -1: none. */
  readonly hopOf: readonly number[];
  /** Largest batch of each link. */
  readonly caps: readonly number[];
  readonly batch: Float64Array;
  readonly solvedLinks: readonly number[];
  readonly demands: HopDemands;
  readonly rates: HopRates;
  /** Packets per second that each hop takes while its ring is never empty. */
  readonly serviceRate: Float64Array;
}

/** Stands for no cap on a batch; small enough that costs per batch keep their digits. */
const mostUnits = 10_000;

export function layOutOpenPath(model: PathModel, plan: Plan, run: OpenRun): OpenPath {
  const costs = layOutCosts(model, plan, run.traffic);
  const compiled = compile(plan);
  const hops = hopsOf(model, plan, costs, compiled);
  const hopOf = plan.links.map((_, e) => hops.findIndex(({ link }) => link === e));
  const caps = plan.links.map((planned) =>
    planned.mechanism.yields && !planned.turns ? mostUnits : linkCap(model, costs, planned),
  );
  const solvedLinks: number[] = [];
  const batch = Float64Array.from(plan.links, ({ link, batched, turns }, e) => {
    if (turns) return caps[e];
    const size = link.batch ?? run.batch;
    if (size !== 'solve') return size;
    if (batched && hopOf[e] >= 0) solvedLinks.push(e);
    return 1;
  });
  const table = () => new Float64Array(hops.length);
  return {
    model,
    plan,
    run,
    costs,
    compiled,
    hops,
    hopOf,
    caps,
    batch,
    solvedLinks,
    demands: { work: table(), saturated: table(), interrupt: table(), bus: table() },
    rates: { arrivals: table().fill(run.arrivalRate), passed: table().fill(run.arrivalRate) },
    serviceRate: table().fill(Number.POSITIVE_INFINITY),
  };
}

/** Share of each centre that interrupts and the packets which pass take. */
export function centreLoads({ compiled, hops, demands, rates }: OpenPath): Float64Array {
  const loads = new Float64Array(compiled.centres.length);
  for (let i = 0; i < hops.length; i++) {
    const { centre, memory } = hops[i];
    loads[centre] += rates.passed[i] * demands.work[i] + rates.arrivals[i] * demands.interrupt[i];
    if (memory >= 0) loads[memory] += rates.passed[i] * demands.bus[i];
  }
  return loads;
}
