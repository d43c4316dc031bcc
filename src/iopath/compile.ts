import { type Costs, DRAM, levelCount, type PacketTraffic } from './charger';
import type { PathModel } from './model';
import type { Plan } from './plan';

export type CentreKind = 'core' | 'wire' | 'memory';

/** A service centre of the compiled network. */
export interface Centre {
  readonly name: string;
  readonly kind: CentreKind;
}

/** The centres of a plan in the order of their demands: cores first, then the wire, then memory buses. */
export interface Compiled {
  readonly centres: readonly Centre[];
  /** Seconds per packet, filled by `fillDemands`. */
  readonly demand: Float64Array;
  /** For each core of the plan, index of its memory bus. */
  readonly memoryOf: readonly number[];
}

/**
 * The closed network of a plan: the window is the population, the round trip and the waits
 * for sleeping consumers are the think time; every core, the wire
 * and every memory bus in use is a single-server centre.
 *
 * @see docs/theory.md, section 4
 */
export function compile(plan: Plan): Compiled {
  const centres: Centre[] = plan.cores.map(({ name }) => ({ name, kind: 'core' }));
  if (plan.wire) centres.push({ name: 'wire', kind: 'wire' });
  const buses = new Map<string, number>();
  const memoryOf = plan.cores.map(({ host, core }) => {
    const name = plan.hosts.length > 1 ? `${host}/memory-${core.socket}` : `memory-${core.socket}`;
    if (!buses.has(name)) {
      buses.set(name, centres.length);
      centres.push({ name, kind: 'memory' });
    }
    return buses.get(name)!;
  });
  return { centres, demand: new Float64Array(centres.length), memoryOf };
}

/** Seconds per packet of every centre, from the cycles and misses of the cost algebra. */
export function fillDemands(
  model: PathModel,
  plan: Plan,
  traffic: PacketTraffic,
  costs: Costs,
  compiled: Compiled,
): void {
  const { machine, network } = model;
  const { demand, memoryOf } = compiled;
  demand.fill(0);
  for (let k = 0; k < plan.cores.length; k++) demand[k] = costs.coreCycles[k] / coreSpeed(model, plan, k);
  if (plan.wire) {
    const bytes = traffic.payload + network.headerBytes + network.framingBytes;
    demand[plan.cores.length] = (bytes * 8) / network.rate;
  }
  const lineTime = machine.lineSize / machine.memoryBandwidth;
  for (let s = 0; s < plan.stages.length; s++)
    demand[memoryOf[plan.stages[s].core]] += costs.misses[s * levelCount + DRAM] * lineTime;
}

/** Cycles per second that a core gives to the path: its clock, less what a busy hardware sibling takes. */
export function coreSpeed(model: PathModel, plan: Plan, core: number): number {
  const { clock, siblingBusy } = plan.cores[core];
  return siblingBusy ? (clock * model.machine.siblingSpeedup) / 2 : clock;
}
