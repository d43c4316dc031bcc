import { coreSpeed } from './compile';
import type { PathModel } from './model';
import type { Plan } from './plan';
import type { ResidentRates } from './resident-rates';

/** Loads of the cores of a path, and what follows for who sleeps on one. */
export class BusyCores {
  /** Load of the busiest core. */
  busiest = 0;
  /**
   * Of each resident: how much faster units come while it sleeps. Those that it would hold are then on their way to it, so that
   * with Q of its W units at its core on average the others send W / (W - Q) times as many, as far as the busiest other
   * core carries them. 1 where it waits for others of its core in turns: they hold the units meanwhile.
   */
  readonly hurry: Float64Array;
  private readonly loads: Float64Array;
  /** Of each resident: the flows that it serves. */
  private readonly flows: readonly (readonly number[])[];

  /** @param window units of each flow */
  constructor(
    private readonly model: PathModel,
    private readonly plan: Plan,
    private readonly window: number,
  ) {
    this.hurry = new Float64Array(plan.residents.length).fill(1);
    this.loads = new Float64Array(plan.cores.length);
    this.flows = plan.residents.map(({ stages }) => [...new Set(stages.map((s) => plan.stages[s].flow))]);
  }

  /** @param queueLength mean units at each centre, entry `core * flows + flow` */
  fill({ cycles }: ResidentRates, queueLength: Float64Array): void {
    const { model, plan, loads, hurry } = this;
    loads.fill(0);
    for (let x = 0; x < plan.residents.length; x++) {
      const { core } = plan.residents[x];
      loads[core] += cycles[x] / coreSpeed(model, plan, core);
    }
    this.busiest = loads.reduce((most, load) => Math.max(most, load), 0);
    for (let x = 0; x < plan.residents.length; x++) {
      const { core } = plan.residents[x];
      if (plan.scheduled[core].length === 1) hurry[x] = this.hurryOf(core, this.flows[x], queueLength);
    }
  }

  private hurryOf(core: number, flows: readonly number[], queueLength: Float64Array): number {
    const { plan, window, loads } = this;
    const all = window * flows.length;
    let away = all;
    for (const flow of flows) away -= queueLength[core * plan.flows.length + flow];
    let others = 0;
    for (let k = 0; k < loads.length; k++) if (k !== core) others = Math.max(others, loads[k]);
    return Math.max(1, Math.min(all / Math.max(1, away), 1 / others));
  }
}
