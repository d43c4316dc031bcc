import type { Costs } from '../../iopath/charger';
import { linkCap } from '../../iopath/link-cap';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';

/** Most units of one run of each worker before it lets others on its core go first. */
export function turnCaps(model: PathModel, plan: Plan, costs: Costs): number[] {
  return plan.residents.map(({ activations }) =>
    activations.length === 0
      ? model.batchCap
      : Math.min(...activations.map((e) => linkCap(model, costs, plan.links[e]))),
  );
}
