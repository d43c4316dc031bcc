import { type Costs, costMechanisms, levelCount, mechanismCount, missLevels } from '../iopath/charger';
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
      cycles: cycleRow(ofMix, 0),
      misses: missRow(missesOfMix, 0),
    });
  });
  const cores: Record<string, CycleRow> = {};
  plan.cores.forEach(({ name }, k) => {
    cores[name] = cycleRow(coreTotals[k], 0);
  });
  return Object.freeze({
    stages: Object.freeze(stages),
    cores: Object.freeze(cores),
    total: cycleRow(total, 0),
    misses: missRow(misses, 0),
  });
}

function cycleRow(table: Float64Array, at: number): CycleRow {
  const row: Record<string, number> = {};
  let total = 0;
  for (let m = 0; m < mechanismCount; m++) {
    row[costMechanisms[m]] = table[at + m];
    total += table[at + m];
  }
  row.total = total;
  return Object.freeze(row) as CycleRow;
}

function missRow(table: Float64Array, at: number): MissRow {
  const row: Record<string, number> = {};
  for (let l = 0; l < levelCount; l++) row[missLevels[l]] = table[at + l];
  return Object.freeze(row) as MissRow;
}
