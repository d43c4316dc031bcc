import { mvaRecursion } from '../queueing/networks/mva-recursion';
import { batchCap, nextBatch, wakeDelay } from './batching';
import type { Costs, PacketTraffic } from './charger';
import { type Compiled, compile, fillDemands } from './compile';
import { chargeCosts, layOutCosts } from './costs';
import type { PathModel } from './model';
import type { Plan } from './plan';

export interface PathRun {
  readonly traffic: PacketTraffic;
  /** Packets in flight. */
  readonly window: number;
  /** Default units per activation, or `solve`. */
  readonly batch: number | 'solve';
}

/** A plan with its costs, batches and throughput in balance. */
export interface SolvedPath {
  readonly compiled: Compiled;
  readonly costs: Costs;
  /** Units per activation of each link. */
  readonly batch: Float64Array;
  /** Links whose batch was solved, not given. */
  readonly solvedLinks: readonly number[];
  /** Packets per second. */
  readonly throughput: number;
  /** Mean packets at each centre. */
  readonly queueLength: Float64Array;
  /** Round trip and waits for sleeping consumers, seconds per packet. */
  readonly thinkTime: number;
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
  /** Throughput of the balance reached from the largest batches, where it is another one. */
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
  const fromFull = balance(model, plan, run, 'cap');
  const apart = Math.abs(Math.log(fromFull.throughput / fromIdle.throughput));
  return apart > 1e-4 ? { ...fromIdle, otherThroughput: fromFull.throughput } : fromIdle;
}

function balance(model: PathModel, plan: Plan, run: PathRun, start: 'one' | 'cap'): SolvedPath {
  const { traffic, window } = run;
  const costs = layOutCosts(model, plan, traffic);
  const compiled = compile(plan);
  const given = plan.links.map(({ link, batched }) => {
    const size = link.batch ?? run.batch;
    return size === 'solve' && !batched ? 1 : size;
  });
  const caps = plan.links.map((link) => batchCap(model, link, window * costs.visits[link.to]));
  const batch = Float64Array.from(given, (size, e) => {
    if (size !== 'solve') return Math.min(size, window);
    return start === 'one' ? 1 : caps[e];
  });
  const solvedLinks = given.flatMap((size, e) => (size === 'solve' ? [e] : []));
  const queueLength = new Float64Array(compiled.centres.length);
  const moves = new Float64Array(batch.length);
  let inflation = 1;
  let stale = true;
  let throughput = 0;
  let thinkTime = plan.roundTrip;
  let residual = Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (iterations < mostIterations) {
    iterations += 1;
    if (stale) {
      chargeCosts(model, plan, traffic, batch, inflation, costs);
      fillDemands(model, plan, traffic, costs, compiled);
    }
    const before = throughput;
    thinkTime = plan.roundTrip;
    for (const link of plan.links) thinkTime += wakeDelay(costs, link, before);
    const seen =
      solvedLinks.length > 0 ? mvaRecursion(compiled.demand, window - 1, thinkTime, queueLength) : 0;
    throughput = mvaRecursion(compiled.demand, window, thinkTime, queueLength);
    const inflationNow = memoryInflation(model, plan, compiled, throughput);
    residual = Math.max(Math.abs(Math.log(throughput / before)), Math.abs(inflationNow - inflation) * 1e-3);
    for (const e of solvedLinks) {
      const next = Math.min(caps[e], nextBatch(model, plan, costs, plan.links[e], throughput, seen, batch));
      const moved = Math.sqrt(batch[e] * next);
      residual = Math.max(residual, Math.abs(Math.log(next / batch[e])) * 1e-2);
      moves[e] = moved;
    }
    for (const e of solvedLinks) batch[e] = moves[e];
    if (residual < tolerance) break;
    stale = solvedLinks.length > 0 || Math.abs(inflationNow - inflation) > 1e-9;
    if (stale) inflation = inflationNow;
  }
  return {
    compiled,
    costs,
    batch,
    solvedLinks,
    throughput,
    queueLength,
    thinkTime,
    converged: residual < tolerance,
    iterations,
    residual,
  };
}

/**
 * Stretch of the DRAM penalty by waiting for the memory bus, that of an M/D/1 queue for lines, 1 + rho / (2 (1 - rho))
 * in line times, and never longer than the misses that the cores can have in flight.
 */
function memoryInflation(model: PathModel, plan: Plan, compiled: Compiled, throughput: number): number {
  const { machine } = model;
  const lineCycles = (machine.lineSize / machine.memoryBandwidth) * machine.clock;
  const inFlight = plan.cores.length * machine.streamingParallelism.dram;
  let wait = 0;
  for (const bus of compiled.memoryOf) {
    const load = Math.min(1, throughput * compiled.demand[bus]);
    wait = Math.max(wait, load < 1 ? Math.min(inFlight, load / (2 * (1 - load))) : inFlight);
  }
  return machine.latency.dram > 0 ? 1 + (wait * lineCycles) / machine.latency.dram : 1;
}
