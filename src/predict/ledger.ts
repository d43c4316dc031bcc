import {
  ACTIVATION,
  BASE,
  type Costs,
  DRAM,
  INTRINSIC,
  L2,
  LLC,
  levelCount,
  mechanismCount,
  PEER,
  RELOAD,
  REMOTE_PEER,
  SHARING,
  SWITCH,
  TLB,
  TRANSFER,
} from '../iopath/charger';
import type { Plan } from '../iopath/plan';
import type { CycleRow, Ledger, MissRow, StageLedger } from './prediction';

/** Names the tables of the cost algebra. */
export function ledgerOf(plan: Plan, costs: Costs): Ledger {
  const coreTotals = plan.cores.map(() => new Float64Array(mechanismCount));
  const total = new Float64Array(mechanismCount);
  const misses = new Float64Array(levelCount);
  const ofMix = new Float64Array(mechanismCount);
  const missesOfMix = new Float64Array(levelCount);
  const stages = plan.stages.map(({ id, context, core, flow }, s): StageLedger => {
    const share = costs.mix[flow];
    for (let m = 0; m < mechanismCount; m++) {
      ofMix[m] = share * costs.cycles[s * mechanismCount + m];
      coreTotals[core][m] += ofMix[m];
      total[m] += ofMix[m];
    }
    for (let l = 0; l < levelCount; l++) {
      missesOfMix[l] = share * costs.misses[s * levelCount + l];
      misses[l] += missesOfMix[l];
    }
    return Object.freeze({
      stage: id,
      context,
      core: plan.cores[core].name,
      visits: share * costs.visits[s],
      cycles: cycleRow(ofMix),
      misses: missRow(missesOfMix),
    });
  });
  const cores: Record<string, CycleRow> = {};
  plan.cores.forEach(({ name }, k) => {
    cores[name] = cycleRow(coreTotals[k]);
  });
  return Object.freeze({
    stages: Object.freeze(stages),
    cores: Object.freeze(cores),
    total: cycleRow(total),
    misses: missRow(misses),
  });
}

function cycleRow(table: Float64Array): CycleRow {
  let total = 0;
  for (let m = 0; m < mechanismCount; m++) total += table[m];
  return Object.freeze({
    base: table[BASE],
    intrinsic: table[INTRINSIC],
    activation: table[ACTIVATION],
    switch: table[SWITCH],
    reload: table[RELOAD],
    transfer: table[TRANSFER],
    sharing: table[SHARING],
    total,
  });
}

function missRow(table: Float64Array): MissRow {
  return Object.freeze({
    l2: table[L2],
    llc: table[LLC],
    dram: table[DRAM],
    peer: table[PEER],
    remotePeer: table[REMOTE_PEER],
    tlb: table[TLB],
  });
}
