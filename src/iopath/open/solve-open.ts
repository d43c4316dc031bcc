import { fillWakeDepths } from '../batching';
import { fillNotifications } from '../coalescing';
import { fillDemands } from '../compile';
import { chargeCosts } from '../costs';
import { FallingBalance } from '../falling-balance';
import { memoryInflation } from '../memory-inflation';
import type { PathModel } from '../model';
import type { Plan } from '../plan';
import { fillHopDemands } from './hop-demands';
import { fluidLoss, hopLoss } from './hop-loss';
import { runLength } from './open-batch';
import { centreLoads, layOutOpenPath, type OpenPath } from './open-path';
import type { OpenRun } from './open-run';
import { fillSaturatedWork } from './saturated-work';
import { fillServiceRates } from './service-rates';

/** A path under open load whose losses, batches and costs are in balance. */
export interface SolvedOpen extends OpenPath {
  readonly converged: boolean;
  readonly iterations: number;
  readonly residual: number;
}

/**
 * What is balanced: `losses` is the path as asked; `fluid` the same with arrivals and work that never bunch, so that
 * only what exceeds a capacity is lost; `saturation` looks for the rate at which the busiest centre is just full.
 */
export type OpenBalance = 'losses' | 'fluid' | 'saturation';

const tolerance = 1e-9;
const mostIterations = 2000;

/**
 * Half of the way to the new service rates nearly always settles at once. Where it has not after so many steps it goes to
 * and fro: what a ring hands on moves the room of the ring before by many times as much, where others of its core go first
 * and take longer, or where several flows ask for the rest.
 */
const patience = 100;
const carefulStep = 0.05;

/**
 * Brings losses, batches and costs of a path under open load into balance by a damped fixed point.
 *
 * Every ring turns away what its consumer does not keep up with; what a ring turns away costs the stages before it their
 * work and saves it to those after it.
 *
 * @see docs/theory.md, section 11
 */
export function solveOpen(model: PathModel, plan: Plan, run: OpenRun, balance: OpenBalance): SolvedOpen {
  const path = layOutOpenPath(model, plan, run);
  const { costs, compiled, hops, hopOf, batch, solvedLinks, caps, demands, rates } = path;
  const inflation = new FallingBalance();
  const arrivingUnits = (e: number) =>
    hopOf[e] < 0 ? 0 : rates.arrivals[hopOf[e]] * costs.visits[plan.links[e].to];
  let residual = Number.POSITIVE_INFINITY;
  let iterations = 0;
  while (iterations < mostIterations && !(residual < tolerance)) {
    iterations += 1;
    fillNotifications(plan, costs, arrivingUnits);
    fillWakeDepths(model, plan, costs, passedByFlow(path), batch);
    chargeCosts(model, plan, run.traffic, batch, inflation.value, costs);
    fillDemands(model, plan, run.traffic, costs, compiled);
    fillHopDemands(model, plan, costs, compiled, hops, demands);
    fillSaturatedWork(path);
    const step = iterations <= patience ? 0.5 : carefulStep;
    residual = balance === 'saturation' ? saturate(path) : loseAndPass(path, balance, step);
    const loads = centreLoads(path);
    let busLoad = 0;
    for (const { memory } of hops) if (memory >= 0) busLoad = Math.max(busLoad, loads[memory]);
    const stretch = memoryInflation(model, plan, busLoad);
    const moved = Math.abs(stretch - inflation.value);
    residual = Math.max(residual, moved * 1e-3);
    if (moved > 1e-9) inflation.advance(stretch, true);
    const next = solvedLinks.map((e) =>
      Math.min(caps[e], Math.max(1, runLength(path, hopOf[e]) * costs.visits[plan.links[e].to])),
    );
    solvedLinks.forEach((e, i) => {
      residual = Math.max(residual, Math.abs(Math.log(next[i] / batch[e])) * 1e-2);
      batch[e] *= (next[i] / batch[e]) ** step;
    });
  }
  return { ...path, converged: residual < tolerance, iterations, residual };
}

/** Packets per second that leave the path, of each flow. */
function passedByFlow({ plan, hops, rates }: OpenPath): Float64Array {
  const passed = new Float64Array(plan.flows.length);
  hops.forEach(({ flow }, i) => {
    passed[flow] = rates.passed[i];
  });
  return passed;
}

/** One step of all losses. Returns how far the rates still move, relative to what is offered. */
function loseAndPass(path: OpenPath, balance: 'losses' | 'fluid', step: number): number {
  const { plan, run, hops, demands, rates, serviceRate } = path;
  const target = new Float64Array(hops.length);
  fillServiceRates(plan, hops, demands, rates, target);
  let residual = 0;
  for (let i = 0; i < hops.length; i++) {
    const { before, inTurn } = hops[i];
    // Nothing may be lost yet while a service rate still falls.
    const behind = shareOf(run.arrivalRate, target[i]) - shareOf(run.arrivalRate, serviceRate[i]);
    residual = Math.max(residual, Math.abs(behind));
    serviceRate[i] = Number.isFinite(serviceRate[i] + target[i])
      ? serviceRate[i] + step * (target[i] - serviceRate[i])
      : target[i];
    rates.arrivals[i] = before < 0 ? run.arrivalRate : rates.passed[before];
    const loss = balance === 'losses' ? hopLoss(path, i) : fluidLoss(path, i);
    const change = rates.arrivals[i] * (1 - loss) - rates.passed[i];
    residual = Math.max(residual, Math.abs(change) / run.arrivalRate);
    // No service rate says what a ring between turns loses, but how long they are.
    rates.passed[i] += inTurn && step === carefulStep ? step * change : change;
  }
  return residual;
}

/** Two rates beside each other, of which the second may be 0 or Infinity. */
function shareOf(one: number, other: number): number {
  return one / (one + other);
}

/** One step towards the rate, the same for every flow, at which the busiest centre is full. */
function saturate(path: OpenPath): number {
  const { plan, hops, rates } = path;
  const loads = centreLoads(path);
  hops.forEach(({ centre, slots }, i) => {
    const timeSlice = plan.cores[centre]?.core.timeSlice;
    if (timeSlice !== undefined)
      loads[centre] = Math.max(loads[centre], (rates.passed[i] * timeSlice) / slots);
  });
  const most = loads.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) {
    rates.passed.fill(Number.POSITIVE_INFINITY);
    return 0;
  }
  const offered = rates.passed[0] / most;
  rates.arrivals.fill(offered);
  rates.passed.fill(offered);
  return Math.abs(Math.log(most));
}
