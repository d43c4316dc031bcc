import type { Plan } from '../../iopath/plan';

/** Who takes turns on a core, and who waits for the next one with nothing to do. */
export class Turns {
  /** Of each worker: the link that it takes turns by; -1: it does not share its core with others so. */
  readonly links: readonly number[];
  private readonly polled: boolean;

  constructor(private readonly plan: Plan) {
    this.links = plan.residents.map(({ activations }) => activations.find((e) => plan.links[e].turns) ?? -1);
    this.polled = plan.cores.some(({ polls }) => polls);
  }

  /**
   * True for who goes on to wait with nothing to do: after a full turn, since it does not look again before; and where
   * something polls, which hands over without a word, always. Turns that cost nothing would go round for ever.
   */
  waits(worker: number, afterFullTurn: boolean): boolean {
    const e = this.links[worker];
    if (e < 0 || this.plan.links[e].mechanism.switchCycles === 0) return false;
    return this.polled || afterFullTurn;
  }
}
