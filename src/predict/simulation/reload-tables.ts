import type { Costs } from '../../iopath/charger';
import type { Plan } from '../../iopath/plan';
import type { Segment } from './segments';

/** Reload cycles of one switch to each worker and what runs in it, by the size of its runs, from 1 to `largest`. */
export function reloadTables(
  plan: Plan,
  segments: readonly Segment[][],
  charge: (batch: number) => Costs,
  largest: number,
): Float64Array[] {
  const tables = plan.residents.map(() => new Float64Array(largest));
  const workerOf = new Map<number, number>();
  plan.stages.forEach((stage, s) => {
    workerOf.set(
      stage.resident,
      segments[stage.flow].find(({ stages }) => stages.includes(s))?.worker ?? stage.resident,
    );
  });
  for (let batch = 1; batch <= largest; batch++) {
    const costs = charge(batch);
    plan.residents.forEach((_, x) => {
      if (costs.activationRate[x] > 0) tables[workerOf.get(x)!][batch - 1] += costs.reloadCycles[x];
    });
  }
  return tables;
}
