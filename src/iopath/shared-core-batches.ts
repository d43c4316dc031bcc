import type { Costs } from './charger';
import type { Plan } from './plan';
import { priorityOf } from './priority';

/** A core that contexts of one level share. */
interface SharedCore {
  readonly core: number;
  readonly members: readonly Member[];
  /** Of each flow: contexts here that serve it. */
  readonly contexts: Float64Array;
}

interface Member {
  /** Links that activate it. */
  readonly links: readonly number[];
  /** True for a context that serves only some of the flows that its core serves. */
  readonly servesFewer: boolean;
}

/**
 * Largest batches that a core leaves to contexts which share it.
 *
 * When all of n contexts always have work they run in turns, each taking what the one before has left, so that a unit
 * moves on by one context in a round: of Q units that circulate over the core each finds Q / n. They have where as many of
 * the window are elsewhere or on the wire as here, to come back during the next turn; when none is, whoever ran last has
 * handed all that it had to those after it, and each finds Q / (n - 1). In between it is taken for linear. Units that change
 * hands less often than there are contexts go round several times in a round, `lapsOf`. A context of one guest
 * among others finds all of its flow, which gathers while the others run. A round is no larger than what the context
 * with the tightest cap lets pass, unless the window of a flow fits into that cap and so stays together; for a context of one
 * guest the units of others do not count, since what was handed over together is served together.
 */
export class SharedCoreBatches {
  /** Of each link; Infinity where nothing is shared. */
  readonly largest: Float64Array;
  private readonly cores: readonly SharedCore[];

  /**
   * @param visits units of each stage per reference unit
   * @param laps of each core and flow, from `lapsOf`
   * @param caps largest batch of each link on its own
   * @param window units of each flow
   */
  constructor(
    private readonly plan: Plan,
    private readonly visits: Costs['visits'],
    private readonly laps: Float64Array,
    private readonly caps: readonly number[],
    private readonly window: number,
  ) {
    this.largest = new Float64Array(plan.links.length).fill(Number.POSITIVE_INFINITY);
    this.cores = plan.scheduled.flatMap((sharing, core): SharedCore[] => {
      const level = sharing.length > 1 ? priorityOf(plan, sharing[0]) : 0;
      if (sharing.length < 2 || sharing.some((x) => priorityOf(plan, x) !== level)) return [];
      const flowsOf = sharing.map((x) => new Set(plan.residents[x].stages.map((s) => plan.stages[s].flow)));
      const here = new Set(flowsOf.flatMap((flows) => [...flows]));
      const contexts = new Float64Array(plan.flows.length);
      for (const flows of flowsOf) for (const f of flows) contexts[f] += 1;
      const members = sharing.map(
        (resident, i): Member => ({
          links: plan.residents[resident].activations,
          servesFewer: flowsOf[i].size < here.size,
        }),
      );
      return [{ core, members, contexts }];
    });
  }

  /**
   * @param queueLength mean units at each centre, entry `core * flows + flow`
   * @param rates reference units per second of each flow
   */
  fill(queueLength: Float64Array, rates: Float64Array): void {
    for (const shared of this.cores) {
      const found = shared.members.map((member) => this.unitsFound(shared, member, queueLength, rates));
      shared.members.forEach((member, i) => {
        const { links, servesFewer } = member;
        let round = 1;
        shared.members.forEach((other, j) => {
          const all =
            servesFewer && !other.servesFewer
              ? this.unitsFound(shared, other, queueLength, rates, member)
              : found[j];
          for (const e of other.links)
            if (all > 0 && !(servesFewer && found[i] <= this.caps[e]))
              round = Math.min(round, this.caps[e] / all);
        });
        for (const e of links) this.largest[e] = Math.max(1, round * found[i]);
      });
    }
  }

  /**
   * Units that a context finds when all that is not at other cores is spread over the contexts of its own.
   *
   * @param like only of the flows that this context serves
   */
  private unitsFound(
    { core, contexts }: SharedCore,
    { links, servesFewer }: Member,
    queueLength: Float64Array,
    rates: Float64Array,
    like?: Member,
  ): number {
    const { plan, visits, laps, window } = this;
    const flows = plan.flows.length;
    let units = 0;
    for (const e of links) {
      const { to } = plan.links[e];
      const { flow } = plan.stages[to];
      if (like && !this.serves(like, flow)) continue;
      let here = window;
      for (let k = 0; k < plan.cores.length; k++) if (k !== core) here -= queueLength[k * flows + flow];
      if (servesFewer) units += here * visits[to];
      else {
        const kept = Math.max(0, here - rates[flow] * plan.roundTrip);
        const rounds = laps[core * flows + flow] / turnsWithWork(contexts[flow], kept, window);
        units += here * visits[to] * rounds;
      }
    }
    return units;
  }

  private serves({ links }: Member, flow: number): boolean {
    const { plan } = this;
    return links.some((e) => plan.stages[plan.links[e].to].flow === flow);
  }
}

/** Contexts of a core that have work at a time, of those that a flow passes: one fewer when none of it is elsewhere. */
function turnsWithWork(contexts: number, here: number, window: number): number {
  const elsewhere = Math.min(1, Math.max(0, window - here) / Math.max(here, 1e-9));
  return Math.max(1, contexts - 1 + elsewhere);
}
