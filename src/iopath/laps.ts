import type { Plan } from './plan';
import { passingOrder, stretchesOf } from './stretches';

/**
 * How often a flow's window goes round in one round of turns on each core, entry `core * flows + flow`. In a round each
 * of the n contexts that share the core hands on what it has, so that n / h windows go round when a packet changes
 * hands h times on its way: h = n where it passes each once, and less where some packets end before, as those do that
 * are not acknowledged. 1 where a flow meets one context alone.
 *
 * @param visits units of each stage per reference unit
 */
export function lapsOf(plan: Plan, visits: Float64Array): Float64Array {
  const flows = plan.flows.length;
  const laps = new Float64Array(plan.cores.length * flows).fill(1);
  stretchesOf(plan, visits).forEach((stretches, flow) => {
    const stops = passingOrder(plan, stretches).map(({ core, worker, stages }) => ({
      core,
      worker,
      share: Math.min(
        1,
        stages.reduce((most, s) => Math.max(most, visits[s]), 0),
      ),
    }));
    for (let core = 0; core < plan.cores.length; core++) {
      const here = stops.filter((stop) => stop.core === core);
      const contexts = new Set(here.map(({ worker }) => worker)).size;
      if (contexts > 1) laps[core * flows + flow] = contexts / handOvers(here);
    }
  });
  return laps;
}

/** Mean number of times that a packet is handed from one context to another, when each share of them goes so far. */
function handOvers(stops: readonly { readonly worker: number; readonly share: number }[]): number {
  const shares = [...new Set(stops.map(({ share }) => share))].sort((a, b) => a - b);
  let mean = 0;
  let below = 0;
  for (const share of shares) {
    const passed = stops.filter((stop) => stop.share >= share);
    const changes = passed.filter(({ worker }, i) => worker !== passed[(i + 1) % passed.length].worker);
    mean += (share - below) * changes.length;
    below = share;
  }
  return mean;
}
