import { batchBracket } from './batch-bracket';
import { batchCap, fillIdleTimes, fillWakeDepths, largestTurn, wakeDelay } from './batching';
import type { Costs } from './charger';
import { fillNotifications } from './coalescing';
import { type Compiled, compile, fillDemands } from './compile';
import { chargeCosts, layOutCosts } from './costs';
import { FallingBalance } from './falling-balance';
import { lapsOf } from './laps';
import { memoryInflation } from './memory-inflation';
import type { PathModel } from './model';
import { fillTimeApart } from './overlap';
import type { PathTraffic } from './packet-traffic';
import type { Plan } from './plan';
import { ShadowServers } from './priority';
import { FlowSolver } from './solve-flows';
import { SolvedBatches } from './solved-batches';

export interface PathRun {
  readonly traffic: PathTraffic;
  /** Reference units in flight of each flow. */
  readonly window: number;
  /** Default units per activation, or `solve`. */
  readonly batch: number | 'solve';
  /** Coefficient of variation of the work of one unit at a centre, 0 to 1. */
  readonly variation: number;
}

/** A plan with its costs, batches and throughput in balance. */
export interface SolvedPath {
  readonly compiled: Compiled;
  readonly costs: Costs;
  /** Units per activation of each link. */
  readonly batch: Float64Array;
  /** Links whose batch was solved, not given. */
  readonly solvedLinks: readonly number[];
  /** Reference units per second of each flow. */
  readonly throughput: Float64Array;
  /** The same with exponential work, and a quarter of the batches that were solved: the lower end of the bracket. */
  readonly exponentialThroughput: Float64Array;
  /** The network with four times the batches that were solved, for the upper end; absent when none was. */
  readonly largestBatches?: Compiled;
  /** Mean units at each centre, entry `centre * flows + flow`. */
  readonly queueLength: Float64Array;
  /** Round trip and waits for sleeping consumers of each flow, seconds per reference unit. */
  readonly thinkTime: Float64Array;
  /** Flows that are alike are one class. */
  readonly classes: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  /** Throughput, all flows together, of the balance reached from the largest batches, where it is another one. */
  readonly otherThroughput?: number;
}

const tolerance = 1e-8;
const mostIterations = 400;

/**
 * Brings batches, reload, memory contention and throughput into balance by a damped fixed point. Batches to be
 * solved start from 1, which is how a path comes up from idle, and again from their caps; two different balances
 * are both reported.
 *
 * @see docs/theory.md, section 4
 */
export function solvePath(model: PathModel, plan: Plan, run: PathRun): SolvedPath {
  const fromIdle = balance(model, plan, run, 'one');
  if (fromIdle.solvedLinks.length === 0) return fromIdle;
  const { lower, upper } = batchBracket(model, plan, run, fromIdle);
  const exponentialThroughput = fromIdle.exponentialThroughput.map((rate, f) => Math.min(rate, lower[f]));
  const solved = { ...fromIdle, exponentialThroughput, largestBatches: upper };
  const fromFull = sum(balance(model, plan, run, 'cap').throughput);
  const apart = Math.abs(Math.log(fromFull / sum(fromIdle.throughput)));
  return apart > 1e-4 ? { ...solved, otherThroughput: fromFull } : solved;
}

/** A balance, with what else it was found with. */
interface Balance extends SolvedPath {
  readonly inflation: number;
  readonly caps: readonly number[];
}

