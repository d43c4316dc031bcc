import type { Costs } from './charger';
import { coreSpeed } from './compile';
import type { PathModel } from './model';
import type { Plan } from './plan';
import type { ResidentRates } from './resident-rates';
import { passingOrder, stretchesOf } from './stretches';

/**
 * How regular the arrivals at a stage of a closed path are, between Poisson (0) and as regular as the work (1). Packets
 * gather behind each set-up that they meet, so that regular work does not make regular arrivals; 1/2 is what simulated
 * paths come nearest to, docs/validation.md.
 */
const usual = 0.5;

/**
 * Regularity of the arrivals by each link. What leaves a busy server is as regular as its work, and what leaves an idle
 * one as its arrivals are: of a server with load rho
 *
 * c_d^2 = rho^2 c_s^2 + (1 - rho^2) c_a^2
 *
 * (Whitt, The Queueing Network Analyzer, Bell System Technical Journal 62 (1983)). A worker that shares its
 * core hands over in bursts, which `bursts.ts` describes.
 */
export class ArrivalRegularity {
  /** Of each link. */
  readonly of: Float64Array;
  /** Of each link: worker of a core of its own that packets come from, over the network too; -1: none. */
  private readonly producers: Int32Array;

  /** @param visits units of each stage per reference unit */
  constructor(
    private readonly model: PathModel,
    private readonly plan: Plan,
    visits: Costs['visits'],
  ) {
    this.of = new Float64Array(plan.links.length).fill(usual);
    this.producers = new Int32Array(plan.links.length).fill(-1);
    for (const stretches of stretchesOf(plan, visits)) {
      const order = passingOrder(plan, stretches);
      order.forEach(({ link }, i) => {
        const { worker, core } = order[(i + order.length - 1) % order.length];
        if (link >= 0 && plan.scheduled[core].length === 1) this.producers[link] = worker;
      });
    }
  }

  fill({ unitCycles }: ResidentRates): void {
    const { model, plan } = this;
    this.producers.forEach((worker, e) => {
      if (worker < 0) return;
      const load = Math.min(1, unitCycles[worker] / coreSpeed(model, plan, plan.residents[worker].core));
      this.of[e] = usual + (1 - usual) * load * load;
    });
  }
}
