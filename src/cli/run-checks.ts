import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { Check, Scenario } from '../predict';
import { checkRows } from '../predict/check-rows';
import { predict } from '../predict/predict';
import type { SimulationRun } from '../predict/simulation/simulation-run';
import { type CheckRunTask, checkRun } from './check-run';
import { progressLine } from './progress';
import { inWorkers } from './worker-pool';

/** As `check` for each scenario, with the replications spread over threads, and a line of progress. */
export async function runChecks(
  model: PathModel,
  scenarios: readonly Scenario[],
  { replications, packets, seed }: { replications: number; packets: number; seed: number },
  workers: number,
): Promise<Check[]> {
  const checked = pathModel(model);
  const asked = scenarios.map((scenario): Scenario => ({ ...scenario, batch: 'solve' }));
  const predictions = asked.map((scenario) => predict(checked, scenario));
  const tasks = asked.flatMap((scenario) =>
    Array.from(
      { length: replications },
      (_, replication): CheckRunTask => ({ model: checked, scenario, packets, seed, replication }),
    ),
  );
  const progress = progressLine();
  const runs: SimulationRun[] = [];
  try {
    for await (const run of workers === 1
      ? here(tasks)
      : inWorkers<SimulationRun>('check-run', tasks, { workers })) {
      runs.push(run);
      progress?.onProgress(runs.length / tasks.length);
    }
  } finally {
    progress?.clear();
  }
  return asked.map((scenario, i) =>
    checkRows(checked, scenario, predictions[i], runs.slice(i * replications, (i + 1) * replications), {
      packets,
      seed,
    }),
  );
}

function* here(tasks: readonly CheckRunTask[]): Iterable<SimulationRun> {
  for (const task of tasks) yield checkRun(task);
}
