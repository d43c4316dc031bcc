import { ArrivalRegularity } from './arrival-regularity';
import { consumerLinks, type Found, loadFrom, unitsFound } from './batching';
import { burstBatch, suppliesOf } from './bursts';
import { BusyCores } from './busy-cores';
import type { Costs } from './charger';
import { LinkShares } from './link-shares';
import type { PathModel } from './model';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';
import { ResidentRates } from './resident-rates';
import { SharedCoreBatches } from './shared-core-batches';
import { TrainBatches } from './train-batches';
import { TurnsOfOthers } from './turns-of-others';

/** What the batches of a balance are found for. */
export interface BatchesOf {
  readonly model: PathModel;
  readonly plan: Plan;
  readonly traffic: PathTraffic;
  readonly costs: Costs;
  /** Laps of the windows in a round of turns, entry `core * flows + flow`. */
  readonly laps: Float64Array;
  /** Largest batch of each link. */
  readonly caps: readonly number[];
  /** Reference units in flight of each flow. */
  readonly window: number;
  readonly variation: number;
}

/** Links that one activation serves, or one that is polled. */
interface Consumer {
  readonly resident: number;
  readonly links: readonly number[];
  readonly supplies: ReturnType<typeof suppliesOf>;
}

/** How often turns that wait for each other are brought into line in one step at most, and the change that ends it. */
const sweeps = 40;
const settled = 1e-13;

/** The step of the fixed point that finds batches: what every consumer would find at the rates that batches led to. */
export class SolvedBatches {
  /** Of each link that is solved; NaN of others. */
  readonly next: Float64Array;
  private readonly consumers: readonly Consumer[];
  private readonly shared: SharedCoreBatches;
  private readonly trains: TrainBatches;
  private readonly regularity: ArrivalRegularity;
  private readonly shares: LinkShares;
  private readonly cores: BusyCores;
  private readonly residents: ResidentRates;
  private readonly seenResidents: ResidentRates;
  private readonly turns: TurnsOfOthers;
  private readonly found: Found[];
  /** Units of a turn of each resident. */
  private readonly perTurn: Float64Array;
  private readonly nextTurn: Float64Array;

  /** @param links those that are solved */
  constructor(
    private readonly of: BatchesOf,
    links: readonly number[],
  ) {
    const { model, plan, traffic, costs, laps, caps, window, variation } = of;
    this.next = new Float64Array(plan.links.length).fill(Number.NaN);
    this.trains = new TrainBatches(model, plan, traffic, costs.visits, caps, variation);
    this.perTurn = new Float64Array(plan.residents.length);
    this.nextTurn = new Float64Array(plan.residents.length);
    this.shared = new SharedCoreBatches(plan, costs.visits, laps, caps, window);
    this.shares = new LinkShares(plan, costs.visits);
    this.cores = new BusyCores(model, plan, window);
    this.regularity = new ArrivalRegularity(model, plan, costs.visits);
    this.residents = new ResidentRates(plan);
    this.seenResidents = new ResidentRates(plan);
    this.turns = new TurnsOfOthers(plan, variation);
    const groups = new Map<number, number[]>();
    for (const e of links) {
      const leader = consumerLinks(plan, e)[0];
      groups.set(leader, [...(groups.get(leader) ?? []), e]);
    }
    this.consumers = [...groups.values()].map((members) => ({
      resident: plan.stages[plan.links[members[0]].to].resident,
      links: members,
      supplies: suppliesOf(plan, costs.visits, members[0]),
    }));
    this.found = this.consumers.map(() => ({ alone: 1, perSecond: 0 }));
  }

  /**
   * @param rates reference units per second of each flow
   * @param seenRates the same with one unit fewer in the windows
   * @param queueLength mean units at each centre, entry `core * flows + flow`
   * @param batch the batches that the costs were computed with
   */
  fill(rates: Float64Array, seenRates: Float64Array, queueLength: Float64Array, batch: Float64Array): void {
    const { model, plan, costs, caps, variation } = this.of;
    const { shared, trains, regularity, shares, cores } = this;
    const { residents, seenResidents, turns, next, found } = this;
    shared.fill(queueLength, rates);
    trains.fill(costs);
    residents.fill(costs, rates, batch);
    cores.fill(residents, queueLength);
    seenResidents.fill(costs, seenRates, batch);
    regularity.fill(residents, cores.busiest);
    turns.fill(seenResidents, (x) => loadFrom(model, plan, costs, x, seenRates));
    const { hurry } = cores;
    const seen = { rates, seenRates, turns, batch, regularity: regularity.of, hurry };
    for (let i = 0; i < found.length; i++)
      found[i] = unitsFound(model, plan, costs, this.consumers[i].links[0], variation, seen);
    this.settleTurns();
    for (let i = 0; i < found.length; i++) {
      const { resident, links, supplies } = this.consumers[i];
      const together = burstBatch(model, plan, costs, links[0], supplies, rates, residents, variation);
      const { alone } = found[i];
      const units = this.unitsOf(i, resident);
      const share = shares.of(resident, rates);
      const inTurn = units === Number.POSITIVE_INFINITY ? units : alone + (units - alone) / share;
      for (const e of links) {
        const least = Math.max(trains.smallest[e], together);
        next[e] = Math.min(caps[e], Math.max(least, Math.min(shared.largest[e] / share, inTurn)));
      }
    }
  }

  private unitsOf(consumer: number, resident: number): number {
    const { alone, perSecond } = this.found[consumer];
    if (perSecond === 0) return Math.max(1, alone);
    return Math.max(1, alone + perSecond * this.turns.wait(resident, this.perTurn));
  }

  /** Turns wait for each other: longer ones leave more behind, which makes those after them longer. */
  private settleTurns(): void {
    const { perTurn, nextTurn, seenResidents, shared, turns, consumers } = this;
    const { caps } = this.of;
    for (let x = 0; x < perTurn.length; x++)
      perTurn[x] =
        seenResidents.activations[x] > 0 ? seenResidents.arrivals[x] / seenResidents.activations[x] : 1;
    // All at once, so that guests which are alike stay alike.
    let moved = 1;
    const settle = (resident: number, units: number) => {
      moved = Math.max(moved, Math.abs(units / perTurn[resident] - 1));
      nextTurn[resident] = units;
    };
    nextTurn.set(perTurn);
    for (let sweep = 0; sweep < sweeps && moved > settled; sweep++) {
      moved = 0;
      for (let i = 0; i < consumers.length; i++) {
        const { resident, links } = consumers[i];
        const [e] = links;
        // A link that is polled beside others says nothing of the turn that they begin.
        if (!turns.takesTurns(resident) || !this.of.plan.links[e].mechanism.activates) continue;
        settle(resident, Math.min(caps[e], shared.largest[e], this.unitsOf(i, resident)));
      }
      for (const { worker } of seenResidents.begun) {
        if (!turns.takesTurns(worker)) continue;
        const gathered = 1 + seenResidents.arrivals[worker] * turns.wait(worker, perTurn);
        settle(worker, Math.min(this.of.window, gathered / Math.max(1e-9, 1 - turns.load(worker))));
      }
      perTurn.set(nextTurn);
    }
  }
}
