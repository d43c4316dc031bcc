import type { Compiled } from '../../iopath/compile';
import type { Plan } from '../../iopath/plan';
import type { Segment } from './segments';

/** The network link: packets pass it one after the other, each way on its own. */
export class Wires {
  /** Of each flow: seconds that a packet takes there and back. */
  private readonly times: readonly { readonly there: number; readonly back: number }[];
  /** Of each flow: the segment before which a packet comes over the wire; their number where it leaves by it. */
  private readonly before: readonly number[];
  private readonly freeAt = { there: 0, back: 0 };

  constructor(plan: Plan, compiled: Compiled, segments: readonly Segment[][]) {
    const flows = plan.flows.length;
    const time = (wire: number, flow: number) => (wire < 0 ? 0 : compiled.demand[wire * flows + flow]);
    this.times = plan.flows.map((_, flow) => ({
      there: time(compiled.wires.there, flow),
      back: time(compiled.wires.back, flow),
    }));
    this.before = segments.map((flow) => {
      const fromDevice = flow.findIndex(({ link }) => link >= 0 && plan.links[link].from < 0);
      return fromDevice < 0 ? flow.length : fromDevice;
    });
  }

  /** True where a packet that goes one way is on one end of a wire. */
  standsBefore(flow: number, position: number): boolean {
    return position === this.before[flow] && this.times[flow].there > 0;
  }

  /** Sends a packet there and back, and returns the seconds until it is done. */
  exchange(flow: number, now: number): number {
    const { there, back } = this.times[flow];
    let done = now;
    if (there > 0) done = this.freeAt.there = Math.max(this.freeAt.there, done) + there;
    if (back > 0) done = this.freeAt.back = Math.max(this.freeAt.back, done) + back;
    return done - now;
  }

  /** Seconds until a packet has gone there; NaN when so many wait already that it is lost. */
  send(flow: number, now: number, slots: number): number {
    const { there } = this.times[flow];
    const wait = Math.max(0, this.freeAt.there - now);
    if (wait > slots * there) return Number.NaN;
    this.freeAt.there = now + wait + there;
    return wait + there;
  }
}
