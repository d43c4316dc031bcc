import type { Costs } from '../../iopath/charger';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import type { Segment } from './segments';

/** How many packets wait in the ring before each segment, and how many may. */
export class Rings {
  private readonly slots: readonly number[][];
  private readonly waiting: number[][];

  constructor(model: PathModel, plan: Plan, costs: Costs, segments: readonly Segment[][]) {
    this.slots = segments.map((flow) =>
      flow.map(({ link }) => {
        if (link < 0) return model.slots;
        // A slot holds a unit, which may be several packets.
        const { link: given, to } = plan.links[link];
        return Math.max(1, Math.floor((given.slots ?? model.slots) / costs.visits[to]));
      }),
    );
    this.waiting = segments.map((flow) => flow.map(() => 0));
  }

  /** Takes a slot for a packet; false when there is none. */
  take(flow: number, position: number): boolean {
    if (this.waiting[flow][position] >= this.slots[flow][position]) return false;
    this.waiting[flow][position] += 1;
    return true;
  }

  free(flow: number, position: number): void {
    this.waiting[flow][position] -= 1;
  }
}
