import type { Plan } from './plan';
import { priorityOf } from './priority';
import type { ResidentRates } from './resident-rates';
import { waitingShare } from './waiting-share';

/** Loads are below 1, however little is left. */
const mostActive = 1 - 1e-9;

/** How regular what comes to contexts that share a core is taken to be: simulated paths come nearest, docs/validation.md. */
const regularity = 0.7;

/**
 * Contexts of one level that share a core. Each serves until its queue is empty, and then the others run. Who becomes
 * ready waits for a turn of each other context o that is active, T_o = rho_o / activations, which it is with
 * probability
 *
 * p_o = rho_o / (1 - (rho - rho_o))
 *
 * of the load rho of the core: as often as it runs where the core is mostly idle, and always where it is saturated; less
 * often where arrivals are regular. Of the unit in hand the share (1 + c^2) / 2 is left, of those behind it all.
 */
export class TurnsOfOthers {
  /** Of each resident: load of its core by itself, and by all. */
  private readonly own: Float64Array;
  private readonly all: Float64Array;
  /** Seconds that others wait for a unit of its turn, before what is done of the first. */
  private readonly perUnit: Float64Array;
  /** Of each resident: those that it takes turns with, itself among them; none where nothing is shared. */
  private readonly sharing: readonly (readonly number[])[];

  /** @param variation coefficient of variation of the work of one unit */
  constructor(
    plan: Plan,
    private readonly variation: number,
  ) {
    this.own = new Float64Array(plan.residents.length);
    this.all = new Float64Array(plan.residents.length);
    this.perUnit = new Float64Array(plan.residents.length);
    this.sharing = plan.residents.map(({ core }, x): readonly number[] => {
      const level = priorityOf(plan, x);
      const sharing = plan.scheduled[core];
      const takesTurns = sharing.length > 1 && sharing.includes(x);
      return takesTurns && sharing.every((y) => priorityOf(plan, y) === level) ? sharing : [];
    });
  }

  /**
   * @param seen what residents do with one unit fewer in the windows
   * @param loadOf load of the core of a resident at those rates
   */
  fill(seen: ResidentRates, loadOf: (resident: number) => number): void {
    for (let x = 0; x < this.sharing.length; x++) {
      let cycles = 0;
      for (const y of this.sharing[x]) cycles += seen.cycles[y];
      this.all[x] = this.sharing[x].length > 0 ? loadOf(x) : 0;
      // Code that runs in its callers is theirs.
      this.own[x] = cycles > 0 ? (seen.cycles[x] / cycles) * this.all[x] : 0;
      const active = Math.min(
        mostActive,
        this.own[x] / Math.max(1 - mostActive, 1 - (this.all[x] - this.own[x])),
      );
      this.perUnit[x] =
        seen.arrivals[x] > 0
          ? (this.own[x] / seen.arrivals[x]) * waitingShare(active, this.variation, regularity, 1)
          : 0;
    }
  }

  takesTurns(resident: number): boolean {
    return this.sharing[resident].length > 0;
  }

  /** Load of its core by a resident. */
  load(resident: number): number {
    return this.own[resident];
  }

  /**
   * Seconds from the first unit of a resident until the others leave it the core.
   *
   * @param found units that each finds in a turn
   */
  wait(resident: number, found: Float64Array): number {
    const done = 0.5 * (1 - this.variation * this.variation);
    let wait = 0;
    for (const x of this.sharing[resident])
      if (x !== resident) wait += this.perUnit[x] * found[x] * (1 - done / Math.max(1, found[x]));
    return wait;
  }
}
