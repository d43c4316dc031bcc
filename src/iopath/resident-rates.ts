import { type Costs, mechanismCount, perUnit } from './charger';
import type { Plan } from './plan';
import { workerOf } from './stretches';

/** What every resident does in a second, at given rates of the flows. */
export class ResidentRates {
  /** Cycles worked. */
  readonly cycles: Float64Array;
  /** The same without what is charged at activations. */
  readonly unitCycles: Float64Array;
  /** Units that come by the links that activate it or that it begins, and activations. */
  readonly arrivals: Float64Array;
  readonly activations: Float64Array;

  /** Workers that nothing activates and that begin the units of a flow, as who sends for as long as the window lets it. */
  readonly begun: readonly { readonly worker: number; readonly flow: number }[];

  constructor(private readonly plan: Plan) {
    const residents = plan.residents.length;
    this.cycles = new Float64Array(residents);
    this.unitCycles = new Float64Array(residents);
    this.arrivals = new Float64Array(residents);
    this.activations = new Float64Array(residents);
    this.begun = plan.flows.flatMap((_, flow) => {
      const first = plan.stages.find((stage) => stage.flow === flow)!;
      const worker = workerOf(plan, first.resident);
      return plan.residents[worker].activations.length === 0 ? [{ worker, flow }] : [];
    });
  }

  /** @param rates reference units per second of each flow */
  fill(costs: Costs, rates: Float64Array, batch: Float64Array): void {
    const { plan, cycles, unitCycles, arrivals, activations } = this;
    cycles.fill(0);
    unitCycles.fill(0);
    for (let s = 0; s < plan.stages.length; s++) {
      const { resident, flow } = plan.stages[s];
      for (let m = 0; m < mechanismCount; m++)
        cycles[resident] += rates[flow] * costs.cycles[s * mechanismCount + m];
      for (const m of perUnit) unitCycles[resident] += rates[flow] * costs.cycles[s * mechanismCount + m];
    }
    for (let x = 0; x < plan.residents.length; x++) {
      arrivals[x] = 0;
      activations[x] = 0;
      for (const e of plan.residents[x].activations) {
        const { to } = plan.links[e];
        const rate = rates[plan.stages[to].flow] * costs.visits[to];
        arrivals[x] += rate;
        activations[x] += rate / batch[e];
      }
    }
    for (const { worker, flow } of this.begun) arrivals[worker] += rates[flow];
  }
}
