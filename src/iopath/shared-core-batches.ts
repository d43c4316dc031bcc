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
 * the window are elsewhere as here, to come back during the next turn; when none is, whoever ran last has handed all that
 * it had to those after it, and each finds Q / (n - 1). In between it is taken for linear. A context of one guest
 * among others finds all of its flow, which gathers while the others run. A round is no larger than what the context
 * with the tightest cap lets pass, unless the window of a flow fits into that cap and so stays together.
 */
export class SharedCoreBatches {
  /** Of each link; Infinity where nothing is shared. */
  readonly largest: Float64Array;
  private readonly cores: readonly SharedCore[];

  /**
   * @param caps largest batch of each link on its own
   * @param window units of each flow
   */
  constructor(
    private readonly plan: Plan,
    private readonly visits: Costs['visits'],
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

  /** @param queueLength mean units at each centre, entry `core * flows + flow` */
  fill(queueLength: Float64Array): void {
    for (const shared of this.cores) {
      const found = shared.members.map((member) => this.unitsFound(shared, member, queueLength));
      shared.members.forEach(({ links, servesFewer }, i) => {
        let round = 1;
        shared.members.forEach((other, j) => {
          for (const e of other.links)
            if (found[j] > 0 && !(servesFewer && found[i] <= this.caps[e]))
              round = Math.min(round, this.caps[e] / found[j]);
        });
        for (const e of links) this.largest[e] = Math.max(1, round * found[i]);
      });
    }
  }

  /** Units that a context finds when all that is not at other cores is spread over the contexts of its own. */
  private unitsFound(
    { core, contexts }: SharedCore,
    { links, servesFewer }: Member,
    queueLength: Float64Array,
  ): number {
    const { plan, visits, window } = this;
    const flows = plan.flows.length;
    let units = 0;
    for (const e of links) {
      const { to } = plan.links[e];
      const { flow } = plan.stages[to];
      let here = window;
      for (let k = 0; k < plan.cores.length; k++) if (k !== core) here -= queueLength[k * flows + flow];
      units += (here * visits[to]) / (servesFewer ? 1 : turnsWithWork(contexts[flow], here, window));
    }
    return units;
  }
}

/** Contexts of a core that have work at a time, of those that a flow passes: one fewer when none of it is elsewhere. */
function turnsWithWork(contexts: number, here: number, window: number): number {
  const elsewhere = Math.min(1, Math.max(0, window - here) / Math.max(here, 1e-9));
  return Math.max(1, contexts - 1 + elsewhere);
}
