import { BASE, INTRINSIC, mechanismCount } from '../../iopath/charger';
import { compile, coreSpeed, fillDemands } from '../../iopath/compile';
import { chargeCosts, layOutCosts } from '../../iopath/costs';
import { layOut } from '../../iopath/layout';
import type { Core, Movability, PathModel, Placement } from '../../iopath/model';
import { type Plan, placeLayout } from '../../iopath/plan';
import type { SolvedScenario } from '../predict';

/** Stages that move together. */
export interface Block {
  readonly name: string;
  /** Names of stages, and the context when the block is all that it does on this path. */
  readonly stages: readonly string[];
  readonly context?: string;
  readonly movable: Movability;
  /** Index of the core that it is on before; -1 for code that runs wherever it is called. */
  readonly home: number;
  /** Indices of the stages in the plan. */
  readonly planned: readonly number[];
}

/** Seconds per packet of every core. */
export type Loads = Float64Array;

/** Every assignment of blocks to cores, and what the cores then have to do. */
export interface SearchSpace {
  readonly blocks: readonly Block[];
  /** Names of cores: those in use before, then the side-cores. */
  readonly cores: readonly string[];
  readonly sideFrom: number;
  /** Cores of the same class can be exchanged for each other; those in use before are each their own class. */
  readonly classOf: readonly number[];
  /** True when the load of a core depends on nothing but the blocks on it. */
  readonly separable: boolean;
  /** Least seconds per packet of each block on each core: its work without any hand-over, entry `block * cores + core`. */
  readonly least: Float64Array;
  readonly leastFixed: Float64Array;
  placementOf(assignment: ArrayLike<number>): Placement;
  loadsOf(assignment: ArrayLike<number>): Loads;
  /** Which blocks an assignment moves that no system can move today. */
  changesOf(assignment: ArrayLike<number>): readonly number[];
}

/** @param side names of side-cores, which the model has */
export function searchSpace(
  model: PathModel,
  base: SolvedScenario,
  allow: 'today' | 'code-change',
  side: readonly string[],
): SearchSpace {
  const { planned, run } = base;
  const hostless = (name: string) => name.slice(name.lastIndexOf('/') + 1);
  const used = [...new Set(planned.cores.map(({ name }) => hostless(name)))];
  const cores = [...used, ...side.filter((name) => !used.includes(name))];
  const before = model.placements[planned.placement];
  const coreIndex = (core: number) => cores.indexOf(hostless(planned.cores[core].name));
  const blocks = blocksOf(model, planned, allow, coreIndex);
  const stays = staysOf(model, planned, blocks, coreIndex);
  const traffic = base.traffic;

  const placementOf = (assignment: ArrayLike<number>): Placement => {
    const moved: Record<string, string> = {};
    const overridden = new Set<string>();
    blocks.forEach(({ stages, context }, b) => {
      if (stays(b, assignment)) return;
      for (const name of stages) overridden.add(name);
      if (context !== undefined) overridden.add(context);
      for (const name of context === undefined ? stages : [context]) moved[name] = cores[assignment[b]];
    });
    const kept = (assign: Placement['assign']) =>
      Object.fromEntries(Object.entries(assign).filter(([name]) => !overridden.has(name)));
    return {
      ...before,
      assign: { ...kept(before.assign), ...moved },
      topologies: Object.fromEntries(
        Object.entries(before.topologies).map(([topology, assign]) => [topology, kept(assign)]),
      ),
    };
  };
  const layout = layOut(model, planned.topology, traffic);
  const evaluate = (assignment: ArrayLike<number>) => {
    const laidOut = placeLayout(model, layout, 'candidate', placementOf(assignment));
    const costs = layOutCosts(model, laidOut, run.traffic);
    // Batches stay as they are before: the few best are solved in full afterwards.
    chargeCosts(model, laidOut, run.traffic, base.solved.batch, 1, costs);
    return { laidOut, costs };
  };
  const loadsOf = (assignment: ArrayLike<number>): Loads => {
    const { laidOut, costs } = evaluate(assignment);
    const compiled = compile(laidOut);
    fillDemands(model, laidOut, run.traffic, costs, compiled);
    const flows = laidOut.flows.length;
    const loads = new Float64Array(cores.length);
    laidOut.cores.forEach(({ name }, k) => {
      const core = cores.indexOf(hostless(name));
      let load = 0;
      for (let f = 0; f < flows; f++) load += compiled.demand[k * flows + f] / flows;
      // Of several hosts with a core of this name, the busiest limits.
      loads[core] = Math.max(loads[core], load);
    });
    return loads;
  };

  const least = new Float64Array(blocks.length * cores.length);
  const leastFixed = new Float64Array(cores.length);
  cores.forEach((_, core) => {
    const { laidOut, costs } = evaluate(blocks.map(() => core));
    const secondsOf = (s: number) => {
      const work = costs.cycles[s * mechanismCount + BASE] + costs.cycles[s * mechanismCount + INTRINSIC];
      return work / coreSpeed(model, laidOut, laidOut.stages[s].core) / laidOut.flows.length;
    };
    // The same blocks may stand on several hosts, of which only the busiest counts.
    const hosts = laidOut.hosts.length;
    blocks.forEach(({ planned: own }, b) => {
      least[b * cores.length + core] = own.reduce((sum, s) => sum + secondsOf(s), 0) / hosts;
    });
    const movable = new Set(blocks.flatMap((block) => block.planned));
    laidOut.stages.forEach(({ core: at, context }, s) => {
      if (movable.has(s) || model.contexts[context].runsInCaller) return;
      if (hostless(laidOut.cores[at].name) === cores[core]) leastFixed[core] += secondsOf(s) / hosts;
    });
  });

  return {
    blocks,
    cores,
    sideFrom: used.length,
    classOf: classesOf(model, cores, used.length),
    separable: isSeparable(model, cores),
    least,
    leastFixed,
    placementOf,
    loadsOf,
    changesOf: (assignment) =>
      blocks.flatMap(({ movable }, b) => (movable === 'code-change' && !stays(b, assignment) ? [b] : [])),
  };
}

