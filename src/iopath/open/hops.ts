import type { Costs } from '../charger';
import type { Compiled } from '../compile';
import type { PathModel } from '../model';
import type { Plan } from '../plan';
import { stretchesOf } from '../stretches';

/**
 * A ring and who empties it: the packets of one flow wait in it for a stretch of stages on a core, or for the wire.
 * Hops of a flow stand together, in the order that a packet passes them.
 */
export interface Hop {
  /** What packets wait for: the stretch's first stage, or the wire. */
  readonly name: string;
  readonly flow: number;
  /** Index of the centre of the compiled network that serves it. */
  readonly centre: number;
  /** Index of the memory bus of its core; -1: the wire's none. */
  readonly memory: number;
  /** Index of the resident that runs it; -1: the wire. */
  readonly worker: number;
  /** Priority of its context over others on the core. */
  readonly priority: number;
  readonly stages: readonly number[];
  /** Link that packets come in by; -1 where they come by none. */
  readonly link: number;
  /** Packets that wait at most. */
  readonly slots: number;
  /** Index of the hop before; -1: none. */
  readonly before: number;
  /** True when the hop before is run by another worker of the same core, one of which runs while the other waits. */
  readonly inTurn: boolean;
}

/** The hops of every flow of a plan. */
export function hopsOf(model: PathModel, plan: Plan, costs: Costs, compiled: Compiled): Hop[] {
  const hops: Hop[] = [];
  for (const [flow, stretches] of stretchesOf(plan, costs.visits).entries()) {
    const fromDevice = stretches.findIndex(({ link }) => link >= 0 && plan.links[link].from < 0);
    const wireBefore = fromDevice < 0 ? stretches.length : fromDevice;
    let before = -1;
    const add = (hop: Omit<Hop, 'flow' | 'before'>) => {
      hops.push({ ...hop, flow, before });
      before = hops.length - 1;
    };
    for (let i = 0; i <= stretches.length; i++) {
      if (i === wireBefore && compiled.wires.there >= 0)
        add({
          name: plan.flows.length > 1 ? `${plan.flows[flow]}/wire` : 'wire',
          centre: compiled.wires.there,
          memory: -1,
          worker: -1,
          priority: 0,
          stages: [],
          link: -1,
          slots: model.slots,
          inTurn: false,
        });
      if (i === stretches.length) break;
      const { worker, core, stages, link } = stretches[i];
      const units = link >= 0 ? plan.links[link] : undefined;
      const slots = units?.link.slots ?? model.slots;
      const { interruptLevel: priority } = plan.residents[worker].context;
      const previous = hops[before];
      add({
        name: plan.stages[stages[0]].id,
        centre: core,
        memory: compiled.memoryOf[core],
        worker,
        priority,
        stages,
        link,
        // A descriptor holds a unit, which may be many packets or a part of one.
        slots: Math.max(1, Math.floor(slots / (units ? costs.visits[units.to] : 1))),
        inTurn:
          previous !== undefined &&
          previous.centre === core &&
          previous.worker !== worker &&
          previous.priority === priority,
      });
    }
  }
  return hops;
}
