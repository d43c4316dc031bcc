import type { Plan } from '../iopath/plan';
import { pollingCores } from '../iopath/polling';

/**
 * What the operating system shows of each core, given its utilization: all of it where something polls or a neighbour
 * always has work, and what other work takes besides.
 */
export function busyShares(plan: Plan, utilization: ArrayLike<number>): number[] {
  const polling = pollingCores(plan);
  return plan.cores.map(({ core: { background = 0, timeSlice } }, k) =>
    polling[k] || timeSlice !== undefined ? 1 : background + (1 - background) * utilization[k],
  );
}
