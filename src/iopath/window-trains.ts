import { entryCycles, notifyCycles, speedOfSource, wakeTime } from './batching';
import { type Costs, mechanismCount, perUnit } from './charger';
import { coreSpeed } from './compile';
import { foundInTrain } from './found-in-train';
import type { PathModel } from './model';
import type { Plan } from './plan';
import { passingOrder, type Stretch, stretchesOf } from './stretches';

/** Work that varies less than this is regular: what has met stays together. */
const regularBelow = 0.1;
/** Load of the busiest core above which a window fills the path, and has neither beginning nor end. */
const fullFrom = 0.7;
/** Packets that are acknowledged fall behind the others by at most this share of a window's length, or leave it. */
const mostBehind = 0.5;
/** Round trip, in lengths of the train, above which most of it is on the wire and nothing brings it together. */
const mostApart = 8;

/**
 * Smallest batches of a window whose packets go round together. With regular work nothing parts packets that a set-up
 * has brought together, and a window smaller than what the path holds ends as one train: a consumer on the core of its
 * producer, or no faster than the train, finds all of it, and a faster one what `foundInTrain` says. A consumer that
 * found it whole passes it on at its own pace, others pass on the pace that it came at. Packets that are acknowledged come
 * back later by the way of the acknowledgement: where that is long they leave the train, and it dissolves.
 */
export class WindowTrains {
  /** Of each link; 1 where packets go round apart. */
  readonly smallest: Float64Array;
  /**
   * Seconds per lap that the first packet of the train waits beyond its own demand: for those behind it, where its next
   * context has the same core, and for what is paid per activation, of which each of a batch is charged its share alone.
   */
  wait = 0;
  private readonly orders: readonly (readonly Stretch[])[];

  /**
   * @param visits units of each stage per reference unit
   * @param window reference units of each flow
   * @param variation coefficient of variation of the work of one unit
   */
  constructor(
    private readonly model: PathModel,
    private readonly plan: Plan,
    visits: Float64Array,
    private readonly window: number,
    private readonly variation: number,
  ) {
    this.smallest = new Float64Array(plan.links.length).fill(1);
    const alone = plan.flows.length === 1 && variation < regularBelow && window > 1;
    this.orders = alone ? stretchesOf(plan, visits).map((stretches) => passingOrder(plan, stretches)) : [];
  }

  /** @param busiest load of the busiest core */
  fill(costs: Costs, busiest: number): void {
    this.smallest.fill(1);
    this.wait = 0;
    if (busiest < fullFrom)
      for (const order of this.orders) if (this.staysTogether(costs, order)) this.follow(costs, order);
  }

  /** True when the way of an acknowledgement is short beside the train, and the network not too long. */
  private staysTogether(costs: Costs, order: readonly Stretch[]): boolean {
    let behind = 0;
    let length = 0;
    for (const stretch of order) {
      const { units, serviceTime } = this.partOf(costs, stretch);
      length = Math.max(length, (this.window - 1) * serviceTime * Math.min(1, units));
      if (units < 1 && stretch.link >= 0) behind += serviceTime + this.setUp(costs, stretch, serviceTime);
    }
    return behind <= mostBehind * length && this.plan.roundTrip <= mostApart * length;
  }

  /** Sends the train round twice: the first time it has no pace yet. */
  private follow(costs: Costs, order: readonly Stretch[]): void {
    let pace = 0;
    let before = -1;
    let workerBefore = -1;
    let turn = 0;
    for (let round = 0; round < 2; round++) {
      this.wait = 0;
      for (const stretch of order) {
        const { link, core, worker } = stretch;
        const { units, serviceTime } = this.partOf(costs, stretch);
        // By way of the wire packets come one by one, as they were sent.
        const direct = core === before && link >= 0 && this.plan.links[link].from >= 0;
        const own = serviceTime * Math.min(1, units);
        if (link >= 0) {
          const all = this.window * units;
          const gap = pace / Math.min(1, units);
          const setUp = this.setUp(costs, stretch, gap);
          const { variation } = this;
          const whole = serviceTime >= gap || direct;
          const found = whole ? all : foundInTrain({ pace: gap, serviceTime, setUp, variation });
          this.smallest[link] = Math.max(1, Math.min(all, found));
          this.wait += this.activation(costs, stretch) * (1 - 1 / this.smallest[link]);
          pace = found >= all ? own : pace;
        }
        if (direct && worker !== workerBefore) this.wait += turn;
        const found = link < 0 ? this.window * units : this.smallest[link];
        turn = Math.max(0, found - Math.max(1, units)) * serviceTime;
        pace = Math.max(pace, own);
        before = core;
        workerBefore = worker;
      }
    }
  }

  /** Units of a stretch per reference unit, and seconds for each, without what is charged at activations. */
  private partOf(costs: Costs, { stages, core }: Stretch): { units: number; serviceTime: number } {
    let cycles = 0;
    let units = 0;
    for (const s of stages) {
      units = Math.max(units, costs.visits[s]);
      for (const m of perUnit) cycles += costs.cycles[s * mechanismCount + m];
    }
    return { units, serviceTime: cycles / coreSpeed(this.model, this.plan, core) / units };
  }

  private setUp(costs: Costs, stretch: Stretch, gap: number): number {
    return this.entry(costs, stretch) + wakeTime(this.plan.links[stretch.link], 1 / gap);
  }

  /** Seconds from a unit's hand-over to its service that are paid per activation: the first unit waits for all of them. */
  private activation(costs: Costs, stretch: Stretch): number {
    const planned = this.plan.links[stretch.link];
    const notifying = notifyCycles(planned, costs.wakeDepth[stretch.link]);
    return this.entry(costs, stretch) + notifying / speedOfSource(this.model, this.plan, planned);
  }

  /** Seconds that an activation takes before the first unit. */
  private entry(costs: Costs, { link, core, worker }: Stretch): number {
    const cycles = entryCycles(this.plan.links[link], costs.wakeDepth[link]) + costs.reloadCycles[worker];
    return cycles / coreSpeed(this.model, this.plan, core);
  }
}