function balance(model: PathModel, plan: Plan, run: PathRun, start: 'one' | 'cap'): Balance {
  const { traffic, window } = run;
  const flows = plan.flows.length;
  const costs = layOutCosts(model, plan, traffic);
  const compiled = compile(plan);
  const laps = lapsOf(plan, costs.visits);
  const caps = plan.links.map((_, e) => batchCap(model, plan, costs, e, window, laps));
  const solvedLinks: number[] = [];
  const batch = Float64Array.from(plan.links, ({ link, batched, turns }, e) => {
    if (turns) return caps[e];
    const size = link.batch ?? run.batch;
    if (size !== 'solve')
      return Math.min(size, Math.max(1, window * unitsPerReference(costs, plan.links[e].to)));
    if (!batched) return 1;
    solvedLinks.push(e);
    return start === 'one' ? 1 : caps[e];
  });
  plan.residents.forEach(({ activations }, x) => {
    if (activations.length > 0 && activations.every((e) => solvedLinks.includes(e)))
      costs.foundTogether[x] = 1;
  });
  const solving = solvedLinks.length > 0;
  const { variation } = run;
  const solved = new SolvedBatches(
    { model, plan, traffic, costs, laps, caps, window, variation },
    solvedLinks,
  );
  const shadows = ShadowServers.of(plan, compiled);
  const solver = new FlowSolver(shadows?.demand ?? compiled.demand, flows, run.variation);
  const thinkTime = new Float64Array(flows);
  const apart = new Float64Array(flows);
  const throughput = new Float64Array(flows);
  const seen = new FlowSolver(solver.demand, flows, run.variation);
  const steps = new Float64Array(plan.links.length);
  const damping = new Float64Array(plan.links.length).fill(0.5);
  const inflation = new FallingBalance();
  const sleeps =
    model.machine.idleDisplacement > 0 ||
    plan.links.some(
      ({ mechanism }) =>
        mechanism.deepSleepTime > 0 || (mechanism.coalescingDelay > 0 && !mechanism.suppressesEvents),
    );
  let stale = true;
  let residual = Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (iterations < mostIterations) {
    iterations += 1;
    if (stale) {
      chargeCosts(model, plan, traffic, batch, inflation.value, costs);
      fillDemands(model, plan, traffic, costs, compiled);
    }
    const shadowsMove = shadows?.fill(model, costs, throughput) ?? 0;
    thinkTime.fill(plan.roundTrip);
    for (let e = 0; e < plan.links.length; e++) {
      const { flow, reply } = plan.stages[plan.links[e].to];
      // Packets of one transaction that follow each other wait together.
      const { packets } = reply ? traffic.back : traffic.there;
      thinkTime[flow] += wakeDelay(costs, plan, e, throughput[flow], window) / packets;
    }
    if (shadows) apart.set(thinkTime);
    else fillTimeApart(compiled, thinkTime, apart);
    const closer = Math.min(1e-6, 1e-3 * residual);
    if (solving) {
      seen.solve(window - 1 / flows, apart, 1, closer);
    }
    solver.solve(window, apart, largestTurn(plan, costs), closer);
    residual = shadowsMove;
    const total = sum(solver.throughput);
    for (let f = 0; f < flows; f++) {
      residual = Math.max(residual, Math.abs(Math.log(solver.throughput[f] / throughput[f])));
      throughput[f] = solver.throughput[f];
      costs.mix[f] = throughput[f] / total;
    }
    const inflationNow = memoryInflation(model, plan, busLoad(compiled, throughput));
    residual = Math.max(residual, Math.abs(inflationNow - inflation.value) * 1e-3);
    const queues = shadows?.foldQueues(solver.queueLength) ?? solver.queueLength;
    if (solving) solved.fill(throughput, seen.throughput, queues, batch);
    for (const e of solvedLinks) {
      const step = Math.log(solved.next[e] / batch[e]);
      residual = Math.max(residual, Math.abs(step) * 1e-2);
      // Half of the way, and less for as long as it goes to and fro.
      damping[e] = step * steps[e] < 0 ? Math.max(1 / 64, damping[e] / 2) : Math.min(0.5, damping[e] * 1.1);
      steps[e] = step;
      batch[e] *= Math.exp(damping[e] * step);
    }
    fillWakeDepths(model, plan, costs, throughput, batch);
    if (model.machine.idleDisplacement > 0) fillIdleTimes(model, plan, costs, throughput);
    fillNotifications(plan, costs, (e) => unitRate(plan, costs, throughput, e));
    if (residual < tolerance) break;
    const moving = solvedLinks.length > 0 || flows > 1 || sleeps;
    stale = moving || Math.abs(inflationNow - inflation.value) > 1e-7;
    if (stale) inflation.advance(inflationNow, moving);
  }
  return {
    compiled,
    costs,
    batch,
    solvedLinks,
    throughput,
    exponentialThroughput: exponential(run, solver, apart, largestTurn(plan, costs)),
    queueLength: shadows?.foldQueues(solver.queueLength) ?? solver.queueLength,
    thinkTime,
    classes: solver.classes,
    converged: residual < tolerance,
    iterations,
    residual,
    inflation: inflation.value,
    caps,
  };
}

function exponential(
  { variation, window }: PathRun,
  solver: FlowSolver,
  thinkTime: Float64Array,
  turn: number,
): Float64Array {
  if (variation === 1) return solver.throughput;
  const lower = new FlowSolver(solver.demand, solver.flows, 1);
  lower.solve(window, thinkTime, turn);
  return lower.throughput.map((rate, f) => Math.min(rate, solver.throughput[f]));
}

/** Units of a stage per reference unit where there is more than one, as in transactions of several packets. */
function unitsPerReference(costs: Costs, stage: number): number {
  return Math.max(1, costs.visits[stage]);
}

/** Units per second that pass a link. */
function unitRate(plan: Plan, costs: Costs, throughput: Float64Array, e: number): number {
  const { to } = plan.links[e];
  return throughput[plan.stages[to].flow] * costs.visits[to];
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** Load of the busiest memory bus. */
function busLoad(compiled: Compiled, throughput: Float64Array): number {
  let most = 0;
  for (const bus of compiled.memoryOf) {
    let load = 0;
    for (let f = 0; f < throughput.length; f++)
      load += throughput[f] * compiled.demand[bus * throughput.length + f];
    most = Math.max(most, load);
  }
  return most;
}
