import { type Charger, type Costs, DRAM, LLC, levelCount, SHARING } from './charger';
import type { PathModel } from './model';
import type { Plan } from './plan';

/**
 * Contexts of one socket compete for its last-level cache by how often they come to it:
 *
 * C_x = C a_x / sum a,   m_x = m_x0 (C_x / C)^(-eta)
 *
 * with a the loads per second that reach that cache, m those of them that memory satisfies, m_x0 with the whole cache C
 * and eta `llcSharingExponent`. What one context loses this way was a hit before, so that no more is lost than was hit.
 * A context alone on its socket loses nothing.
 *
 * All other misses must have been booked. The mix of flows makes rates of different flows comparable.
 *
 * @see Chandra, Guo, Kim and Solihin, HPCA 2005: competition by frequency of access, the simplest of three models there
 */
export function chargeLlcSharing(model: PathModel, plan: Plan, costs: Costs, ledger: Charger): void {
  const exponent = model.machine.llcSharingExponent;
  if (exponent === 0) return;
  const accesses = Float64Array.from(plan.residents, (_, x) => accessRate(plan, costs, x));
  const streamed = payloadOfDevice(model, plan, costs);
  for (let x = 0; x < plan.residents.length; x++) {
    if (accesses[x] === 0) continue;
    let all = 0;
    for (let y = 0; y < plan.residents.length; y++) if (shareSocket(plan, x, y)) all += accesses[y];
    const growth = (all / accesses[x]) ** exponent;
    if (growth === 1) continue;
    for (const s of plan.residents[x].stages) {
      const at = s * levelCount;
      const fromMemory = streamed.fromMemory[s];
      const fromCache = streamed.fromCache[s];
      const rest = {
        fromMemory: costs.misses[at + DRAM] - fromMemory,
        fromCache: costs.misses[at + LLC] - fromCache,
      };
      move(ledger, s, Math.min(fromCache, (growth - 1) * fromMemory), costs.streamingPenalty);
      move(ledger, s, Math.min(rest.fromCache, (growth - 1) * rest.fromMemory), costs.randomPenalty);
    }
  }
}

function move(ledger: Charger, stage: number, lines: number, penalty: Float64Array): void {
  if (!(lines > 0)) return;
  ledger.lines(stage, SHARING, DRAM, lines, penalty);
  ledger.lines(stage, SHARING, LLC, -lines, penalty);
}

/** Loads of a resident per mixed reference unit that miss the private caches of its core. */
function accessRate(plan: Plan, costs: Costs, x: number): number {
  let rate = 0;
  for (const s of plan.residents[x].stages) {
    const at = s * levelCount;
    rate += costs.mix[plan.stages[s].flow] * (costs.misses[at + LLC] + costs.misses[at + DRAM]);
  }
  return rate;
}

function shareSocket(plan: Plan, x: number, y: number): boolean {
  const one = plan.cores[plan.residents[x].core];
  const other = plan.cores[plan.residents[y].core];
  return one.host === other.host && one.core.socket === other.core.socket;
}

/** Lines of received payload by stage, which are read in order: from memory, and from where the device left them. */
function payloadOfDevice(
  model: PathModel,
  plan: Plan,
  costs: Costs,
): { fromMemory: Float64Array; fromCache: Float64Array } {
  const fromMemory = new Float64Array(plan.stages.length);
  const fromCache = new Float64Array(plan.stages.length);
  const inCache = model.machine.directCacheAccess;
  for (const { stage, writer } of plan.reads) {
    if (writer >= 0) continue;
    fromMemory[stage] += (1 - inCache) * costs.payloadLines[stage];
    fromCache[stage] += inCache * costs.payloadLines[stage];
  }
  return { fromMemory, fromCache };
}
