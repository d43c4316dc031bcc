import { SidecoreError } from '../common';
import type { Link, PathModel, Placement, Topology } from './model';

/** A topology whose hosts are merged into one graph, stage names carrying the host. */
export interface FlatTopology {
  readonly hosts: readonly string[];
  readonly stages: readonly {
    readonly id: string;
    readonly name: string;
    readonly host: string;
    /** The topology of the model that the stage was listed in. */
    readonly part: string;
  }[];
  readonly links: readonly Link[];
}

/** Merges hosts, and joins consecutive stages that no link joins by `call`. */
export function flatten(model: PathModel, name: string, topology: Topology): FlatTopology {
  if (!topology.hosts) return flattenOne(topology, '', name);
  const parts = Object.entries(topology.hosts).map(([host, part]) =>
    flattenOne(model.topologies[part], host, part),
  );
  return {
    hosts: Object.keys(topology.hosts),
    stages: parts.flatMap((part) => part.stages),
    links: [...parts.flatMap((part) => part.links), ...topology.links],
  };
}

function flattenOne(topology: Topology, host: string, name: string): FlatTopology {
  const prefix = host === '' ? '' : `${host}/`;
  const links = completeLinks(topology).map((link) => ({
    ...link,
    to: `${prefix}${link.to}`,
    ...(link.from === undefined ? {} : { from: `${prefix}${link.from}` }),
  }));
  const stages = topology.stages.map((stage) => ({
    id: `${prefix}${stage}`,
    name: stage,
    host: host || name,
    part: name,
  }));
  return { hosts: [host || name], stages, links };
}

/** The links of a topology with the implied calls between consecutive stages written out. */
export function completeLinks(topology: Pick<Topology, 'stages' | 'links'>): Link[] {
  const reached = new Set(topology.links.map((link) => link.to));
  const calls = topology.stages.flatMap((stage, s) =>
    s > 0 && !reached.has(stage) ? [{ from: topology.stages[s - 1], to: stage, mechanism: 'call' }] : [],
  );
  return [...topology.links, ...calls];
}

export function assignCores(
  model: PathModel,
  flat: FlatTopology,
  links: readonly { from: number; to: number }[],
  topologyName: string,
  placementName: string,
  placement: Placement,
): string[] {
  const coreNames: (string | undefined)[] = flat.stages.map(({ name, part }) => {
    const context = model.stages[name].context;
    const local = placement.topologies[part] ?? {};
    return local[name] ?? placement.assign[name] ?? local[context] ?? placement.assign[context];
  });
  // What runs in its caller follows the nearest caller up the graph that has a core.
  const follow = (s: number, seen: Set<number>): string | undefined => {
    if (coreNames[s] !== undefined) return coreNames[s];
    if (seen.has(s) || !model.contexts[model.stages[flat.stages[s].name].context].runsInCaller)
      return undefined;
    seen.add(s);
    for (const link of links) {
      if (link.to !== s || link.from < 0) continue;
      const core = follow(link.from, seen);
      if (core !== undefined) return core;
    }
    return undefined;
  };
  return flat.stages.map(({ name }, s) => {
    const core = follow(s, new Set());
    if (core !== undefined) return core;
    throw new SidecoreError({
      code: 'invalid-shape',
      path: `placements.${placementName}`,
      message: `stage "${name}" of topology "${topologyName}" has no core`,
      hint: `assign one to the stage or to its context "${model.stages[name].context}"`,
    });
  });
}
