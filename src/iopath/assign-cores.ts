import { SidecoreError } from '../common';
import type { FlatTopology } from './flatten';
import type { PathModel } from './model';

/** The core of every stage of a written-out topology under a placement. */
export function assignCores(
  model: PathModel,
  flat: FlatTopology,
  links: readonly { readonly from: number; readonly to: number }[],
  placementName: string,
): string[] {
  const placement = model.placements[placementName];
  const given = flat.stages.map(({ name, context, part, guest, flow }): string | undefined => {
    const local = placement.topologies[part] ?? {};
    const choice = local[name] ?? placement.assign[name] ?? local[context] ?? placement.assign[context];
    if (choice === undefined || typeof choice === 'string') return choice;
    return choice[(model.contexts[context].perGuest ? guest : flow) % choice.length];
  });
  // What runs in its caller follows the nearest caller up the graph that has a core.
  const callers = new Map<number, number[]>();
  for (const { from, to } of links) if (from >= 0) callers.set(to, [...(callers.get(to) ?? []), from]);
  const follow = (s: number): string | undefined => {
    if (given[s] !== undefined || !model.contexts[flat.stages[s].context].runsInCaller) return given[s];
    for (const caller of callers.get(s) ?? []) {
      const core = follow(caller);
      if (core !== undefined) return core;
    }
    return undefined;
  };
  return flat.stages.map(({ name, context, part }, s) => {
    const core = follow(s);
    if (core !== undefined) return core;
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `placements.${placementName}`,
      message: `stage "${name}" of topology "${part}" has no core`,
      hint: `assign one to the stage or to its context "${context}"`,
    });
  });
}
