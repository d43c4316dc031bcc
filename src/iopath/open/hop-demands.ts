import { type Costs, DRAM, levelCount, mechanismCount } from '../charger';
import { type Compiled, coreSpeed } from '../compile';
import type { PathModel } from '../model';
import type { Plan } from '../plan';
import type { Hop } from './hops';

/** Seconds per packet of every hop. */
export interface HopDemands {
  /** On its core or wire, for a packet that is taken from the ring. */
  readonly work: Float64Array;
  /** The same while the ring is never empty. */
  readonly saturated: Float64Array;
  /** On its core before all other work, for a packet that comes to the ring, lost or not. */
  readonly interrupt: Float64Array;
  /** On the memory bus of its core. */
  readonly bus: Float64Array;
}

/** Reads the seconds of every hop off the cost algebra and the compiled network, which must have been filled. */
export function fillHopDemands(
  model: PathModel,
  plan: Plan,
  costs: Costs,
  compiled: Compiled,
  hops: readonly Hop[],
  { work, interrupt, bus }: HopDemands,
): void {
  const lineTime = model.machine.lineSize / model.machine.memoryBandwidth;
  for (let i = 0; i < hops.length; i++) {
    const { stages, link, centre, flow, worker } = hops[i];
    if (worker < 0) {
      work[i] = compiled.demand[centre * plan.flows.length + flow];
      continue;
    }
    let cycles = 0;
    bus[i] = 0;
    for (const s of stages) {
      for (let m = 0; m < mechanismCount; m++) cycles += costs.cycles[s * mechanismCount + m];
      bus[i] += costs.misses[s * levelCount + DRAM] * lineTime;
    }
    const speed = coreSpeed(model, plan, centre);
    interrupt[i] = interruptCycles(plan, costs, link) / speed;
    work[i] = Math.max(0, cycles / speed - interrupt[i]);
  }
}

/** Entry cycles per packet where every unit interrupts. */
function interruptCycles(plan: Plan, costs: Costs, e: number): number {
  if (e < 0 || plan.links[e].mechanism.suppressesEvents) return 0;
  const { mechanism, to } = plan.links[e];
  return (mechanism.targetCycles * costs.visits[to]) / costs.unitsPerNotification[e];
}
