import type { Costs } from '../../iopath/charger';
import { chargeCosts, layOutCosts } from '../../iopath/costs';
import type { PathModel } from '../../iopath/model';
import type { PathTraffic } from '../../iopath/packet-traffic';
import type { Plan } from '../../iopath/plan';

/** The cost algebra of a path with the same number of units in every activation. */
export function chargeAt(model: PathModel, plan: Plan, traffic: PathTraffic, batch: number): Costs {
  const costs = layOutCosts(model, plan, traffic);
  chargeCosts(model, plan, traffic, new Float64Array(plan.links.length).fill(batch), 1, costs);
  return costs;
}
