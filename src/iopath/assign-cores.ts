import { SidecoreError } from '../common';
import type { Layout } from './layout';
import type { PathModel, Placement } from './model';

/** The core of every stage of a layout under a placement. */
export function assignCores(
  model: PathModel,
  { stages, callers }: Layout,
  name: string,
  placement: Placement,
): string[] {
  const given = stages.map(({ name, context, part, guest, flow }): string | undefined => {
    const local = placement.topologies[part] ?? {};
    const choice = local[name] ?? placement.assign[name] ?? local[context] ?? placement.assign[context];
    if (choice === undefined || typeof choice === 'string') return choice;
    return choice[(model.contexts[context].perGuest ? guest : flow) % choice.length];
  });
  // What runs in its caller follows the nearest caller up the graph that has a core.
  const follow = (s: number): string | undefined => {
    if (given[s] !== undefined || !model.contexts[stages[s].context].runsInCaller) return given[s];
    for (const caller of callers[s]) {
      const core = follow(caller);
      if (core !== undefined) return core;
    }
    return undefined;
  };
  return stages.map(({ name: stage, context, part }, s) => {
    const core = follow(s);
    if (core !== undefined) return core;
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `placements.${name}`,
      message: `stage "${stage}" of topology "${part}" has no core`,
      hint: `assign one to the stage or to its context "${context}"`,
    });
  });
}
