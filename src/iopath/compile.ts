import { type Costs, DRAM, levelCount } from './charger';
import type { PathModel } from './model';
import { fillPassingDemands } from './overlap';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';

export type CentreKind = 'core' | 'wire' | 'memory';

/** A service centre of the compiled network. */
export interface Centre {
  readonly name: string;
  readonly kind: CentreKind;
}

/** The centres of a plan in the order of their demands: cores first, then the wire of each way, then memory buses. */
export interface Compiled {
  readonly centres: readonly Centre[];
  /** Seconds per reference unit, entry `centre * flows + flow`, filled by `fillDemands`. */
  readonly demand: Float64Array;
  /** The same less what packets of one unit do at the same time: what the network is solved with. */
  readonly passing: Float64Array;
  /** The wire there and back, index into `centres`; -1 where a way has none. */
  readonly wires: { readonly there: number; readonly back: number };
  /** For each core of the plan, index of its memory bus. */
  readonly memoryOf: readonly number[];
}

/**
 * The closed network of a plan: a class for each flow, with the window as population, the round trip and the waits
 * for sleeping consumers as think time; every core, the wire of each way and every memory bus in use is a
 * single-server centre.
 *
 * @see docs/theory.md, section 4
 */
export function compile(plan: Plan): Compiled {
  const centres: Centre[] = plan.cores.map(({ name }) => ({ name, kind: 'core' }));
  const addWire = (name: string, used: boolean) =>
    plan.wire && used ? centres.push({ name, kind: 'wire' }) - 1 : -1;
  const wires = {
    there: addWire(
      'wire',
      plan.stages.some(({ reply }) => !reply),
    ),
    back: addWire(
      'wire-back',
      plan.stages.some(({ reply }) => reply),
    ),
  };
  const buses = new Map<string, number>();
  const memoryOf = plan.cores.map(({ host, core }) => {
    const name = plan.hosts.length > 1 ? `${host}/memory-${core.socket}` : `memory-${core.socket}`;
    let bus = buses.get(name);
    if (bus === undefined) {
      bus = centres.push({ name, kind: 'memory' }) - 1;
      buses.set(name, bus);
    }
    return bus;
  });
  const entries = centres.length * plan.flows.length;
  return {
    centres,
    demand: new Float64Array(entries),
    passing: new Float64Array(entries),
    wires,
    memoryOf,
  };
}

/** Seconds per reference unit of every centre and flow, from the cycles and misses of the cost algebra. */
export function fillDemands(
  model: PathModel,
  plan: Plan,
  traffic: PathTraffic,
  costs: Costs,
  compiled: Compiled,
): void {
  const { machine, network } = model;
  const { demand, memoryOf, wires } = compiled;
  const flows = plan.flows.length;
  demand.fill(0);
  for (let k = 0; k < plan.cores.length; k++) {
    const speed = coreSpeed(model, plan, k);
    for (let f = 0; f < flows; f++) demand[k * flows + f] = costs.coreCycles[k * flows + f] / speed;
  }
  const framing = network.headerBytes + network.framingBytes;
  const lineTime = machine.lineSize / machine.memoryBandwidth;
  for (let s = 0; s < plan.stages.length; s++) {
    const { core, flow, reply } = plan.stages[s];
    demand[memoryOf[core] * flows + flow] += costs.misses[s * levelCount + DRAM] * lineTime;
    const wire = reply ? wires.back : wires.there;
    const { payload, packets } = reply ? traffic.back : traffic.there;
    if (wire >= 0) demand[wire * flows + flow] = (packets * (payload + framing) * 8) / network.rate;
  }
  capByTimeSlice(model, plan, costs, compiled);
  fillPassingDemands(plan, traffic, costs, compiled, (core) => coreSpeed(model, plan, core));
}

/** Cycles per second that a core gives to the path: its clock, less what a busy sibling and other work take. */
export function coreSpeed(model: PathModel, plan: Plan, core: number): number {
  const { clock, siblingBusy, core: given } = plan.cores[core];
  const shared = siblingBusy ? (clock * model.machine.siblingSpeedup) / 2 : clock;
  return shared * (1 - (given.background ?? 0));
}

/**
 * A neighbour that always has work keeps a core for whole time slices, in which each ring fills once: the flows through
 * that core pass no more packets than their rings hold in each slice.
 */
function capByTimeSlice(model: PathModel, plan: Plan, { visits }: Costs, { demand }: Compiled): void {
  const flows = plan.flows.length;
  plan.cores.forEach(({ core: { timeSlice } }, k) => {
    if (timeSlice === undefined) return;
    const here = plan.flows.map((_, f) => f).filter((f) => demand[k * flows + f] > 0);
    for (const f of here) {
      let slices = 0;
      for (const { to, link, batched } of plan.links) {
        const { core, flow } = plan.stages[to];
        if (batched && core === k && flow === f)
          slices = Math.max(slices, visits[to] / (link.slots ?? model.slots));
      }
      if (slices === 0) slices = 1 / model.slots;
      const at = k * flows + f;
      demand[at] = Math.max(demand[at], (slices * timeSlice) / here.length);
    }
  });
}
