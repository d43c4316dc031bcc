import { type Costs, mechanismCount } from './charger';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';
import { stretchesOf } from './stretches';

/** Seconds of every centre and flow, as in the compiled network. */
interface Demands {
  readonly demand: Float64Array;
  readonly passing: Float64Array;
  readonly wires: { readonly there: number; readonly back: number };
}

/**
 * Demands as a lone unit meets them. The packets of a request follow one another: while one is on a core the next is on
 * the core before. With t the time of the whole way on a stretch of stages, its first packet leaves the stretch t / n
 * after it began, and its last at the earliest t after it began, and t / n after it left the stretch before. A stretch
 * begins when the first packet has come and its core has done with the stretches before.
 *
 * What that hides of the demands is taken off all centres but the busiest, in proportion: a lone transaction then takes
 * as long as its packets, and many load the busiest centre as before. Units of one packet overlap with nothing.
 *
 * @param speed cycles per second of a core
 */
export function fillPassingDemands(
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  compiled: Demands,
  speed: (core: number) => number,
): void {
  const { demand, passing } = compiled;
  passing.set(demand);
  if (traffic.there.packets === 1 && traffic.back.packets === 1) return;
  const flows = plan.flows.length;
  const hidden = hiddenTimes(plan, traffic, costs, compiled, speed);
  for (let f = 0; f < flows; f++) {
    const busiest = busiestCentre(demand, flows, f);
    let others = 0;
    for (let k = 0; k * flows < demand.length; k++) if (k !== busiest) others += demand[k * flows + f];
    if (others === 0) continue;
    const left = Math.max(0, 1 - hidden[f] / others);
    for (let k = 0; k * flows < demand.length; k++) if (k !== busiest) passing[k * flows + f] *= left;
  }
}

/**
 * Think time of each flow less what the packets of one of its units overlap; below 0 where they overlap by more than
 * the unit is away. With the demands in full it makes a lone unit as fast as with `passing`, and others wait for all of
 * the work that is before them: a unit overlaps with itself, but not with them.
 */
export function fillTimeApart(
  { demand, passing }: Pick<Demands, 'demand' | 'passing'>,
  thinkTime: Float64Array,
  apart: Float64Array,
): void {
  const flows = thinkTime.length;
  apart.set(thinkTime);
  for (let at = 0; at < demand.length; at++) apart[at % flows] -= demand[at] - passing[at];
}

/** Of the centres that a flow visits, the one with the most work of all flows. */
function busiestCentre(demand: Float64Array, flows: number, flow: number): number {
  let busiest = 0;
  let most = -1;
  for (let k = 0; k * flows < demand.length; k++) {
    if (demand[k * flows + flow] === 0) continue;
    let load = 0;
    for (let f = 0; f < flows; f++) load += demand[k * flows + f];
    if (load > most) {
      most = load;
      busiest = k;
    }
  }
  return busiest;
}

/** Of each flow: seconds of its demands that pass while another packet of the same transaction is served. */
function hiddenTimes(
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  { demand, wires }: Demands,
  speed: (core: number) => number,
): Float64Array {
  const flows = plan.flows.length;
  const hidden = new Float64Array(flows);
  stretchesOf(plan, costs.visits).forEach((stretches, f) => {
    for (const reply of [false, true]) {
      const { packets } = reply ? traffic.back : traffic.there;
      const wire = reply ? wires.back : wires.there;
      const onWire = wire < 0 ? 0 : demand[wire * flows + f];
      const way = new Way(packets);
      for (const { stages, core, link } of stretches) {
        let cycles = 0;
        for (const s of stages)
          if (plan.stages[s].reply === reply)
            for (let m = 0; m < mechanismCount; m++) cycles += costs.cycles[s * mechanismCount + m];
        if (cycles === 0) continue;
        if (link >= 0 && plan.links[link].from < 0) way.pass(-1, onWire);
        way.pass(core, cycles / speed(core));
      }
      if (!way.passed(-1)) way.pass(-1, onWire);
      hidden[f] += way.hidden;
    }
  });
  return hidden;
}

/** A train of packets on its way from one server to the next. */
class Way {
  private first = 0;
  private last = 0;
  private total = 0;
  private readonly freeAt = new Map<number, number>();

  constructor(private readonly packets: number) {}

  pass(server: number, seconds: number): void {
    const start = Math.max(this.first, this.freeAt.get(server) ?? 0);
    this.first = start + seconds / this.packets;
    this.last = Math.max(start + seconds, this.last + seconds / this.packets);
    this.total += seconds;
    this.freeAt.set(server, this.last);
  }

  passed(server: number): boolean {
    return this.freeAt.has(server);
  }

  get hidden(): number {
    return this.total - this.last;
  }
}
