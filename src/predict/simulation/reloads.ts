import type { Costs } from '../../iopath/charger';
import type { Plan } from '../../iopath/plan';
import type { Segment } from './segments';

/**
 * Reload cycles of one switch to a worker and to what runs in it, by the units that it handles. Between two of its runs
 * the others are taken to handle as many of theirs as belong to those units.
 */
export class Reloads {
  private readonly known: Map<number, number>[];
  /** Of each worker: the residents whose reload it pays. */
  private readonly payers: number[][];
  /** Units that come to each resident per packet. */
  private readonly unitRates: number[];

  /** @param charge the cost algebra for given batches of the residents */
  constructor(
    private readonly plan: Plan,
    segments: readonly Segment[][],
    private readonly charge: (batch: readonly number[]) => Costs,
  ) {
    const workerOf = new Map<number, number>();
    plan.stages.forEach(({ resident, flow }, s) => {
      workerOf.set(resident, segments[flow].find(({ stages }) => stages.includes(s))?.worker ?? resident);
    });
    const payers = plan.residents.map((): number[] => []);
    plan.residents.forEach((_, x) => {
      payers[workerOf.get(x) ?? x].push(x);
    });
    this.payers = payers;
    const { visits, mix } = charge(plan.residents.map(() => 1));
    this.unitRates = plan.residents.map(({ activations }) =>
      activations.reduce((sum, e) => {
        const { to } = plan.links[e];
        return sum + visits[to] * mix[plan.stages[to].flow];
      }, 0),
    );
    this.known = plan.residents.map(() => new Map());
  }

  cycles(worker: number, units: number): number {
    const batch = Math.max(1, Math.round(units));
    let cycles = this.known[worker].get(batch);
    if (cycles === undefined) {
      cycles = this.reckon(worker, batch);
      this.known[worker].set(batch, cycles);
    }
    return cycles;
  }

  private reckon(worker: number, batch: number): number {
    const own = this.unitRates[worker];
    const { activationRate, reloadCycles } = this.charge(
      this.plan.residents.map((_, x) => (own > 0 ? Math.max(1, (batch * this.unitRates[x]) / own) : batch)),
    );
    return this.payers[worker].reduce((sum, x) => (activationRate[x] > 0 ? sum + reloadCycles[x] : sum), 0);
  }
}
