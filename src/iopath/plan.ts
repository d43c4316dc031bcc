import { SidecoreError } from '../common';
import { assignCores, type FlatTopology, flatten } from './flatten';
import type { Context, Core, Link, Mechanism, PathModel, Stage } from './model';

/** Where two cores stand to each other. */
export type Distance = 'same-core' | 'sibling' | 'same-socket' | 'other-socket';

export interface PlannedCore {
  /** With the host in front when the topology has several: `receiver/guest-core`. */
  readonly name: string;
  readonly host: string;
  readonly core: Core;
  readonly clock: number;
  /** True when the other hardware thread of this core has work too. */
  readonly siblingBusy: boolean;
}

export interface PlannedStage {
  readonly id: string;
  /** Id in the model, without the host. */
  readonly stage: Stage;
  readonly name: string;
  readonly host: string;
  /** Index into `cores`. */
  readonly core: number;
  /** Index into `residents`. */
  readonly resident: number;
}

export interface PlannedLink {
  readonly id: string;
  readonly link: Link;
  readonly mechanism: Mechanism;
  /** Index into `stages`; -1: the device. */
  readonly from: number;
  readonly to: number;
  readonly distance: Distance;
  /** True when the number of units per activation makes a difference to some cost. */
  readonly batched: boolean;
}

/** A context on a core. */
export interface Resident {
  readonly name: string;
  readonly context: Context;
  readonly core: number;
  /** Indices into `stages`. */
  readonly stages: readonly number[];
  /** Links that activate it here. */
  readonly activations: readonly number[];
  /** Links that come in from other residents; if there are none, those that go out. */
  readonly neighbours: readonly number[];
  /** Residents of the same core that call it. */
  readonly callers: readonly number[];
}

/** A read of a payload buffer: the stage that wrote it, or -1 for a device. */
export interface PlannedRead {
  readonly stage: number;
  readonly writer: number;
  readonly distance: Distance;
}

/** A topology under a placement with every name resolved to an index: what the cost algebra runs on. */
export interface Plan {
  readonly topology: string;
  readonly placement: string;
  readonly wire: boolean;
  readonly roundTrip: number;
  readonly hosts: readonly string[];
  readonly cores: readonly PlannedCore[];
  readonly stages: readonly PlannedStage[];
  readonly links: readonly PlannedLink[];
  readonly residents: readonly Resident[];
  readonly reads: readonly PlannedRead[];
  /** For each core, the residents that are scheduled on it (not run in a caller). */
  readonly scheduled: readonly (readonly number[])[];
  /** For each resident, the payload buffers that other scheduled contexts of its core pass over. */
  readonly foreignBuffers: readonly number[];
  /** For each core, how often payload is read or written there; at least 2. */
  readonly passesOnCore: readonly number[];
  /** Clock that latencies are given in, hertz. */
  readonly machineClock: number;
}

/** Plans of models, which are frozen: a plan once made holds for good, and sweeps ask for it again and again. */
const plans = new WeakMap<PathModel, Map<string, Plan>>();

/** Resolves a topology of the model under one of its placements. The model must have been checked. */
export function plan(model: PathModel, topologyName: string, placementName: string): Plan {
  let known = plans.get(model);
  if (!known) {
    known = new Map();
    plans.set(model, known);
  }
  const key = `${topologyName} ${placementName}`;
  let made = known.get(key);
  if (!made) {
    made = resolve(model, topologyName, placementName);
    known.set(key, made);
  }
  return made;
}

