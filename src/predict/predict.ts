import { integer, onlyFields, plainObject, positive, SidecoreError, shown } from '../common';
import type { CentreKind } from '../iopath/compile';
import type { PathModel } from '../iopath/model';
import { packetTraffic } from '../iopath/packet-traffic';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { plan } from '../iopath/plan';
import { type PathRun, solvePath } from '../iopath/solve-path';
import type { QueueingNetwork } from '../queueing/networks/network';
import {
  asymptoticThroughput,
  balancedJobThroughput,
  type Range,
} from '../queueing/networks/single-class-bounds';
import { ledgerOf } from './ledger';
import type { BatchResult, CentreResult, Prediction } from './prediction';
import { warningsOf } from './warnings';

/** One question about a model: what is left out is taken from the model. */
export interface Scenario {
  /** Default: the model's first topology. */
  readonly topology?: string;
  /** Default: the model's first placement. */
  readonly placement?: string;
  /** Bytes that the application writes at once. */
  readonly message?: number;
  /** Packets in flight. */
  readonly window?: number;
  /** Units per activation of every link that does not say, or `solve`. */
  readonly batch?: number | 'solve';
}

/**
 * Predicts what a path carries: cycles per packet from the cost algebra, a closed network of cores, wire and memory
 * buses with the window as population, exact mean value analysis of it.
 *
 * The answer is a bracket. Its lower end takes every stage as exponential, its upper end is the asymptotic bound; a
 * pipeline of regular stages lies near the upper end, and the two meet well above the knee N* = (sum D + Z) / Dmax.
 *
 * @throws SidecoreError `unknown-name` for a topology or placement that the model lacks, `invalid-value` for numbers
 * @example
 * const before = predict(xenPv, { topology: 'inter-node-receive', placement: 'none' });
 * before.throughput; // 1.70e9 bit/s
 * before.bottleneck.name; // 'guest-core'
 * @see docs/theory.md, sections 2 to 4
 */
export function predict(model: PathModel | PathModelInput, scenario: Scenario = {}): Prediction {
  const checked = pathModel(model);
  onlyFields(plainObject(scenario, 'scenario'), scenarioFields, 'scenario');
  const planned = plan(
    checked,
    scenario.topology ?? Object.keys(checked.topologies)[0],
    scenario.placement ?? Object.keys(checked.placements)[0],
  );
  const run = runOf(checked, scenario);
  const solved = solvePath(checked, planned, run);
  const { compiled, costs, throughput: packetRate, queueLength, thinkTime } = solved;
  const { demand } = compiled;
  if (!Number.isFinite(packetRate))
    throw new SidecoreError({
      code: 'invalid-value',
      path: `topologies.${planned.topology}`,
      message: 'nothing on this path takes any time, so its throughput has no limit',
      hint: 'give a stage, the round trip or the wire a cost above 0',
    });

  const bits = run.traffic.payload * 8;
  const asymptotic = asymptoticThroughput(demand, run.window, thinkTime);
  const bracket: Range = Object.freeze({
    lower: packetRate * bits,
    upper: Math.max(packetRate, asymptotic.upper) * bits,
  });
  const { bottleneck, windowLimited } = bottleneckOf(compiled.centres, demand, run.window, thinkTime);
  const centres: Record<string, CentreResult> = {};
  const stations: Record<string, { demand: number }> = {};
  compiled.centres.forEach(({ name, kind }, k) => {
    centres[name] = Object.freeze({
      kind,
      demand: demand[k],
      utilization: packetRate * demand[k],
      queueLength: queueLength[k],
    });
    stations[name] = Object.freeze({ demand: demand[k] });
  });
  const network: QueueingNetwork = Object.freeze({
    classes: Object.freeze({ flow: Object.freeze({ population: run.window, thinkTime }) }),
    stations: Object.freeze(stations),
  });
  const ledger = ledgerOf(planned, costs);
  const batches = planned.links.flatMap(({ id, batched }, e): BatchResult[] =>
    batched
      ? [Object.freeze({ link: id, batch: solved.batch[e], solved: solved.solvedLinks.includes(e) })]
      : [],
  );
  return Object.freeze({
    model: checked.name,
    topology: planned.topology,
    placement: planned.placement,
    message: scenario.message ?? checked.traffic.message,
    payload: run.traffic.payload,
    window: run.window,
    throughput: packetRate * bits,
    bracket,
    packetRate,
    messageRate: packetRate / run.traffic.packetsPerMessage,
    cycleTime: run.window / packetRate,
    bottleneck,
    cyclesPerPacket: ledger.total.total,
    centres: Object.freeze(centres),
    ledger,
    batches: Object.freeze(batches),
    bounds: Object.freeze({
      asymptotic: Object.freeze(asymptotic),
      balancedJob: Object.freeze(balancedJobThroughput(demand, run.window, thinkTime)),
    }),
    network,
    method: 'exact-mva of the compiled path',
    exact: false,
    converged: solved.converged,
    iterations: solved.iterations,
    residual: solved.residual,
    warnings: Object.freeze(warningsOf(checked, planned, run, solved, bracket, windowLimited)),
  });
}

const scenarioFields = ['topology', 'placement', 'message', 'window', 'batch'];

function runOf(model: PathModel, { message, window, batch }: Scenario): PathRun {
  if (message !== undefined) positive(message, 'scenario.message');
  if (window !== undefined) integer(window, 'scenario.window', 1, 'give the number of packets in flight');
  if (batch !== undefined && batch !== 'solve' && !(Number.isFinite(batch) && batch >= 1))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'scenario.batch',
      message: `${shown(batch)} is neither a finite number of 1 or more nor "solve"`,
    });
  const traffic = { ...model.traffic, message: message ?? model.traffic.message };
  return {
    traffic: packetTraffic(traffic, model.network),
    window: window ?? model.traffic.window,
    batch: batch ?? model.batch,
  };
}

function bottleneckOf(
  centres: readonly { readonly name: string; readonly kind: CentreKind }[],
  demand: Float64Array,
  window: number,
  thinkTime: number,
): { bottleneck: Prediction['bottleneck']; windowLimited: boolean } {
  let largest = 0;
  let total = 0;
  for (let k = 0; k < demand.length; k++) {
    total += demand[k];
    if (demand[k] > demand[largest]) largest = k;
  }
  const windowLimited = window * demand[largest] < total + thinkTime;
  const { name, kind } = centres[largest];
  return {
    bottleneck: Object.freeze(windowLimited ? { name: 'window', kind: 'window' as const } : { name, kind }),
    windowLimited,
  };
}
