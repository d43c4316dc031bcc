import { consumerLinks } from './batching';
import type { Costs } from './charger';
import type { Plan } from './plan';
import { priorityOf } from './priority';

/**
 * Largest batches that a core leaves to contexts which share it, entry per link; Infinity where nothing is shared.
 *
 * When all of n contexts always have work they run in turns, each taking what the one before has left, so that a unit
 * moves on by one context in a round: of Q units that circulate over the core each finds Q / n. A round is also no
 * larger than what the context with the tightest cap lets pass.
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
    const sharing = plan.scheduled[plan.stages[plan.links[e].to].core];
    if (sharing.length < 2 || sharing.some((x) => priorityOf(plan, x) !== priorityOf(plan, sharing[0])))
      continue;
    let round = 1;
    for (const x of sharing)
      for (const each of plan.residents[x].activations) {
        const units = unitsFound(plan, costs, each, window, queueLength);
        if (units > 0) round = Math.min(round, caps[each] / units);
      }
    largest[e] = Math.max(1, round * unitsFound(plan, costs, e, window, queueLength));
  }
}

/** Units that a consumer finds when all that is not at other cores is spread over the contexts of its own. */
function unitsFound(plan: Plan, costs: Costs, e: number, window: number, queueLength: Float64Array): number {
  const flows = plan.flows.length;
  let units = 0;
  for (const each of consumerLinks(plan, e)) {
    const { to } = plan.links[each];
    const { core, flow } = plan.stages[to];
    let here = window;
    for (let k = 0; k < plan.cores.length; k++) if (k !== core) here -= queueLength[k * flows + flow];
    let contexts = 0;
    for (const x of plan.scheduled[core])
      if (plan.residents[x].stages.some((s) => plan.stages[s].flow === flow)) contexts += 1;
    units += (here * costs.visits[to]) / contexts;
  }
  return units;
}
