import { SidecoreError } from '../common';
import { assignCores } from './assign-cores';
import { type FlatTopology, flatten, type PathShape } from './flatten';
import type { Link, Mechanism, PathModel } from './model';
import { originOf } from './path-model';
import { foreignBuffers, ownBuffers, passesOnCore } from './payload-passes';
import type {
  Distance,
  Plan,
  PlannedCore,
  PlannedLink,
  PlannedRead,
  PlannedStage,
  Resident,
} from './planned';

export type * from './planned';

/** Plans of models, which are frozen: a plan once made holds for good, and sweeps ask for it again and again. */
const plans = new WeakMap<PathModel, Map<string, Plan>>();

/** Most plans that are kept of a model: a sweep over guests makes many, and large ones. */
const mostPlans = 64;

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
    const origin = originOf(model);
    made =
      origin !== model && origin.topologies === model.topologies
        ? withNumbersOf(model, plan(origin, topologyName, placementName, shape))
        : resolve(model, topologyName, placementName, shape);
    if (known.size === mostPlans) known.delete(known.keys().next().value!);
    known.set(key, made);
  }
  return made;
}

/** The plan of a model that differs in numbers alone, and not in those of its topologies, from the plan's. */
function withNumbersOf(model: PathModel, plan: Plan): Plan {
  const { machine, contexts, stages, topologies, placements } = model;
  const { polls } = placements[plan.placement];
  return {
    ...plan,
    roundTrip: topologies[plan.topology].roundTrip ?? model.network.roundTrip,
    machineClock: machine.clock,
    cores: plan.cores.map((planned) => {
      const core =
        machine.cores[plan.hosts.length > 1 ? planned.name.slice(planned.host.length + 1) : planned.name];
      return { ...planned, core, clock: core.clock ?? machine.clock };
    }),
    stages: plan.stages.map((planned) => ({ ...planned, stage: stages[planned.name] })),
    residents: plan.residents.map((resident) => ({
      ...resident,
      context: contexts[plan.stages[resident.stages[0]].context],
    })),
    links: plan.links.map((planned) => {
      const { link, to, distance, turns } = planned;
      const mechanism = mechanismOf(model, link, polls.includes(plan.stages[to].context));
      return { ...planned, mechanism, batched: turns || isBatched(mechanism, distance) };
    }),
  };
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
  const { cores, coreOf } = planCores(model, flat, coreNames, placementName);
  const { stages, residentNames } = planStages(model, flat, coreOf);
  const distance = (a: number, b: number) =>
    distanceOf(cores[stages[a].core], cores[stages[b].core], coreNames[b]);
  const { polls } = model.placements[placementName];
  const links = joined.map(({ link, from, to }): PlannedLink => {
    const polled = polls.includes(stages[to].context);
    const mechanism = mechanismOf(model, link, polled);
    const apart = from < 0 ? 'same-core' : distance(from, to);
    const turns = mechanism.yields && sharesCore(model, stages, stages[to]);
    return {
      id: `${link.from ?? 'device'} -> ${link.to}`,
      link,
      mechanism,
      from,
      to,
      distance: apart,
      turns,
      batched: turns || isBatched(mechanism, apart),
    };
  });
  const passes = stages.map(({ stage }) => [...stage.reads, ...stage.writes, ...stage.streams]);
  const residents = residentNames.map((name, x) => planResident(model, stages, links, name, x));
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
    buffersOnCore: cores.map((_, k) => ownBuffers(stages, ({ core }) => core === k)),
    passesOnCore: cores.map((_, k) => passesOnCore(stages, passes, k)),
    machineClock: model.machine.clock,
  };
}

/** A context that polls is not notified and does not sleep: to hand over to it costs what `poll` says. */
function mechanismOf(model: PathModel, link: Link, polled: boolean): Mechanism {
  const mechanism = model.mechanisms[link.mechanism];
  if (!polled) return mechanism;
  const { targetCycles, switchCycles, wakeCycles, wakeLatency } = model.mechanisms.poll;
  return {
    ...mechanism,
    sourceCycles: 0,
    targetCycles,
    switchCycles,
    wakeCycles,
    wakeLatency,
    activates: false,
    yields: false,
    suppressesEvents: true,
    coalescingDelay: 0,
  };
}

/** True when the number of units per activation makes a difference to some cost of a hand-over. */
function isBatched(mechanism: Mechanism, distance: Distance): boolean {
  const { activates, sourceCycles, targetCycles, switchCycles } = mechanism;
  return (
    activates ||
    sourceCycles + targetCycles + switchCycles > 0 ||
    (distance !== 'same-core' && mechanism.ringLinesPerActivation + mechanism.wakeCycles > 0)
  );
}

/** True for a stage on a core that contexts other than its own are scheduled on too. */
function sharesCore(model: PathModel, stages: readonly PlannedStage[], own: PlannedStage): boolean {
  return stages.some(
    ({ core, resident, context }) =>
      core === own.core && resident !== own.resident && !model.contexts[context].runsInCaller,
  );
}

function planCores(
  model: PathModel,
  flat: FlatTopology,
  coreNames: readonly string[],
  placementName: string,
): { cores: PlannedCore[]; coreOf: number[] } {
  const used = new Set(flat.stages.map(({ host }, s) => `${host}/${coreNames[s]}`));
  const pollers = new Set([
    ...model.placements[placementName].polls,
    ...flat.links.flatMap(({ to, mechanism }) =>
      mechanism === 'poll' ? flat.stages.filter(({ id }) => id === to).map(({ context }) => context) : [],
    ),
  ]);
  const polled = new Set(
    flat.stages.flatMap(({ host, context }, s) => (pollers.has(context) ? [`${host}/${coreNames[s]}`] : [])),
  );
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
      polls: polled.has(key),
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

/** Where in a list something holds; called for every resident of every plan that a search looks at. */
function indicesWhere<T>(list: readonly T[], holds: (item: T) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < list.length; i++) if (holds(list[i])) found.push(i);
  return found;
}

function planResident(
  model: PathModel,
  stages: readonly PlannedStage[],
  links: readonly PlannedLink[],
  name: string,
  x: number,
): Resident {
  const own = indicesWhere(stages, ({ resident }) => resident === x);
  const { core, context: contextName } = stages[own[0]];
  const context = model.contexts[contextName];
  const joins = (end: number, other: number) => stages[end].resident === x && stages[other]?.resident !== x;
  const inward = indicesWhere(links, ({ from, to }) => joins(to, from));
  const outward = indicesWhere(links, ({ from, to }) => from >= 0 && joins(from, to));
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
    activations: indicesWhere(links, ({ to, mechanism }) => mechanism.activates && stages[to].resident === x),
    neighbours: inward.length > 0 ? inward : outward,
    buffers: ownBuffers(stages, ({ resident }) => resident === x),
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

function lookUp<T>(table: Readonly<Record<string, T>>, name: string, what: string, path: string): T {
  if (Object.hasOwn(table, name)) return table[name];
  throw new SidecoreError({
    code: 'unknown-name',
    path,
    message: `there is no ${what} "${name}"`,
    hint: `known: ${Object.keys(table).join(', ')}`,
  });
}
