import { deepFreeze } from '../common';
import type { Compiled } from '../iopath/compile';
import type { PathModel, Traffic } from '../iopath/model';
import type { Plan } from '../iopath/plan';
import type { PathRun, SolvedPath } from '../iopath/solve-path';
import type { NetworkClass, QueueingNetwork, Station } from '../queueing/networks/network';
import { asymptoticThroughput, balancedJobThroughput } from '../queueing/networks/single-class-bounds';
import { busyShares } from './busy-shares';
import { ledgerOf } from './ledger';
import type { BatchResult, CentreResult, FlowResult, Prediction } from './prediction';
import { warningsOf } from './warnings/warnings-of';

/** Where nothing waits for anything, simulated paths come out within this share of the formulas, docs/validation.md. */
const agreement = 0.01;

/** Names the numbers of a solved path and adds what follows from them. */
export function predictionOf(
  model: PathModel,
  plan: Plan,
  traffic: Traffic,
  run: PathRun,
  solved: SolvedPath,
): Prediction {
  const { compiled, costs, throughput, thinkTime } = solved;
  const flows = plan.flows.length;
  const exchange = traffic.kind === 'request-response';
  const { there, back } = run.traffic;
  const bitsOf = bitsOfFlows(plan, traffic, run);
  let rate = 0;
  let bits = 0;
  for (let f = 0; f < flows; f++) {
    rate += throughput[f];
    bits += throughput[f] * bitsOf[f];
  }
  const bitsPerUnit = bits / rate;
  const mixed = (demands: Float64Array) => {
    const mean = new Float64Array(compiled.centres.length);
    for (let at = 0; at < demands.length; at++)
      mean[Math.floor(at / flows)] += costs.mix[at % flows] * demands[at];
    return mean;
  };
  const mixedDemand = mixed(compiled.demand);
  const passing = mixed(compiled.passing);
  const mixedThinkTime = thinkTime.reduce((sum, time, f) => sum + costs.mix[f] * time, 0);
  const inFlight = run.window * flows;
  const asymptotic = asymptoticThroughput(passing, inFlight, mixedThinkTime);
  const { largestBatches } = solved;
  const regular = largestBatches
    ? asymptoticThroughput(mixed(largestBatches.passing), inFlight, mixedThinkTime)
    : asymptotic;
  const upper = Math.max(rate, asymptotic.upper, regular.upper);
  const lower = solved.exponentialThroughput.reduce((sum, one, f) => sum + one * bitsOf[f], 0);
  const unsure = run.batch === 'solve' ? agreement : 0;
  const bracket = Object.freeze({
    lower: lower * (1 - unsure),
    upper: Math.max(bits, upper * bitsPerUnit) * (1 + unsure),
  });
  const { bottleneck, windowLimited } = bottleneckOf(compiled, passing, inFlight, mixedThinkTime);
  const ledger = ledgerOf(plan, costs);
  const flowResults: Record<string, FlowResult> = {};
  plan.flows.forEach((name, f) => {
    flowResults[name] = Object.freeze({
      throughput: throughput[f] * bitsOf[f],
      unitRate: throughput[f],
      cycleTime: run.window / throughput[f],
    });
  });
  const packets = exchange ? there.packets + back.packets : 1;
  return deepFreeze({
    model: model.name,
    topology: plan.topology,
    placement: plan.placement,
    kind: traffic.kind,
    reply: exchange ? traffic.reply : 0,
    message: traffic.message,
    payload: there.payload,
    window: run.window,
    throughput: bits,
    bracket,
    packetRate: rate * packets,
    messageRate: exchange ? rate : rate / there.packetsPerMessage,
    cycleTime: inFlight / rate,
    flows: Object.freeze(flowResults),
    bottleneck,
    cyclesPerPacket: ledger.total.total,
    centres: Object.freeze(centresOf(plan, compiled, solved, mixedDemand, rate)),
    ledger,
    batches: Object.freeze(
      plan.links.flatMap(({ id, batched }, e): BatchResult[] =>
        batched
          ? [Object.freeze({ link: id, batch: solved.batch[e], solved: solved.solvedLinks.includes(e) })]
          : [],
      ),
    ),
    bounds: Object.freeze({
      asymptotic: Object.freeze(asymptotic),
      ...(flows === 1
        ? { balancedJob: Object.freeze(balancedJobThroughput(passing, inFlight, mixedThinkTime)) }
        : {}),
    }),
    network: networkOf(plan, compiled, solved, run.window),
    method: methodOf(solved.classes, traffic.variation),
    exact: false,
    converged: solved.converged,
    iterations: solved.iterations,
    residual: solved.residual,
    warnings: Object.freeze(
      warningsOf(model, plan, traffic, run, solved, bracket, windowLimited && !exchange),
    ),
  });
}

