import type { Plan } from '../../iopath/plan';
import { pollingCores } from '../../iopath/polling';
import type { Warn } from './warning-codes';

/** What is particular about the cores of a path: a busy sibling, neighbours that the scheduler lets in, polling. */
export function warnOfCores(plan: Plan, warn: Warn): void {
  const polling = pollingCores(plan);
  plan.cores.forEach(({ name, siblingBusy, core: { background = 0, timeSlice } }, k) => {
    if (siblingBusy)
      warn(
        'sibling-estimate',
        name,
        'shares its pipeline with a busy sibling; both are counted at half of siblingSpeedup',
      );
    if (background > 0 || timeSlice !== undefined)
      warn(
        'scheduler-contention',
        name,
        'shares its core with other work: what a scheduler does then (credits, boosts, rate limits) is not in the formulas, so the throughput is nearer to an upper bound',
      );
    if (polling[k])
      warn(
        'polling-core',
        name,
        'polls: the operating system shows it busy all the time, whatever it does; hold its utilization against processing cycles, not against CPU per cent',
      );
  });
}