function resolve(model: PathModel, topologyName: string, placementName: string): Plan {
  const topology = lookUp(model.topologies, topologyName, 'topology', 'topologies');
  const placement = lookUp(model.placements, placementName, 'placement', 'placements');
  const flat = flatten(model, topologyName, topology);
  const linkOf = flat.links.map((link) => ({
    link,
    to: indexOf(flat, link.to),
    from: link.from ? indexOf(flat, link.from) : -1,
  }));
  const coreNames = assignCores(model, flat, linkOf, topologyName, placementName, placement);

  const cores: PlannedCore[] = [];
  const coreIndex = new Map<string, number>();
  const several = flat.hosts.length > 1;
  flat.stages.forEach(({ host }, s) => {
    const key = `${host}/${coreNames[s]}`;
    if (coreIndex.has(key)) return;
    coreIndex.set(key, cores.length);
    const core = model.machine.cores[coreNames[s]];
    const siblingBusy =
      core.sibling !== undefined &&
      flat.stages.some((other, t) => other.host === host && coreNames[t] === core.sibling);
    cores.push({
      name: several ? key : coreNames[s],
      host,
      core,
      clock: core.clock ?? model.machine.clock,
      siblingBusy,
    });
  });
  const coreOf = flat.stages.map(({ host }, s) => coreIndex.get(`${host}/${coreNames[s]}`)!);

  const residentIndex = new Map<string, number>();
  const stages = flat.stages.map(({ id, name, host }, s): PlannedStage => {
    const key = `${coreOf[s]}/${model.stages[name].context}`;
    if (!residentIndex.has(key)) residentIndex.set(key, residentIndex.size);
    return { id, name, host, stage: model.stages[name], core: coreOf[s], resident: residentIndex.get(key)! };
  });
  const distance = (a: number, b: number): Distance => {
    const one = cores[stages[a].core];
    const other = cores[stages[b].core];
    if (one === other) return 'same-core';
    if (one.core.socket !== other.core.socket) return 'other-socket';
    return one.core.sibling !== undefined && one.core.sibling === coreNames[b] ? 'sibling' : 'same-socket';
  };
  const links = linkOf.map(({ link, from, to }): PlannedLink => {
    const mechanism = model.mechanisms[link.mechanism];
    const apart = from < 0 ? 'same-core' : distance(from, to);
    const batched =
      mechanism.activates ||
      mechanism.sourceCycles + mechanism.targetCycles + mechanism.switchCycles > 0 ||
      (apart !== 'same-core' && mechanism.ringLinesPerActivation + mechanism.wakeCycles > 0);
    return {
      id: `${link.from ?? 'device'} -> ${link.to}`,
      link,
      mechanism,
      from,
      to,
      distance: apart,
      batched,
    };
  });

  const residents = [...residentIndex.keys()].map((_, x): Resident => {
    const own = stages.flatMap((stage, s) => (stage.resident === x ? [s] : []));
    const { core, stage } = stages[own[0]];
    const context = model.contexts[stage.context];
    const activations = links.flatMap((link, e) =>
      link.mechanism.activates && stages[link.to].resident === x ? [e] : [],
    );
    const joins = (end: number, other: number) => stages[end].resident === x && stages[other]?.resident !== x;
    const inward = links.flatMap(({ from, to }, e) => (joins(to, from) ? [e] : []));
    const outward = links.flatMap(({ from, to }, e) => (from >= 0 && joins(from, to) ? [e] : []));
    const neighbours = inward.length > 0 ? inward : outward;
    const callers = new Set<number>();
    if (context.runsInCaller)
      for (const { from, to, mechanism } of links)
        if (from >= 0 && !mechanism.activates && stages[to].resident === x && stages[from].core === core)
          if (stages[from].resident !== x) callers.add(stages[from].resident);
    return {
      name: stage.context,
      context,
      core,
      stages: own,
      activations,
      neighbours,
      callers: [...callers],
    };
  });

  const writers = new Map<string, number>();
  stages.forEach(({ host, stage }, s) => {
    for (const buffer of stage.writes) writers.set(`${host}/${buffer}`, s);
  });
  const reads = stages.flatMap(({ host, stage }, s) =>
    stage.reads.map((buffer): PlannedRead => {
      const writer = writers.get(`${host}/${buffer}`) ?? -1;
      return { stage: s, writer, distance: writer < 0 ? 'same-core' : distance(writer, s) };
    }),
  );
  const passes = stages.map(({ stage }) => [...stage.reads, ...stage.writes, ...stage.streams]);
  const passesOnCore = cores.map((_, k) =>
    Math.max(
      2,
      stages.reduce((sum, stage, s) => sum + (stage.core === k ? passes[s].length : 0), 0),
    ),
  );
  const scheduled = cores.map((_, k) =>
    residents.flatMap((resident, x) => (resident.core === k && !resident.context.runsInCaller ? [x] : [])),
  );
  return {
    topology: topologyName,
    placement: placementName,
    wire: topology.wire,
    roundTrip: topology.roundTrip ?? model.network.roundTrip,
    hosts: flat.hosts,
    cores,
    stages,
    links,
    residents,
    reads,
    scheduled,
    foreignBuffers: residents.map((_, x) => foreignBuffers(residents, passes, x)),
    passesOnCore,
    machineClock: model.machine.clock,
  };
}

/** Distinct payload buffers that the other scheduled contexts of the core, and what runs in them, pass over. */
function foreignBuffers(
  residents: readonly Resident[],
  passes: readonly (readonly string[])[],
  x: number,
): number {
  const group = (y: number) => (residents[y].callers.length > 0 ? residents[y].callers : [y]);
  const own = new Set(group(x));
  const buffers = new Set<string>();
  residents.forEach((resident, y) => {
    if (resident.core !== residents[x].core || group(y).some((member) => own.has(member))) return;
    for (const s of resident.stages) for (const buffer of passes[s]) buffers.add(buffer);
  });
  return buffers.size;
}

function lookUp<T>(table: Readonly<Record<string, T>>, name: string, what: string, path: string): T {
  if (Object.hasOwn(table, name)) return table[name];
  throw new SidecoreError({
    code: 'unknown-name',
    path,
    message: `there is no ${what} "${name}"`,
    hint: `known: ${Object.keys(table).join(', ')}`,
  });
}

function indexOf(flat: { stages: FlatTopology['stages'] }, id: string): number {
  return flat.stages.findIndex((stage) => stage.id === id);
}
