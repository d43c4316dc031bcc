import type { Costs } from '../../iopath/charger';
import { chargeCosts, layOutCosts } from '../../iopath/costs';
import type { PathModel } from '../../iopath/model';
import type { PathTraffic } from '../../iopath/packet-traffic';
import type { Plan } from '../../iopath/plan';

/**
 * The cost algebra of a path with the same number of units in every activation, or with those of each resident. Links
 * whose costs do not depend on it hand over one unit at a time.
 *
 * @param idleTime seconds that each core idles per reference unit; absent: none
 */
export function chargeAt(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  batch: number | readonly number[],
  idleTime: readonly number[] = [],
): Costs {
  const costs = layOutCosts(model, plan, traffic);
  costs.idleTime.set(idleTime);
  const batches = Float64Array.from(plan.links, ({ to, batched, link }) => {
    if (!batched) return 1;
    const size = typeof batch === 'number' ? batch : batch[plan.stages[to].resident];
    // Who never sleeps has no end of a batch but its cap.
    const cap = link.cap ?? model.batchCap;
    return size >= 1 ? (Number.isFinite(size) ? size : cap) : 1;
  });
  chargeCosts(model, plan, traffic, batches, 1, costs);
  return costs;
}
