import type { PathModel } from '../iopath/model';
import type { Scenario } from '../predict';
import { type Replication, simulateScenario } from '../predict/simulation/simulate-scenario';
import type { SimulationRun } from '../predict/simulation/simulation-run';

/** One replication of a scenario: everything that a worker thread needs to know. */
export interface CheckRunTask extends Replication {
  readonly model: PathModel;
  readonly scenario: Scenario;
}

export function checkRun({ model, scenario, ...replication }: CheckRunTask): SimulationRun {
  return simulateScenario(model, scenario, replication);
}
