import type { Costs } from './charger';
import { coreSpeed } from './compile';
import type { PathModel } from './model';
import type { Plan } from './plan';
import type { ResidentRates } from './resident-rates';
import { passingOrder, stretchesOf } from './stretches';

/**
 * Regularity that the busiest core of a path gives all arrivals when it is saturated, and the power of its load. Nothing
 * else spaces packets out: they gather behind each set-up that they meet, and stay so where all cores are idle for much
 * of the time. Both numbers are what simulated paths come nearest to, docs/validation.md.
 */
const ofBusiest = 0.8;
const power = 4;

/**
 * Regularity of the arrivals by each link, between Poisson (0) and as regular as the work (1). What leaves a busy server is as regular as its work, and what leaves an idle
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
    this.of = new Float64Array(plan.links.length);
    this.producers = new Int32Array(plan.links.length).fill(-1);
    for (const stretches of stretchesOf(plan, visits)) {
      const order = passingOrder(plan, stretches);
      order.forEach(({ link }, i) => {
        const { worker, core } = order[(i + order.length - 1) % order.length];
        if (link >= 0 && plan.scheduled[core].length === 1) this.producers[link] = worker;
      });
    }
  }

  /** @param busiest load of the busiest core */
  fill({ unitCycles }: ResidentRates, busiest: number): void {
    const { model, plan } = this;
    const usual = ofBusiest * Math.min(1, busiest) ** power;
    this.of.fill(usual);
    this.producers.forEach((worker, e) => {
      if (worker < 0) return;
      const load = Math.min(1, unitCycles[worker] / coreSpeed(model, plan, plan.residents[worker].core));
      this.of[e] = usual + (1 - usual) * load * load;
    });
  }
}