/** What can move: of each context what moves today as one, and every stage that moves after a code change on its own. */
function blocksOf(
  model: PathModel,
  planned: Plan,
  allow: 'today' | 'code-change',
  coreIndex: (core: number) => number,
): Block[] {
  const groups = new Map<string, number[]>();
  planned.stages.forEach(({ stage, name, context }, s) => {
    if (stage.movable === 'no' || (stage.movable === 'code-change' && allow === 'today')) return;
    const key = stage.movable === 'yes' ? `context ${context}` : `stage ${name}`;
    groups.set(key, [...(groups.get(key) ?? []), s]);
  });
  return [...groups.values()].flatMap((own): Block[] => {
    const { context, stage } = planned.stages[own[0]];
    const homes = new Set(own.map((s) => coreIndex(planned.stages[s].core)));
    const { runsInCaller } = model.contexts[context];
    // What is spread over several cores, a core for each guest or queue, stays so.
    if (!runsInCaller && homes.size > 1) return [];
    const all = planned.stages.every((other, s) => other.context !== context || own.includes(s));
    const whole = stage.movable === 'yes' && all && !runsInCaller;
    const stages = [...new Set(own.map((s) => planned.stages[s].name))];
    return [
      {
        name: whole || stages.length > 1 ? context : stages[0],
        stages,
        ...(whole ? { context } : {}),
        movable: stage.movable,
        home: runsInCaller ? -1 : [...homes][0],
        planned: own,
      },
    ];
  });
}

/** Answers whether a block is where it would be without being moved: at home, or wherever its callers are. */
function staysOf(
  model: PathModel,
  planned: Plan,
  blocks: readonly Block[],
  coreIndex: (core: number) => number,
): (b: number, assignment: ArrayLike<number>) => boolean {
  const blockOf = new Map(blocks.flatMap(({ planned: own }, b) => own.map((s) => [s, b] as const)));
  const callers = new Map<number, number[]>();
  for (const { from, to } of planned.links)
    if (from >= 0) callers.set(to, [...(callers.get(to) ?? []), from]);
  const inCaller = planned.stages.map(({ context }) => model.contexts[context].runsInCaller);
  const coreOf = (s: number, assignment: ArrayLike<number>): number | undefined => {
    const own = blockOf.get(s);
    if (own !== undefined && assignment[own] >= 0) return assignment[own];
    return inCaller[s] ? callerCore(s, assignment) : coreIndex(planned.stages[s].core);
  };
  const callerCore = (s: number, assignment: ArrayLike<number>): number | undefined => {
    for (const caller of callers.get(s) ?? []) {
      const core = coreOf(caller, assignment);
      if (core !== undefined) return core;
    }
    return undefined;
  };
  return (b, assignment) =>
    assignment[b] < 0 ||
    (blocks[b].home >= 0
      ? assignment[b] === blocks[b].home
      : blocks[b].planned.every((s) => callerCore(s, assignment) === assignment[b]));
}

function classesOf(model: PathModel, cores: readonly string[], sideFrom: number): number[] {
  const keys: string[] = [];
  return cores.map((name, core) => {
    const { socket, clock, background, timeSlice, sibling } = model.machine.cores[name];
    const key =
      core < sideFrom || sibling !== undefined
        ? `core ${name}`
        : JSON.stringify([socket, clock, background, timeSlice]);
    if (!keys.includes(key)) keys.push(key);
    return keys.indexOf(key);
  });
}

/** On one socket, without siblings, a core sees of the others only that they are others. */
function isSeparable(model: PathModel, cores: readonly string[]): boolean {
  const given: Core[] = cores.map((name) => model.machine.cores[name]);
  return given.every(
    ({ socket, sibling }) =>
      socket === given[0].socket && (sibling === undefined || !cores.includes(sibling)),
  );
}
