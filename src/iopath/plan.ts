import { SidecoreError } from '../common';
import { assignCores } from './assign-cores';
import { type FlatTopology, flatten, type PathShape } from './flatten';
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
  /** Name of the context that it runs in here. */
  readonly context: string;
  /** Index into `flows`. */
  readonly flow: number;
  /** True on the way back. */
  readonly reply: boolean;
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
  /** Streams of packets with a window of their own: one of each guest, queue and direction. */
  readonly flows: readonly string[];
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
export function plan(model: PathModel, topologyName: string, placementName: string, shape: PathShape): Plan {
  let known = plans.get(model);
  if (!known) {
    known = new Map();
    plans.set(model, known);
  }
  const key = `${topologyName} ${placementName} ${shape.kind} ${shape.guests} ${shape.queues}`;
  let made = known.get(key);
  if (!made) {
    made = resolve(model, topologyName, placementName, shape);
    known.set(key, made);
  }
  return made;
}

function resolve(model: PathModel, topologyName: string, placementName: string, shape: PathShape): Plan {
  const topology = lookUp(model.topologies, topologyName, 'topology', 'topologies');
  lookUp(model.placements, placementName, 'placement', 'placements');
  const flat = flatten(model, topologyName, shape);
  const index = new Map(flat.stages.map(({ id }, s) => [id, s]));
  const joined = flat.links.map((link) => ({
    link,
    to: index.get(link.to)!,
    from: link.from === undefined ? -1 : index.get(link.from)!,
  }));
  const coreNames = assignCores(model, flat, joined, placementName);
  const { cores, coreOf } = planCores(model, flat, coreNames);
  const { stages, residentNames } = planStages(model, flat, coreOf);
  const distance = (a: number, b: number) =>
    distanceOf(cores[stages[a].core], cores[stages[b].core], coreNames[b]);
  const links = joined.map(({ link, from, to }): PlannedLink => {
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
  const residents = residentNames.map((name, x) => planResident(model, stages, links, name, x));
  const passes = stages.map(({ stage }) => [...stage.reads, ...stage.writes, ...stage.streams]);
  return {
    topology: topologyName,
    placement: placementName,
    wire: topology.wire,
    roundTrip: topology.roundTrip ?? model.network.roundTrip,
    hosts: flat.hosts,
    flows: flat.flows,
    cores,
    stages,
    links,
    residents,
    reads: planReads(stages, distance),
    scheduled: cores.map((_, k) =>
      residents.flatMap((resident, x) => (resident.core === k && !resident.context.runsInCaller ? [x] : [])),
    ),
    foreignBuffers: residents.map((_, x) => foreignBuffers(residents, passes, x)),
    passesOnCore: cores.map((_, k) => passesOnCore(stages, passes, k)),
    machineClock: model.machine.clock,
  };
}

function planCores(
  model: PathModel,
  flat: FlatTopology,
  coreNames: readonly string[],
): { cores: PlannedCore[]; coreOf: number[] } {
  const used = new Set(flat.stages.map(({ host }, s) => `${host}/${coreNames[s]}`));
  const index = new Map<string, number>();
  const cores: PlannedCore[] = [];
  const coreOf = flat.stages.map(({ host }, s) => {
    const key = `${host}/${coreNames[s]}`;
    const known = index.get(key);
    if (known !== undefined) return known;
    const core = model.machine.cores[coreNames[s]];
    index.set(key, cores.length);
    cores.push({
      name: flat.hosts.length > 1 ? key : coreNames[s],
      host,
      core,
      clock: core.clock ?? model.machine.clock,
      siblingBusy: core.sibling !== undefined && used.has(`${host}/${core.sibling}`),
    });
    return cores.length - 1;
  });
  return { cores, coreOf };
}

function planStages(
  model: PathModel,
  flat: FlatTopology,
  coreOf: readonly number[],
): { stages: PlannedStage[]; residentNames: string[] } {
  const index = new Map<string, number>();
  const residentNames: string[] = [];
  const severalGuests = flat.stages.some(({ guest }) => guest > 0);
  const stages = flat.stages.map(({ id, name, context, host, flow, guest, reply }, s): PlannedStage => {
    const owner = severalGuests && model.contexts[context].perGuest ? `${context}-${guest + 1}` : context;
    const key = `${coreOf[s]}/${owner}`;
    let resident = index.get(key);
    if (resident === undefined) {
      resident = residentNames.length;
      index.set(key, resident);
      residentNames.push(owner);
    }
    return { id, name, context, host, stage: model.stages[name], core: coreOf[s], resident, flow, reply };
  });
  return { stages, residentNames };
}

function distanceOf(one: PlannedCore, other: PlannedCore, otherName: string): Distance {
  // Stages on two hosts meet over the wire, which the cost of a hand-over does not cross.
  if (one === other || one.host !== other.host) return 'same-core';
  if (one.core.socket !== other.core.socket) return 'other-socket';
  return one.core.sibling === otherName ? 'sibling' : 'same-socket';
}

function planResident(
  model: PathModel,
  stages: readonly PlannedStage[],
  links: readonly PlannedLink[],
  name: string,
  x: number,
): Resident {
  const own = stages.flatMap((stage, s) => (stage.resident === x ? [s] : []));
  const { core, context: contextName } = stages[own[0]];
  const context = model.contexts[contextName];
  const joins = (end: number, other: number) => stages[end].resident === x && stages[other]?.resident !== x;
  const inward = links.flatMap(({ from, to }, e) => (joins(to, from) ? [e] : []));
  const outward = links.flatMap(({ from, to }, e) => (from >= 0 && joins(from, to) ? [e] : []));
  const callers = new Set<number>();
  if (context.runsInCaller)
    for (const { from, to, mechanism } of links)
      if (from >= 0 && !mechanism.activates && joins(to, from) && stages[from].core === core)
        callers.add(stages[from].resident);
  return {
    name,
    context,
    core,
    stages: own,
    activations: links.flatMap(({ to, mechanism }, e) =>
      mechanism.activates && stages[to].resident === x ? [e] : [],
    ),
    neighbours: inward.length > 0 ? inward : outward,
    callers: [...callers],
  };
}

/** Who reads payload that whom wrote; a buffer is one flow's, one way, on one host. */
function planReads(
  stages: readonly PlannedStage[],
  distance: (a: number, b: number) => Distance,
): PlannedRead[] {
  const key = ({ flow, reply, host }: PlannedStage, buffer: string) => `${flow}/${reply}/${host}/${buffer}`;
  const writers = new Map<string, number>();
  stages.forEach((stage, s) => {
    for (const buffer of stage.stage.writes) writers.set(key(stage, buffer), s);
  });
  return stages.flatMap((stage, s) =>
    stage.stage.reads.map((buffer): PlannedRead => {
      const writer = writers.get(key(stage, buffer)) ?? -1;
      return { stage: s, writer, distance: writer < 0 ? 'same-core' : distance(writer, s) };
    }),
  );
}

/** How often one packet of a flow has its payload read or written on a core; at least 2. */
function passesOnCore(
  stages: readonly PlannedStage[],
  passes: readonly (readonly string[])[],
  core: number,
): number {
  const here = stages.flatMap((stage, s) => (stage.core === core ? [s] : []));
  const flows = new Set(here.map((s) => stages[s].flow)).size;
  return Math.max(2, here.reduce((sum, s) => sum + passes[s].length, 0) / flows);
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