function methodOf(classes: number, variation: number): string {
  const solver = classes > 1 ? 'bard-schweitzer' : variation === 1 ? 'exact-mva' : 'mva';
  return `${solver}${variation === 1 ? '' : ' with residual service'} of the compiled path`;
}

/** Payload bits of one reference unit of each flow. */
export function bitsOfFlows(plan: Plan, traffic: Traffic, run: PathRun): number[] {
  const { there, back } = run.traffic;
  return plan.flows.map((_, f) =>
    traffic.kind === 'request-response'
      ? (traffic.message + traffic.reply) * 8
      : (goesBack(plan, f) ? back : there).payload * 8,
  );
}

/** True for a flow that only goes the way back. */
function goesBack(plan: Plan, flow: number): boolean {
  return plan.stages.every((stage) => stage.flow !== flow || stage.reply);
}

function centresOf(
  plan: Plan,
  compiled: Compiled,
  solved: SolvedPath,
  mixedDemand: Float64Array,
  rate: number,
): Record<string, CentreResult> {
  const flows = solved.throughput.length;
  const utilizations = mixedDemand.map((demand) => withoutRounding(rate * demand));
  const shown = busyShares(plan, utilizations);
  const centres: Record<string, CentreResult> = {};
  compiled.centres.forEach(({ name, kind }, k) => {
    let queueLength = 0;
    for (let f = 0; f < flows; f++) queueLength += solved.queueLength[k * flows + f];
    const utilization = utilizations[k];
    const busy = kind === 'core' ? shown[k] : utilization;
    centres[name] = Object.freeze({ kind, demand: mixedDemand[k], utilization, busy, queueLength });
  });
  return centres;
}

/** A full core is busy 1, where the product of rate and demand ends in a last digit above; an error would be larger. */
function withoutRounding(utilization: number): number {
  return utilization > 1 && utilization < 1 + 1e-14 ? 1 : utilization;
}

function networkOf(plan: Plan, compiled: Compiled, solved: SolvedPath, window: number): QueueingNetwork {
  const flows = plan.flows.length;
  const classes: Record<string, NetworkClass> = {};
  plan.flows.forEach((name, f) => {
    classes[name] = Object.freeze({ population: window, thinkTime: solved.thinkTime[f] });
  });
  const stations: Record<string, Station> = {};
  compiled.centres.forEach(({ name }, k) => {
    const demands: Record<string, number> = {};
    plan.flows.forEach((flow, f) => {
      demands[flow] = compiled.passing[k * flows + f];
    });
    stations[name] = Object.freeze({ demand: flows === 1 ? compiled.passing[k] : Object.freeze(demands) });
  });
  return Object.freeze({ classes: Object.freeze(classes), stations: Object.freeze(stations) });
}

function bottleneckOf(
  { centres }: Compiled,
  demand: Float64Array,
  inFlight: number,
  thinkTime: number,
): { bottleneck: Prediction['bottleneck']; windowLimited: boolean } {
  let largest = 0;
  let total = 0;
  for (let k = 0; k < demand.length; k++) {
    total += demand[k];
    if (demand[k] > demand[largest]) largest = k;
  }
  const windowLimited = inFlight * demand[largest] < total + thinkTime;
  const { name, kind } = centres[largest];
  return {
    bottleneck: Object.freeze(windowLimited ? { name: 'window', kind: 'window' as const } : { name, kind }),
    windowLimited,
  };
}
