import { entryCycles, wakeTime } from './batching';
import { type Costs, mechanismCount, perUnit } from './charger';
import { coreSpeed } from './compile';
import { foundInTrain } from './found-in-train';
import { linkCap } from './link-cap';
import type { PathModel } from './model';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';
import { workerOf } from './stretches';

/**
 * Smallest batches that the packets of a transaction make. They come one behind the other: a consumer on the core of its
 * producer finds them all when that is done, and one on a core of its own, if it is the faster, what `foundInTrain` says.
 */
export class TrainBatches {
  /** Of each link; 1 where units are single packets. */
  readonly smallest: Float64Array;
  /** Links that transactions of several packets come by. */
  private readonly links: readonly number[];
  private readonly workers: readonly number[];
  /** Seconds that each worker takes for a transaction of each flow there, and back. */
  private readonly work: Float64Array;

  /**
   * @param visits units of each stage per reference unit
   * @param caps largest batch of each link
   * @param variation coefficient of variation of the work of one unit
   */
  constructor(
    private readonly model: PathModel,
    private readonly plan: Plan,
    traffic: PathTraffic,
    visits: Costs['visits'],
    private readonly caps: readonly number[],
    private readonly variation: number,
  ) {
    this.smallest = new Float64Array(plan.links.length).fill(1);
    this.links = plan.links.flatMap(({ to }, e) => {
      const { packets } = plan.stages[to].reply ? traffic.back : traffic.there;
      return packets > 1 && visits[to] > 1 ? [e] : [];
    });
    this.workers = plan.stages.map(({ resident }) => workerOf(plan, resident));
    this.work = new Float64Array(plan.residents.length * plan.flows.length * 2);
  }

  fill(costs: Costs): void {
    if (this.links.length === 0) return;
    const { plan, caps, smallest } = this;
    this.fillWork(costs);
    for (const e of this.links) {
      const { from, to } = plan.links[e];
      const { core } = plan.stages[to];
      const most = Math.min(costs.visits[to], caps[e], this.tightestCap(costs, core));
      const together = from >= 0 && plan.stages[from].core === core;
      smallest[e] = Math.max(1, together ? most : Math.min(most, this.found(costs, e)));
    }
  }

  /** Packets that a consumer on another core than its producer finds; those of a device come all at once. */
  private found(costs: Costs, e: number): number {
    const { model, plan, work, workers } = this;
    const link = plan.links[e];
    const { from, to } = link;
    if (from < 0) return Number.POSITIVE_INFINITY;
    const packets = costs.visits[to];
    const pace = work[this.wayOf(workers[from], to)] / packets;
    const own = work[this.wayOf(workers[to], to)] / packets;
    if (own >= pace) return Number.POSITIVE_INFINITY;
    const speed = coreSpeed(model, plan, plan.stages[to].core);
    const setUp = entryCycles(link, costs.wakeDepth[e]) / speed + wakeTime(link, 1 / pace);
    return foundInTrain({ pace, serviceTime: own, setUp, variation: this.variation });
  }

  /** A round of contexts that share a core is no larger than what the tightest cap lets pass. */
  private tightestCap(costs: Costs, core: number): number {
    const { model, plan } = this;
    let tightest = Number.POSITIVE_INFINITY;
    if (plan.scheduled[core].length > 1)
      for (const x of plan.scheduled[core])
        for (const e of plan.residents[x].activations)
          tightest = Math.min(tightest, linkCap(model, costs, plan.links[e]));
    return tightest;
  }

  /** Work without what is charged at activations. */
  private fillWork(costs: Costs): void {
    const { model, plan, work, workers } = this;
    work.fill(0);
    for (let s = 0; s < plan.stages.length; s++) {
      let cycles = 0;
      for (const m of perUnit) cycles += costs.cycles[s * mechanismCount + m];
      work[this.wayOf(workers[s], s)] += cycles / coreSpeed(model, plan, plan.stages[s].core);
    }
  }

  /** Where the work of a worker for the flow and the direction of a stage stands. */
  private wayOf(worker: number, stage: number): number {
    const { flow, reply } = this.plan.stages[stage];
    return (worker * this.plan.flows.length + flow) * 2 + (reply ? 1 : 0);
  }
}
