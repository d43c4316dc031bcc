import { integer, onlyFields, plainObject, positive, SidecoreError, shown } from '../common';
import { checkTraffic } from '../iopath/check-traffic';
import type { PathModel, Traffic } from '../iopath/model';
import { pathTraffic } from '../iopath/packet-traffic';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { type Plan, plan } from '../iopath/plan';
import { type PathRun, type SolvedPath, solvePath } from '../iopath/solve-path';
import { intervalOf } from './interval-of';
import { openPrediction } from './open-prediction';
import type { Prediction } from './prediction';
import { predictionOf } from './prediction-of';

/** One question about a model: what is left out is taken from the model. */
export interface Scenario {
  /** Default: the model's first topology. */
  readonly topology?: string;
  /** Default: the model's first placement. */
  readonly placement?: string;
  /** Bytes that the application writes at once. */
  readonly message?: number;
  /** Packets in flight; of request-response, transactions. */
  readonly window?: number;
  /** Units per activation of every link that does not say, or `solve`. */
  readonly batch?: number | 'solve';
  /** Other fields of the model's traffic: kind, reply, guests, queues, applicationCycles, ... */
  readonly traffic?: Partial<Traffic>;
}

/**
 * Predicts what a path carries: cycles per packet from the cost algebra, a closed network of cores, wire and memory
 * buses with the window as population, mean value analysis of it.
 *
 * The answer is a bracket. Its lower end takes every stage as exponential, its upper end is the asymptotic bound; a
 * pipeline of regular stages lies near the upper end, and the two meet well above the knee N* = (sum D + Z) / Dmax.
 * One flow is solved exactly; several (guests, queues, both directions) by the fixed point of Bard and Schweitzer.
 *
 * Open load (`traffic.kind` is `open`) is another question: packets come at a given rate, rings lose what they cannot
 * hold, and the answer has `load`, with losses, saturation and response time.
 *
 * The prediction of a fitted model has `interval`, where the truth is expected with 95 % probability.
 *
 * @throws SidecoreError `unknown-name` for a topology or placement that the model lacks, `invalid-value` for numbers
 * @example
 * const before = predict(xenPv, { topology: 'inter-node-receive', placement: 'none' });
 * before.throughput; // 1.69e9 bit/s
 * before.bottleneck.name; // 'guest-core'
 * @see docs/theory.md, sections 2 to 4
 */
export function predict(model: PathModel | PathModelInput, scenario: Scenario = {}): Prediction {
  const checked = pathModel(model);
  const prediction = predictPlain(checked, scenario);
  const { fit } = checked;
  if (fit === undefined) return prediction;
  const interval = intervalOf(checked, fit, prediction, (other) => predictPlain(other, scenario));
  return Object.freeze({ ...prediction, interval });
}

/** Predicts with the numbers of a model as they are, however sure they may be. */
export function predictPlain(checked: PathModel, scenario: Scenario): Prediction {
  const asked = trafficOf(checked, scenario);
  if (asked.kind === 'open') return predictOpen(checked, scenario, asked);
  const { planned, traffic, run, solved } = solveScenario(checked, scenario);
  return predictionOf(checked, planned, traffic, run, solved);
}

/** Under open load batches follow the load: one that was measured at another is no default. */
function predictOpen(model: PathModel, scenario: Scenario, traffic: Traffic): Prediction {
  return openPrediction(model, planOf(model, scenario, traffic), traffic, {
    traffic: pathTraffic(traffic, model.network),
    arrivalRate: traffic.arrivalRate,
    batch: scenario.batch ?? 'solve',
    variation: traffic.variation,
  });
}

function planOf(model: PathModel, { topology, placement }: Scenario, traffic: Traffic): Plan {
  return plan(
    model,
    topology ?? Object.keys(model.topologies)[0],
    placement ?? Object.keys(model.placements)[0],
    traffic,
  );
}

/** A scenario with everything that was worked out on the way to its prediction. */
export interface SolvedScenario {
  readonly model: PathModel;
  readonly planned: Plan;
  readonly traffic: Traffic;
  readonly run: PathRun;
  readonly solved: SolvedPath;
}

/** Solves a scenario of a model that was checked. */
export function solveScenario(checked: PathModel, scenario: Scenario): SolvedScenario {
  const traffic = trafficOf(checked, scenario);
  if (traffic.kind === 'open')
    throw new SidecoreError({
      code: 'unsupported',
      path: 'traffic.kind',
      message: 'open load carries what is offered, so there is no gain to explain or to search for',
      hint: 'ask with a stream, which shows what the path can carry',
    });
  const planned = planOf(checked, scenario, traffic);
  const run = {
    traffic: pathTraffic(traffic, checked.network),
    window: traffic.window,
    batch: scenario.batch ?? checked.batch,
    variation: traffic.variation,
  };
  const solved = solvePath(checked, planned, run);
  if (!solved.throughput.every((rate) => Number.isFinite(rate)))
    throw new SidecoreError({
      code: 'invalid-value',
      path: `topologies.${planned.topology}`,
      message: 'nothing on this path takes any time, so its throughput has no limit',
      hint: 'give a stage, the round trip or the wire a cost above 0',
    });
  return { model: checked, planned, traffic, run, solved };
}

const scenarioFields = ['topology', 'placement', 'message', 'window', 'batch', 'traffic'];
const trafficFields = [
  'kind',
  'message',
  'reply',
  'window',
  'arrivalRate',
  'segmentation',
  'acknowledgementRatio',
  'applicationCycles',
  'variation',
  'guests',
  'queues',
];

/** The model's traffic with what the scenario changes, checked. */
export function trafficOf(model: PathModel, scenario: Scenario): Traffic {
  onlyFields(plainObject(scenario, 'scenario'), scenarioFields, 'scenario');
  const { message, window, batch, traffic } = scenario;
  if (batch !== undefined && batch !== 'solve' && !(Number.isFinite(batch) && batch >= 1))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'scenario.batch',
      message: `${shown(batch)} is neither a finite number of 1 or more nor "solve"`,
    });
  if (message !== undefined) positive(message, 'scenario.message');
  if (window !== undefined) integer(window, 'scenario.window', 1, 'give the number of packets in flight');
  const changed = {
    ...(message === undefined ? {} : { message }),
    ...(window === undefined ? {} : { window }),
  };
  if (traffic === undefined) return { ...model.traffic, ...changed };
  onlyFields(plainObject(traffic, 'scenario.traffic'), trafficFields, 'scenario.traffic');
  const merged = { ...model.traffic, ...traffic, ...changed };
  checkTraffic(merged, 'scenario.traffic');
  return merged;
}
