import type { Compiled } from '../../iopath/compile';
import type { PathTraffic } from '../../iopath/packet-traffic';
import type { Plan } from '../../iopath/plan';
import type { Segment } from './segments';

interface Ways {
  there: number;
  back: number;
}

/** The network link: packets pass it one after the other, each way on its own. */
export class Wires {
  /** Of each flow: seconds that a packet takes there and back. */
  private readonly times: readonly Ways[];
  /** Of each flow: the segment before which a packet comes over the wire; the end of the way where it leaves by it. */
  private readonly before: readonly Ways[];
  /** Of each flow: the segment before which packets of a window come back, as acknowledgements do; else the end. */
  private readonly farEnds: readonly number[];
  /** Of each flow: the segment before that where packets of a window come to the other host; -1: there is none. */
  private readonly nearEnds: readonly number[];
  /** Of each flow: seconds of the round trip that requests, and replies, are on their way. */
  private readonly latencies: readonly Ways[];
  private readonly freeAt: Ways = { there: 0, back: 0 };

  constructor(plan: Plan, compiled: Compiled, traffic: PathTraffic, segments: readonly Segment[][]) {
    const flows = plan.flows.length;
    const time = (wire: number, flow: number, packets: number) =>
      wire < 0 ? 0 : compiled.demand[wire * flows + flow] / packets;
    this.times = plan.flows.map((_, flow) => ({
      there: time(compiled.wires.there, flow, traffic.there.packets),
      back: time(compiled.wires.back, flow, traffic.back.packets),
    }));
    this.farEnds = segments.map((flow) => {
      for (let at = flow.length - 1; at > 0; at--)
        if (flow[at].link >= 0 && plan.links[flow[at].link].from < 0) return at;
      return flow.length;
    });
    this.nearEnds = segments.map((flow, f) => {
      const near = flow.findIndex(({ link }, at) => at > 0 && link >= 0 && plan.links[link].from < 0);
      return near < this.farEnds[f] ? near : -1;
    });
    const fed = (flow: readonly Segment[], reply: boolean) =>
      flow.findIndex((one) => one.reply === reply && one.link >= 0 && plan.links[one.link].from < 0);
    this.before = segments.map((flow) => {
      const [there, back] = [fed(flow, false), fed(flow, true)];
      return { there: there < 0 ? turnOf(flow) : there, back: back < 0 ? flow.length : back };
    });
    this.latencies = segments.map((flow) => {
      if (fed(flow, true) < 0) return { there: 0, back: 0 };
      return fed(flow, false) > 0
        ? { there: plan.roundTrip / 2, back: plan.roundTrip / 2 }
        : { there: 0, back: plan.roundTrip };
    });
  }

  /** True where a packet that goes a way is on one end of its wire. */
  standsBefore(flow: number, position: number, way: keyof Ways): boolean {
    return (
      position === this.before[flow][way] && (this.times[flow][way] > 0 || this.latencies[flow][way] > 0)
    );
  }

  /** Seconds of the round trip that no request or reply has been on its way for when a transaction ends. */
  rest(flow: number, roundTrip: number): number {
    const { there, back } = this.latencies[flow];
    return roundTrip - there - back;
  }

  farEnd(flow: number): number {
    return this.farEnds[flow];
  }

  nearEnd(flow: number): number {
    return this.times[flow].there > 0 ? this.nearEnds[flow] : -1;
  }

  /** Sends a packet there, if it has not been, and back, and returns the seconds until it is done. */
  exchange(flow: number, now: number): number {
    const { there, back } = this.times[flow];
    let done = now;
    if (there > 0 && this.nearEnds[flow] < 0)
      done = this.freeAt.there = Math.max(this.freeAt.there, done) + there;
    if (back > 0) done = this.freeAt.back = Math.max(this.freeAt.back, done) + back;
    return done - now;
  }

  /** Seconds until a packet has gone a way; NaN when so many wait already that it is lost. */
  send(flow: number, now: number, way: keyof Ways, slots: number): number {
    const time = this.times[flow][way];
    const wait = Math.max(0, this.freeAt[way] - now);
    if (wait > slots * time) return Number.NaN;
    this.freeAt[way] = now + wait + time;
    return wait + time + this.latencies[flow][way];
  }
}

/** The first segment of the reply; their number where nothing is answered. */
export function turnOf(segments: readonly Segment[]): number {
  const first = segments.findIndex(({ reply }) => reply);
  return first < 0 ? segments.length : first;
}
