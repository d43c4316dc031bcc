import { entryCycles, speedOfSource, wakeTime } from './batching';
import { BASE, type Costs, INTRINSIC, mechanismCount, SHARING, TRANSFER } from './charger';
import { coreSpeed } from './compile';
import { linkCap } from './link-cap';
import type { PathModel } from './model';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';

/**
 * Smallest batches that the packets of a transaction make, entry per link; 1 where units are single packets. They come
 * one behind the other: a consumer on the core of its producer finds them all when that is done, and one on a core of
 * its own falls asleep between them if it is the faster,
 *
 * b = (1 + sigma/s_p) / (1 - s_c/s_p)
 *
 * with s_p and s_c the time that producer and consumer take for each, and sigma the consumer's set-up.
 *
 * @param caps largest batch of each link
 */
export function fillTrainBatches(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  caps: readonly number[],
  smallest: Float64Array,
): void {
  smallest.fill(1);
  if (traffic.there.packets === 1 && traffic.back.packets === 1) return;
  for (let e = 0; e < plan.links.length; e++) {
    const link = plan.links[e];
    const { to, from } = link;
    const target = plan.stages[to];
    const { packets } = target.reply ? traffic.back : traffic.there;
    if (packets === 1) continue;
    const train = costs.visits[to];
    let most = Math.min(train, caps[e]);
    if (plan.scheduled[target.core].length > 1)
      for (const x of plan.scheduled[target.core])
        for (const each of plan.residents[x].activations)
          most = Math.min(most, linkCap(model, costs, plan.links[each]));
    const together = from >= 0 && plan.stages[from].core === target.core;
    if (!together) {
      const producer =
        from < 0 ? 0 : workOf(plan, costs, plan.stages[from].resident, target.flow, target.reply);
      const pace = producer / speedOfSource(model, plan, link) / train;
      const own = workOf(plan, costs, target.resident, target.flow, target.reply);
      const speed = coreSpeed(model, plan, target.core);
      const setUp = entryCycles(link, costs.wakeDepth[e]) / speed + wakeTime(link, 1 / Math.max(pace, 1e-12));
      if (own / speed / train < pace)
        most = Math.min(most, (1 + setUp / pace) / (1 - own / speed / train / pace));
    }
    smallest[e] = Math.max(1, most);
  }
}

/** Cycles per reference unit of a flow that a resident works on one way, without what is charged at activations. */
function workOf(plan: Plan, costs: Costs, resident: number, flow: number, reply: boolean): number {
  let cycles = 0;
  for (const s of plan.residents[resident].stages) {
    const stage = plan.stages[s];
    if (stage.flow !== flow || stage.reply !== reply) continue;
    for (const m of [BASE, INTRINSIC, TRANSFER, SHARING]) cycles += costs.cycles[s * mechanismCount + m];
  }
  return cycles;
}
