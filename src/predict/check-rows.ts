import { deepFreeze } from '../common';
import { studentTQuantile } from '../common/distributions/student-t-quantile';
import type { PathModel } from '../iopath/model';
import { plan } from '../iopath/plan';
import type { Range } from '../queueing/networks/single-class-bounds';
import { type Scenario, trafficOf } from './predict';
import type { Prediction } from './prediction';
import type { SimulationRun } from './simulation/simulation-run';

/** A mean over replications and half the width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** One quantity, predicted and simulated. */
export interface CheckRow {
  readonly quantity: 'throughput' | 'lossShare' | 'utilization' | 'batch' | 'cycleTime';
  /** A core or a context; empty for the whole path. */
  readonly subject: string;
  readonly predicted: number;
  readonly simulated: Estimate;
  /** Predicted over simulated, less 1 (1 where only the prediction is above 0); of shares the difference. */
  readonly difference: number;
}

/** Formula beside simulation: what `check` answers. */
export interface Check {
  readonly prediction: Prediction;
  readonly rows: readonly CheckRow[];
  /**
   * True when the simulated throughput lies in the predicted bracket, its own interval allowed for. Under open load,
   * where the two ends of the bracket mostly meet: when the delivered share is within 3 % of it.
   */
  readonly withinBracket: boolean;
  readonly replications: number;
  readonly packets: number;
  readonly seed: number;
}

/** Sets a prediction beside the runs of its simulation. */
export function checkRows(
  model: PathModel,
  scenario: Scenario,
  prediction: Prediction,
  runs: readonly SimulationRun[],
  { packets, seed }: Pick<Check, 'packets' | 'seed'>,
): Check {
  const traffic = trafficOf(model, scenario);
  const planned = plan(model, prediction.topology, prediction.placement, traffic);
  const estimate = (of: (run: SimulationRun) => number) => estimateOf(runs.map(of));
  const rows: CheckRow[] = [];
  const add = (quantity: CheckRow['quantity'], subject: string, predicted: number, simulated: Estimate) => {
    const share = quantity === 'utilization' || quantity === 'lossShare';
    const difference = share ? predicted - simulated.mean : relative(predicted, simulated.mean);
    rows.push(Object.freeze({ quantity, subject, predicted, simulated, difference }));
  };
  const { load } = prediction;
  const units = Object.values(prediction.flows).reduce((sum, { unitRate }) => sum + unitRate, 0);
  const bitsPerUnit = load ? prediction.payload * 8 : prediction.throughput / units;
  const throughput = estimate((run) => run.packetRate * bitsPerUnit);
  add('throughput', '', prediction.throughput, throughput);
  const inFlight = traffic.window * planned.flows.length;
  const cycleTime = estimate((run) => (load ? run.responseTime : inFlight / run.packetRate));
  if (Number.isFinite(cycleTime.mean)) add('cycleTime', '', prediction.cycleTime, cycleTime);
  if (load)
    add(
      'lossShare',
      '',
      load.lossShare,
      estimate((run) => run.lossShare),
    );
  planned.cores.forEach(({ name }, k) => {
    add(
      'utilization',
      name,
      prediction.centres[name].utilization,
      estimate((run) => run.utilization[k]),
    );
  });
  const batches = new Map(prediction.batches.map(({ link, batch }) => [link, batch]));
  planned.residents.forEach(({ name, activations }, x) => {
    let units = 0;
    let perUnit = 0;
    for (const e of activations) {
      const { id, to } = planned.links[e];
      const { visits } = prediction.ledger.stages[to];
      units += visits;
      perUnit += visits / (batches.get(id) ?? 1);
    }
    // A worker that never sleeps has no batches to compare.
    if (perUnit === 0 || !runs.every((run) => Number.isFinite(run.batch[x]))) return;
    add(
      'batch',
      name,
      units / perUnit,
      estimate((run) => run.batch[x]),
    );
  });
  // What came in one run is not quite what is offered: under open load the delivered share is what counts.
  const reached = load ? estimate((run) => (1 - run.lossShare) * load.offered) : throughput;
  return deepFreeze({
    prediction,
    rows: Object.freeze(rows),
    withinBracket: isWithin(reached, prediction.bracket, load ? openTolerance : 0),
    replications: runs.length,
    packets,
    seed,
  });
}

/** How far the formulas are known to be off the throughput under open load. */
const openTolerance = 0.03;

function isWithin({ mean, halfWidth }: Estimate, { lower, upper }: Range, tolerance: number): boolean {
  return mean + halfWidth >= lower * (1 - tolerance) && mean - halfWidth <= upper * (1 + tolerance);
}

function relative(predicted: number, simulated: number): number {
  if (simulated > 0) return predicted / simulated - 1;
  return predicted > 0 ? 1 : 0;
}

function estimateOf(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const factor = studentTQuantile(0.975, { degreesOfFreedom: count - 1 });
  return Object.freeze({ mean, halfWidth: factor * Math.sqrt(variance / count) });
}
