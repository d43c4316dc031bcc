import { type Check, predict } from '../../src';
import { checkRows } from '../../src/predict/check-rows';
import { simulateScenario } from '../../src/predict/simulation/simulate-scenario';
import type { SimulationRun } from '../../src/predict/simulation/simulation-run';
import { type Configuration, modelOf } from './configuration';

/** What a configuration came to. Errors are predicted over simulated, less 1; of utilisation the difference. */
export interface Measured {
  readonly configuration: Configuration;
  readonly predicted: number;
  readonly simulated: number;
  /** Half of the 95 % interval of the simulated throughput over its mean. */
  readonly halfWidth: number;
  readonly throughputError: number;
  /** How far outside the bracket the simulated interval lies, as a share of the throughput; 0: not. */
  readonly outside: number;
  readonly utilizationErrors: readonly number[];
  readonly batches: readonly {
    readonly context: string;
    readonly predicted: number;
    readonly simulated: number;
  }[];
  readonly warnings: readonly string[];
  readonly converged: boolean;
}

const replications = 4;

/** Predicts and simulates a configuration, with longer runs until the interval is narrow enough. */
export function measure(configuration: Configuration, narrow = 0.01, mostPackets = 64_000): Measured {
  const model = modelOf(configuration);
  const { scenario, index } = configuration;
  const prediction = predict(model, scenario);
  let check: Check;
  for (let packets = 4000; ; packets *= 2) {
    const runs = Array.from(
      { length: replications },
      (_, replication): SimulationRun =>
        simulateScenario(model, scenario, { packets, seed: index + 1, replication }),
    );
    check = checkRows(model, scenario, prediction, runs, { packets, seed: index + 1 });
    const { mean, halfWidth } = check.rows[0].simulated;
    if (halfWidth <= narrow * mean || packets >= mostPackets) break;
  }
  const of = (quantity: string) => check.rows.filter((row) => row.quantity === quantity);
  const [{ predicted, simulated }] = of('throughput');
  const { lower, upper } = prediction.bracket;
  const { mean, halfWidth } = simulated;
  return {
    configuration,
    predicted,
    simulated: mean,
    halfWidth: halfWidth / mean,
    throughputError: predicted / mean - 1,
    outside: Math.max(0, lower - mean - halfWidth, mean - halfWidth - upper) / mean,
    utilizationErrors: of('utilization').map(({ difference }) => difference),
    batches: of('batch').map((row) => ({
      context: row.subject,
      predicted: row.predicted,
      simulated: row.simulated.mean,
    })),
    warnings: prediction.warnings.map(({ code }) => code),
    converged: prediction.converged,
  };
}
