import { deepFreeze, SidecoreError } from '../common';
import type { PathModel, Traffic } from '../iopath/model';
import { centreLoads } from '../iopath/open/open-path';
import type { OpenRun } from '../iopath/open/open-run';
import { responseTimes } from '../iopath/open/response-times';
import { type SolvedOpen, solveOpen } from '../iopath/open/solve-open';
import type { Plan } from '../iopath/plan';
import type { QueueingNetwork, Station } from '../queueing/networks/network';
import { busyShares } from './busy-shares';
import { ledgerOf } from './ledger';
import type { BatchResult, CentreResult, FlowResult, OpenLoad, Prediction } from './prediction';
import { openWarnings } from './warnings/open-warnings';

/**
 * Predicts a path under open load: what comes through, what its rings lose, and how long a packet takes.
 *
 * The bracket: `lower` takes all work as exponential, `upper` loses only what exceeds a capacity.
 */
export function openPrediction(model: PathModel, plan: Plan, traffic: Traffic, run: OpenRun): Prediction {
  const solved = solveOpen(model, plan, run, 'losses');
  const exponential =
    run.variation === 1
      ? delivered(solved)
      : delivered(solveOpen(model, plan, { ...run, variation: 1 }, 'losses'));
  const saturation = solveOpen(model, plan, run, 'saturation');
  const flows = plan.flows.length;
  const saturationRate = saturation.rates.passed[0] * flows;
  if (!Number.isFinite(saturationRate))
    throw new SidecoreError({
      code: 'invalid-value',
      path: `topologies.${plan.topology}`,
      message: 'nothing on this path takes any time, so its throughput has no limit',
      hint: 'give a stage or the wire a cost above 0',
    });
  const stable = run.arrivalRate * flows < saturationRate;
  // Below saturation no capacity is exceeded, and all that is offered could come through.
  const most = stable ? run.arrivalRate * flows : sum(delivered(solveOpen(model, plan, run, 'fluid')));
  const { compiled, costs, batch, solvedLinks } = solved;
  const { there } = run.traffic;
  const bits = there.payload * 8;
  const passed = delivered(solved);
  const rate = sum(passed);
  const times = responseTimes(solved);
  const flowResults = flowsOf(plan, solved, passed, times, bits);
  const responseTime = meanResponse(passed, Object.values(flowResults));
  const offered = run.arrivalRate * flows;
  const ledger = ledgerOf(plan, costs);
  const mixedDemand = compiled.centres.map((_, k) => {
    let demand = 0;
    for (let f = 0; f < flows; f++) demand += compiled.demand[k * flows + f] / flows;
    return demand;
  });
  const centres = centresOf(plan, solved, mixedDemand, times);
  const upper = Math.max(rate, sum(exponential), most);
  const load: OpenLoad = {
    arrivalRate: offered,
    offered: offered * bits,
    lossShare: Math.max(0, 1 - rate / offered),
    losses: lossesOf(solved, offered),
    saturationRate,
    stable,
    responseTime,
  };
  return deepFreeze({
    model: model.name,
    topology: plan.topology,
    placement: plan.placement,
    kind: traffic.kind,
    reply: 0,
    message: traffic.message,
    payload: there.payload,
    window: 0,
    throughput: rate * bits,
    bracket: { lower: Math.min(rate, sum(exponential)) * bits, upper: upper * bits },
    packetRate: rate,
    messageRate: rate / there.packetsPerMessage,
    cycleTime: responseTime,
    load,
    flows: flowResults,
    bottleneck: busiest(centres, mixedDemand),
    cyclesPerPacket: ledger.total.total,
    centres,
    ledger,
    batches: plan.links.flatMap(({ id, batched }, e): BatchResult[] =>
      batched && solved.hopOf[e] >= 0 ? [{ link: id, batch: batch[e], solved: solvedLinks.includes(e) }] : [],
    ),
    bounds: { asymptotic: { lower: 0, upper: Math.min(offered, 1 / Math.max(...mixedDemand)) } },
    network: networkOf(plan, solved, run.arrivalRate),
    method: 'balance of rings and turns under open load',
    exact: false,
    converged: solved.converged && saturation.converged,
    iterations: solved.iterations,
    residual: solved.residual,
    warnings: openWarnings(model, plan, traffic, solved, load),
  });
}

