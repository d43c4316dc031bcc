import { type Costs, costMechanisms, levelCount, mechanismCount, missLevels } from '../iopath/charger';
import type { Plan } from '../iopath/plan';
import type { CycleRow, Ledger, MissRow, StageLedger } from './prediction';

/** Names the tables of the cost algebra. */
export function ledgerOf(plan: Plan, costs: Costs): Ledger {
  const coreTotals = plan.cores.map(() => new Float64Array(mechanismCount));
  const total = new Float64Array(mechanismCount);
  const misses = new Float64Array(levelCount);
  const stages = plan.stages.map(({ id, stage, core }, s): StageLedger => {
    for (let m = 0; m < mechanismCount; m++) {
      coreTotals[core][m] += costs.cycles[s * mechanismCount + m];
      total[m] += costs.cycles[s * mechanismCount + m];
    }
    for (let l = 0; l < levelCount; l++) misses[l] += costs.misses[s * levelCount + l];
    return Object.freeze({
      stage: id,
      context: stage.context,
      core: plan.cores[core].name,
      visits: costs.visits[s],
      cycles: cycleRow(costs.cycles, s * mechanismCount),
      misses: missRow(costs.misses, s * levelCount),
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
