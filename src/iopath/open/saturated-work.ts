import { activationOf } from './open-batch';
import type { OpenPath } from './open-path';

/**
 * Fills in the seconds per packet of each hop while its ring is never empty: its consumer does not sleep, and what comes
 * once per activation comes once in the largest batch.
 */
export function fillSaturatedWork(path: OpenPath): void {
  const { model, plan, costs, hops, hopOf, rates, batch, caps, demands } = path;
  for (let i = 0; i < hops.length; i++) {
    const { link } = hops[i];
    demands.saturated[i] = demands.work[i];
    if (link < 0 || !plan.links[link].mechanism.activates) continue;
    const { setUp } = activationOf(model, plan, costs, link, hopOf, rates.arrivals, batch);
    const saved = setUp * costs.visits[plan.links[link].to] * (1 / batch[link] - 1 / caps[link]);
    demands.saturated[i] = Math.max(0, demands.work[i] - Math.max(0, saved));
  }
}
