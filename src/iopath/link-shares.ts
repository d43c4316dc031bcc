import type { Plan } from './plan';
import { workerOf } from './stretches';

/** Packets that a context begins itself, of a flow. */
interface Begun {
  readonly flow: number;
  /** Of them, the share that no link brings back to it: nobody acknowledges them. */
  readonly share: number;
}

/**
 * Of what comes to each context that shares its core, the share that comes by links. The rest are packets of its own:
 * their room in the window is free when they have been received, and beginning the next ones wakes it too, without
 * an activation. Where its turns are long, whichever comes first after one begins the next, so that of n turns only this
 * share counts as activated, and each of those has found 1 / share times the units.
 */
export class LinkShares {
  private readonly begun: readonly (readonly Begun[])[];

  /** @param visits units of each stage per reference unit */
  constructor(
    private readonly plan: Plan,
    private readonly visits: Float64Array,
  ) {
    const firsts = plan.flows.map((_, flow) => plan.stages.findIndex((stage) => stage.flow === flow));
    this.begun = plan.residents.map(({ core, activations }, x) => {
      if (plan.scheduled[core].length < 2) return [];
      return firsts.flatMap((first, flow): Begun[] => {
        if (workerOf(plan, plan.stages[first].resident) !== x) return [];
        let back = 0;
        for (const e of activations) {
          const { to } = plan.links[e];
          if (plan.stages[to].flow === flow) back += visits[to];
        }
        return back < 1 ? [{ flow, share: 1 - back }] : [];
      });
    });
  }

  /** @param rates reference units per second of each flow */
  of(resident: number, rates: Float64Array): number {
    const { plan, visits } = this;
    let alone = 0;
    for (const { flow, share } of this.begun[resident]) alone += rates[flow] * share;
    if (alone === 0) return 1;
    let byLink = 0;
    for (const e of plan.residents[resident].activations) {
      const { to } = plan.links[e];
      byLink += rates[plan.stages[to].flow] * visits[to];
    }
    return byLink > 0 ? byLink / (byLink + alone) : 1;
  }
}
