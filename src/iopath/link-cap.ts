import type { Costs } from './charger';
import type { PathModel } from './model';
import type { PlannedLink } from './plan';

/** Most units that a link's consumer takes at once: by their number, and where that is limited too, by their bytes. */
export function linkCap(model: PathModel, costs: Costs, { link, to }: PlannedLink): number {
  const units = link.cap ?? model.batchCap;
  if (link.byteCap === undefined || costs.visits[to] === 0) return units;
  const bytes = (costs.payloadLines[to] * model.machine.lineSize) / costs.visits[to];
  return Math.max(1, Math.min(units, link.byteCap / bytes));
}