/** Packets per second of each flow that reach the end of the path. */
function delivered({ plan, hops, rates, run }: SolvedOpen): Float64Array {
  const rate = new Float64Array(plan.flows.length).fill(run.arrivalRate);
  // Hops stand in the order of the path: the last of a flow has the last word.
  hops.forEach(({ flow }, i) => {
    rate[flow] = rates.passed[i];
  });
  return rate;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function flowsOf(
  plan: Plan,
  { hops }: SolvedOpen,
  passed: Float64Array,
  times: Float64Array,
  bits: number,
): Record<string, FlowResult> {
  return Object.fromEntries(
    plan.flows.map((name, f) => {
      let time = 0;
      hops.forEach(({ flow }, i) => {
        if (flow === f) time += times[i];
      });
      const cycleTime = passed[f] > 0 && Number.isFinite(time) ? time : 0;
      return [name, { throughput: passed[f] * bits, unitRate: passed[f], cycleTime }];
    }),
  );
}

/** Over the packets that are delivered; 0 where none is. */
function meanResponse(passed: Float64Array, flows: readonly FlowResult[]): number {
  const rate = sum(passed);
  if (rate === 0) return 0;
  return flows.reduce((total, { unitRate, cycleTime }) => total + (unitRate / rate) * cycleTime, 0);
}

/** Share of the offered packets that each ring loses. */
function lossesOf({ hops, rates }: SolvedOpen, offered: number): Record<string, number> {
  return Object.fromEntries(
    hops.map(({ name }, i) => [name, Math.max(0, rates.arrivals[i] - rates.passed[i]) / offered]),
  );
}

function centresOf(
  plan: Plan,
  solved: SolvedOpen,
  mixedDemand: readonly number[],
  times: Float64Array,
): Record<string, CentreResult> {
  const loads = centreLoads(solved);
  const queues = new Float64Array(loads.length);
  solved.hops.forEach(({ centre }, i) => {
    if (solved.rates.passed[i] > 0 && Number.isFinite(times[i]))
      queues[centre] += solved.rates.passed[i] * times[i];
  });
  // Interrupts beyond what a core can do are not taken.
  const utilizations = Array.from(loads, (load) => Math.min(1, load));
  const shown = busyShares(plan, utilizations);
  return Object.fromEntries(
    solved.compiled.centres.map(({ name, kind }, k) => {
      const utilization = utilizations[k];
      const queueLength = kind === 'memory' ? utilization : queues[k];
      const busy = kind === 'core' ? shown[k] : utilization;
      return [name, { kind, demand: mixedDemand[k], utilization, busy, queueLength }];
    }),
  );
}

function busiest(
  centres: Readonly<Record<string, CentreResult>>,
  demand: readonly number[],
): Prediction['bottleneck'] {
  const names = Object.keys(centres);
  let most = 0;
  names.forEach((_, k) => {
    if (demand[k] > demand[most]) most = k;
  });
  return { name: names[most], kind: centres[names[most]].kind };
}

function networkOf(plan: Plan, { compiled }: SolvedOpen, arrivalRate: number): QueueingNetwork {
  const flows = plan.flows.length;
  const stations: Record<string, Station> = {};
  compiled.centres.forEach(({ name }, k) => {
    stations[name] = {
      demand:
        flows === 1
          ? compiled.demand[k]
          : Object.fromEntries(plan.flows.map((flow, f) => [flow, compiled.demand[k * flows + f]])),
    };
  });
  return { classes: Object.fromEntries(plan.flows.map((name) => [name, { arrivalRate }])), stations };
}
