import { integer, onlyFields, plainObject, positive, SidecoreError } from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { type Check, checkRows } from './check-rows';
import { predict, type Scenario } from './predict';
import { simulateScenario } from './simulation/simulate-scenario';
import type { SimulationRun } from './simulation/simulation-run';

/** What `check` is asked. */
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

/**
 * Sets the predicted path beside a discrete-event simulation of it. The simulation has packets that circulate, workers
 * that sleep, are woken, switched to, find lines displaced and serve until their queue is empty; it shares the cost
 * algebra with the formulas, and none of the solver. Batches come out of its events, so the prediction is made with
 * solved batches.
 *
 * @param scenario as for `predict`; `batch` is `solve` whatever it says
 * @throws SidecoreError as `predict`; `unsupported` for a core with a `timeSlice`; `aborted`
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
  const runs: SimulationRun[] = [];
  for (let replication = 0; replication < replications; replication++) {
    if (options.signal?.aborted)
      throw new SidecoreError({
        code: 'aborted',
        path: 'check',
        message: `stopped after ${replication} runs`,
      });
    runs.push(simulateScenario(checked, asked, { packets, seed, replication }));
    options.onProgress?.((replication + 1) / replications);
  }
  return checkRows(checked, asked, prediction, runs, { packets, seed });
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
