import { assignCores } from './assign-cores';
import type { PathShape } from './flatten';
import { type Layout, layOut, unknownName } from './layout';
import type { Link, Mechanism, PathModel, Placement } from './model';
import { originOf } from './path-model';
import { foreignBuffers, ownBuffers, passesBy } from './payload-passes';
import { planResidents } from './plan-residents';
import type { Distance, Plan, PlannedCore, PlannedLink, PlannedRead, PlannedStage } from './planned';

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
    if (origin !== model && origin.topologies === model.topologies)
      made = withNumbersOf(model, plan(origin, topologyName, placementName, shape));
    else {
      const layout = layOut(model, topologyName, shape);
      if (!Object.hasOwn(model.placements, placementName))
        throw unknownName(model.placements, placementName, 'placement');
      made = placeLayout(model, layout, placementName, model.placements[placementName]);
    }
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

/** Places a layout. The placement, which may be none of the model's, names cores and contexts that the model has. */
export function placeLayout(model: PathModel, layout: Layout, name: string, placement: Placement): Plan {
  const { wire, roundTrip } = model.topologies[layout.topology];
  const coreNames = assignCores(model, layout, name, placement);
  const { cores, coreOf } = planCores(model, layout, coreNames, placement.polls);
  const { stages, residentNames } = planStages(model, layout, coreOf);
  const distance = (a: number, b: number) =>
    distanceOf(cores[stages[a].core], cores[stages[b].core], coreNames[b]);
  const links = layout.links.map(({ id, link, from, to }): PlannedLink => {
    const mechanism = mechanismOf(model, link, placement.polls.includes(stages[to].context));
    const apart = from < 0 ? 'same-core' : distance(from, to);
    const turns = mechanism.yields && sharesCore(model, stages, stages[to]);
    const batched = turns || isBatched(mechanism, apart);
    return { id, link, mechanism, from, to, distance: apart, turns, batched };
  });
  const residents = planResidents(model, layout, stages, links, residentNames);
  const stagesOn = cores.map((): number[] => []);
  for (let s = 0; s < stages.length; s++) stagesOn[stages[s].core].push(s);
  const scheduled = cores.map((): number[] => []);
  for (let x = 0; x < residents.length; x++)
    if (!residents[x].context.runsInCaller) scheduled[residents[x].core].push(x);
  return {
    topology: layout.topology,
    placement: name,
    wire,
    roundTrip: roundTrip ?? model.network.roundTrip,
    hosts: layout.hosts,
    flows: layout.flows,
    cores,
    stages,
    links,
    residents,
    reads: planReads(layout, stages, distance),
    scheduled,
    foreignBuffers: residents.map((_, x) => foreignBuffers(layout, residents, x)),
    buffersOnCore: stagesOn.map((here) => ownBuffers(layout, stages, here)),
    passesOnCore: stagesOn.map((here) => passesBy(layout, here)),
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
  { hosts, stages, pollers }: Layout,
  coreNames: readonly string[],
  polls: readonly string[],
): { cores: PlannedCore[]; coreOf: number[] } {
  const keys = stages.map(({ host }, s) => `${host}/${coreNames[s]}`);
  const polled = new Set(
    keys.filter((_, s) => pollers.has(stages[s].context) || polls.includes(stages[s].context)),
  );
  const index = new Map<string, number>();
  const cores: PlannedCore[] = [];
  const coreOf = keys.map((key, s) => {
    const known = index.get(key);
    if (known !== undefined) return known;
    const core = model.machine.cores[coreNames[s]];
    const { host } = stages[s];
    index.set(key, cores.length);
    cores.push({
      name: hosts.length > 1 ? key : coreNames[s],
      host,
      core,
      clock: core.clock ?? model.machine.clock,
      polls: polled.has(key),
      siblingBusy: core.sibling !== undefined && keys.includes(`${host}/${core.sibling}`),
    });
    return cores.length - 1;
  });
  return { cores, coreOf };
}

function planStages(
  model: PathModel,
  layout: Layout,
  coreOf: readonly number[],
): { stages: PlannedStage[]; residentNames: string[] } {
  const index = new Map<string, number>();
  const residentNames: string[] = [];
  const severalGuests = layout.stages.some(({ guest }) => guest > 0);
  const stages = layout.stages.map(({ id, name, context, host, flow, guest, reply }, s): PlannedStage => {
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

/** Who reads payload that whom wrote. */
function planReads(
  { passes, writers }: Layout,
  stages: readonly PlannedStage[],
  distance: (a: number, b: number) => Distance,
): PlannedRead[] {
  return stages.flatMap(({ stage }, s) =>
    stage.reads.map((_, r): PlannedRead => {
      const writer = writers.get(passes[s][r].buffer)!;
      return { stage: s, writer, distance: writer < 0 ? 'same-core' : distance(writer, s) };
    }),
  );
}
