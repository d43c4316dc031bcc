import { deepFreeze, integer, onlyFields, plainObject, positive, SidecoreError } from '../common';
import { studentTQuantile } from '../common/distributions/student-t-quantile';
import type { PathModel } from '../iopath/model';
import { pathTraffic } from '../iopath/packet-traffic';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { plan } from '../iopath/plan';
import { predict, type Scenario, trafficOf } from './predict';
import type { Prediction } from './prediction';
import { simulatePath } from './simulation/simulate-path';
import type { SimulationRun } from './simulation/simulation-run';

export interface CheckOptions {
  /** Independent runs. Default 5. */
  readonly replications?: number;
  /** Packets that complete in each run while measuring. Default 20,000. */
  readonly packets?: number;
  /** Any whole number: another draws other runs, the same the same. Default 1. */
  readonly seed?: number;
  /** Looked at between runs: true stops with an `aborted` error. */
  readonly signal?: { readonly aborted: boolean };
  /** Told the share of runs done. */
  readonly onProgress?: (share: number) => void;
}

/** A mean over replications and half the width of its 95 % confidence interval. */
export interface Estimate {
  readonly mean: number;
  readonly halfWidth: number;
}

/** One quantity, predicted and simulated. */
export interface CheckRow {
  readonly quantity: 'throughput' | 'utilization' | 'batch' | 'cycleTime';
  /** A core or a context; empty for the whole path. */
  readonly subject: string;
  readonly predicted: number;
  readonly simulated: Estimate;
  /** Predicted over simulated, less 1; of utilisation the difference. */
  readonly difference: number;
}

export interface Check {
  readonly prediction: Prediction;
  readonly rows: readonly CheckRow[];
  /** True when the simulated throughput lies in the predicted bracket, its own interval allowed for. */
  readonly withinBracket: boolean;
  readonly replications: number;
  readonly packets: number;
  readonly seed: number;
}

/**
 * Sets the predicted path beside a discrete-event simulation of it. The simulation has packets that circulate, workers
 * that sleep, are woken, switched to, find lines displaced and serve until their queue is empty; it shares the cost
 * algebra with the formulas, and none of the solver. Batches come out of its events, so the prediction is made with
 * solved batches.
 *
 * @param scenario as for `predict`; `batch` is `solve` whatever it says
 * @throws SidecoreError as `predict`; `aborted`
 * @example
 * const { rows } = check(xenPv, { topology: 'inter-node-receive', placement: 'driver-domain', window: 16 }, { packets: 2000 });
 * rows[0].quantity; // 'throughput'
 * @see docs/theory.md, section 10
 */
export function check(
  model: PathModel | PathModelInput,
  scenario: Scenario = {},
  options: CheckOptions = {},
): Check {
  const { replications, packets, seed } = optionsOf(options);
  const checked = pathModel(model);
  const asked: Scenario = { ...scenario, batch: 'solve' };
  const prediction = predict(checked, asked);
  const traffic = trafficOf(checked, asked);
  const planned = plan(checked, prediction.topology, prediction.placement, traffic);
  const runs: SimulationRun[] = [];
  for (let replication = 0; replication < replications; replication++) {
    if (options.signal?.aborted)
      throw new SidecoreError({
        code: 'aborted',
        path: 'check',
        message: `stopped after ${replication} runs`,
      });
    runs.push(
      simulatePath(checked, planned, {
        traffic: pathTraffic(traffic, checked.network),
        window: traffic.window,
        batchCap: checked.batchCap,
        variation: traffic.variation,
        seed: seed * 1_000_003 + replication,
        warmUp: Math.max(1000, Math.floor(packets / 10), 4 * traffic.window * planned.flows.length),
        packets,
      }),
    );
    options.onProgress?.((replication + 1) / replications);
  }
  const estimate = (of: (run: SimulationRun) => number) => estimateOf(runs.map(of));
  const rows: CheckRow[] = [];
  const add = (quantity: CheckRow['quantity'], subject: string, predicted: number, simulated: Estimate) => {
    const difference =
      quantity === 'utilization' ? predicted - simulated.mean : predicted / simulated.mean - 1;
    rows.push(Object.freeze({ quantity, subject, predicted, simulated, difference }));
  };
  const units = Object.values(prediction.flows).reduce((sum, { unitRate }) => sum + unitRate, 0);
  const bitsPerUnit = prediction.throughput / units;
  const throughput = estimate((run) => run.packetRate * bitsPerUnit);
  add('throughput', '', prediction.throughput, throughput);
  add(
    'cycleTime',
    '',
    prediction.cycleTime,
    estimate((run) => (traffic.window * planned.flows.length) / run.packetRate),
  );
  planned.cores.forEach(({ name }, k) => {
    add(
      'utilization',
      name,
      prediction.centres[name].utilization,
      estimate((run) => run.utilization[k]),
    );
  });
  for (const [context, batch] of contextBatches(prediction)) {
    const x = planned.residents.findIndex(
      ({ name, activations }) => name === context && activations.length > 0,
    );
    // A worker that never sleeps has no batches to compare.
    if (x >= 0 && runs.every((run) => Number.isFinite(run.batch[x])))
      add(
        'batch',
        context,
        batch,
        estimate((run) => run.batch[x]),
      );
  }
  const { lower, upper } = prediction.bracket;
  return deepFreeze({
    prediction,
    rows: Object.freeze(rows),
    withinBracket:
      throughput.mean + throughput.halfWidth >= lower && throughput.mean - throughput.halfWidth <= upper,
    replications,
    packets,
    seed,
  });
}

function optionsOf(options: CheckOptions): { replications: number; packets: number; seed: number } {
  onlyFields(
    plainObject(options, 'options'),
    ['replications', 'packets', 'seed', 'signal', 'onProgress'],
    'options',
  );
  return {
    replications: integer(options.replications ?? 5, 'options.replications', 2, 'an interval needs two runs'),
    packets: positive(integer(options.packets ?? 20_000, 'options.packets', 1), 'options.packets'),
    seed: integer(options.seed ?? 1, 'options.seed', 0),
  };
}

function estimateOf(values: readonly number[]): Estimate {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const factor = studentTQuantile(0.975, { degreesOfFreedom: count - 1 });
  return Object.freeze({ mean, halfWidth: factor * Math.sqrt(variance / count) });
}

/** Units per activation of each context, over the links that activate it. */
function contextBatches(prediction: Prediction): Map<string, number> {
  const contexts = new Map(prediction.ledger.stages.map(({ stage, context }) => [stage, context]));
  const visits = new Map(prediction.ledger.stages.map(({ stage, visits: rate }) => [stage, rate]));
  const sums = new Map<string, { units: number; activations: number }>();
  for (const { link, batch } of prediction.batches) {
    const target = link.slice(link.indexOf(' -> ') + 4);
    const context = contexts.get(target)!;
    const rate = visits.get(target)!;
    const sum = sums.get(context) ?? { units: 0, activations: 0 };
    sums.set(context, { units: sum.units + rate, activations: sum.activations + rate / batch });
  }
  return new Map(
    [...sums].flatMap(([context, { units, activations }]): [string, number][] =>
      activations > 0 ? [[context, units / activations]] : [],
    ),
  );
}
