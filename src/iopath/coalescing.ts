import type { Costs } from './charger';
import type { Mechanism } from './model';
import type { Plan } from './plan';
import { poissonMinimum } from './poisson-minimum';

/**
 * Mean seconds for which a notification is held back from the first unit on: until `coalescingDelay` is over, or
 * `coalescingUnits` have come. With Poisson arrivals of rate a, E[min(N, units - 1)] / a, N of mean a delay.
 */
export function coalescingTime({ coalescingDelay, coalescingUnits }: Mechanism, arrivalRate: number): number {
  if (coalescingDelay === 0 || coalescingUnits === 0 || arrivalRate === 0) return coalescingDelay;
  return poissonMinimum(arrivalRate * coalescingDelay, coalescingUnits - 1) / arrivalRate;
}

/** Units that one notification of each link stands for, where nothing suppresses those that are not needed. */
export function fillNotifications(plan: Plan, costs: Costs, arrivalRate: (link: number) => number): void {
  for (let e = 0; e < plan.links.length; e++) {
    const { mechanism } = plan.links[e];
    if (mechanism.suppressesEvents) continue;
    const rate = arrivalRate(e);
    costs.unitsPerNotification[e] = 1 + rate * coalescingTime(mechanism, rate);
  }
}
