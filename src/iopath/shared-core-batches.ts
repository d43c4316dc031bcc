import { consumerLinks } from './batching';
import type { Costs } from './charger';
import type { Plan } from './plan';
import { priorityOf } from './priority';

/**
 * Largest batches that a core leaves to contexts which share it, entry per link; Infinity where nothing is shared.
 *
 * When all of n contexts always have work they run in turns, each taking what the one before has left, so that a unit
 * moves on by one context in a round: of Q units that circulate over the core each finds Q / n. A context of one guest
 * among others finds all of its flow, which gathers while the others run. A round is no larger than what the context
 * with the tightest cap lets pass, unless the window of a flow fits into that cap and so stays together.
 *
 * @param caps largest batch of each link on its own
 * @param window units of each flow
 * @param queueLength mean units at each centre, entry `core * flows + flow`
 */
export function fillSharedCoreBatches(
  plan: Plan,
  costs: Costs,
  caps: readonly number[],
  window: number,
  queueLength: Float64Array,
  largest: Float64Array,
): void {
  for (let e = 0; e < plan.links.length; e++) {
    largest[e] = Number.POSITIVE_INFINITY;
    const { core, resident } = plan.stages[plan.links[e].to];
    const sharing = plan.scheduled[core];
    if (sharing.length < 2 || sharing.some((x) => priorityOf(plan, x) !== priorityOf(plan, sharing[0])))
      continue;
    const own = unitsFound(plan, costs, e, window, queueLength);
    const together = servesFewer(plan, resident);
    let round = 1;
    for (const x of sharing)
      for (const each of plan.residents[x].activations) {
        const units = unitsFound(plan, costs, each, window, queueLength);
        if (units > 0 && !(together && own <= caps[each])) round = Math.min(round, caps[each] / units);
      }
    largest[e] = Math.max(1, round * own);
  }
}

/** True for a context that serves only some of the flows that its core serves. */
function servesFewer(plan: Plan, resident: number): boolean {
  const { core } = plan.residents[resident];
  return plan.flows.some(
    (_, f) =>
      !serves(plan, resident, f) && plan.stages.some((stage) => stage.core === core && stage.flow === f),
  );
}

function serves(plan: Plan, resident: number, flow: number): boolean {
  return plan.residents[resident].stages.some((s) => plan.stages[s].flow === flow);
}

/** Units that a consumer finds when all that is not at other cores is spread over the contexts of its own. */
function unitsFound(plan: Plan, costs: Costs, e: number, window: number, queueLength: Float64Array): number {
  const flows = plan.flows.length;
  const together = servesFewer(plan, plan.stages[plan.links[e].to].resident);
  let units = 0;
  for (const each of consumerLinks(plan, e)) {
    const { to } = plan.links[each];
    const { core, flow } = plan.stages[to];
    let here = window;
    for (let k = 0; k < plan.cores.length; k++) if (k !== core) here -= queueLength[k * flows + flow];
    let contexts = 0;
    for (const x of plan.scheduled[core]) if (serves(plan, x, flow)) contexts += 1;
    units += (here * costs.visits[to]) / (together ? 1 : contexts);
  }
  return units;
}
