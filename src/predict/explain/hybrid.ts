import { type CostMechanism, costMechanisms, DRAM, levelCount, mechanismCount } from '../../iopath/charger';
import { type Compiled, compile, fillDemands } from '../../iopath/compile';
import { fillTimeApart } from '../../iopath/overlap';
import { FlowSolver } from '../../iopath/solve-flows';
import type { SolvedScenario } from '../predict';
import { bitsOfFlows } from '../prediction-of';

/** What a placement changes, and what the attribution divides the gain among. */
export const players = ['parallelism', 'reload', 'switch', 'transfer', 'capacity'] as const;
export type Player = (typeof players)[number];

/** Whose doing the cycles of a mechanism are. The work itself follows the stages to their cores. */
export const playerOf: Readonly<Record<CostMechanism, Player>> = {
  base: 'parallelism',
  intrinsic: 'parallelism',
  activation: 'switch',
  switch: 'switch',
  reload: 'reload',
  transfer: 'transfer',
  sharing: 'capacity',
};

/** Players whose cycles are those of cache misses. */
export const cachePlayers: ReadonlySet<Player> = new Set(['reload', 'transfer', 'capacity']);

/** The causes that there are: capacity is one only where the model lets contexts share the last-level cache. */
export function playersOf(before: SolvedScenario, after: SolvedScenario): readonly Player[] {
  const sharing = costMechanisms.indexOf('sharing');
  const shares = [before, after].some(({ solved, planned }) =>
    planned.stages.some((_, s) => solved.costs.cycles[s * mechanismCount + sharing] !== 0),
  );
  return players.filter((player) => player !== 'capacity' || shares);
}

const columns = costMechanisms.map((mechanism) => playerOf[mechanism]);

/**
 * Payload bits per second of a path that is placed as `after` as far as `moved` says, and as `before` for the rest:
 * `parallelism` decides which core a stage runs on, every other player whether the cycles of its mechanisms are those
 * of one placement or of the other. Reload and switch so come with the batches of the placement that they are of.
 */
export function hybridThroughput(
  before: SolvedScenario,
  after: SolvedScenario,
  moved: ReadonlySet<Player>,
): number {
  const sideOf = (player: Player) => (moved.has(player) ? after : before);
  const { model, planned, run, solved } = sideOf('parallelism');
  const flows = planned.flows.length;
  const costs = {
    ...solved.costs,
    misses: Float64Array.from(solved.costs.misses),
    coreCycles: new Float64Array(solved.costs.coreCycles.length),
  };
  const sides = columns.map((player) => sideOf(player).solved.costs.cycles);
  const reloaded = sideOf('reload').solved.costs.misses;
  planned.stages.forEach(({ core, flow }, s) => {
    for (let m = 0; m < mechanismCount; m++)
      costs.coreCycles[core * flows + flow] += sides[m][s * mechanismCount + m];
    // The payload comes from memory in either placement; what differs for the memory bus is reload.
    costs.misses[s * levelCount + DRAM] = reloaded[s * levelCount + DRAM];
  });
  const compiled = compile(planned);
  fillDemands(model, planned, run.traffic, costs, compiled);
  return carried(sideOf('parallelism'), compiled, sideOf('switch').solved.thinkTime);
}

/**
 * Payload bits per second with the cores of `after` and, besides its own cycles, a part of the reload of `before`: what
 * a driver that wanders over the same cores carries, and displaces the lines of others for that part of the time.
 */
export function sameCoresThroughput(
  before: SolvedScenario,
  after: SolvedScenario,
  pollution: number,
): number {
  const { model, planned, run, solved } = after;
  const flows = planned.flows.length;
  const reload = costMechanisms.indexOf('reload');
  const costs = { ...solved.costs, coreCycles: Float64Array.from(solved.costs.coreCycles) };
  planned.stages.forEach(({ core, flow }, s) => {
    costs.coreCycles[core * flows + flow] +=
      pollution * before.solved.costs.cycles[s * mechanismCount + reload];
  });
  const compiled = compile(planned);
  fillDemands(model, planned, run.traffic, costs, compiled);
  return carried(after, compiled, solved.thinkTime);
}

function carried(
  { planned, traffic, run }: SolvedScenario,
  compiled: Compiled,
  thinkTime: Float64Array,
): number {
  const apart = new Float64Array(planned.flows.length);
  fillTimeApart(compiled, thinkTime, apart);
  const solver = new FlowSolver(compiled.demand, planned.flows.length, run.variation);
  solver.solve(run.window, apart);
  const bits = bitsOfFlows(planned, traffic, run);
  return solver.throughput.reduce((sum, rate, f) => sum + rate * bits[f], 0);
}
