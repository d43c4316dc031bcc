import type { Layout } from './layout';
import type { PathModel } from './model';
import { ownBuffers } from './payload-passes';
import type { PlannedLink, PlannedStage, Resident } from './planned';

/** The contexts on the cores that they have work on, with what activates, calls and feeds them. */
export function planResidents(
  model: PathModel,
  layout: Layout,
  stages: readonly PlannedStage[],
  links: readonly PlannedLink[],
  names: readonly string[],
): Resident[] {
  const drafts = names.map(() => ({
    stages: [] as number[],
    activations: [] as number[],
    inward: [] as number[],
    outward: [] as number[],
    callers: new Set<number>(),
  }));
  for (let s = 0; s < stages.length; s++) drafts[stages[s].resident].stages.push(s);
  for (let e = 0; e < links.length; e++) {
    const { from, to, mechanism } = links[e];
    const { resident, core, context } = stages[to];
    const target = drafts[resident];
    if (mechanism.activates) target.activations.push(e);
    if (from < 0) target.inward.push(e);
    else if (stages[from].resident !== resident) {
      target.inward.push(e);
      drafts[stages[from].resident].outward.push(e);
      if (model.contexts[context].runsInCaller && !mechanism.activates && stages[from].core === core)
        target.callers.add(stages[from].resident);
    }
  }
  return drafts.map(({ stages: own, activations, inward, outward, callers }, x): Resident => {
    const { core, context } = stages[own[0]];
    return {
      name: names[x],
      context: model.contexts[context],
      core,
      stages: own,
      activations,
      neighbours: inward.length > 0 ? inward : outward,
      buffers: ownBuffers(layout, stages, own),
      callers: [...callers],
    };
  });
}
