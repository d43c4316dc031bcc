import { coreSpeed } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import type { SolvedPath } from '../../iopath/solve-path';
import type { Warn } from './warning-codes';

/** A consumer that outruns a saturated producer keeps falling asleep, and every time the producer pays to wake it. */
export function warnOfNotifications(
  model: PathModel,
  plan: Plan,
  solved: SolvedPath,
  e: number,
  warn: Warn,
): void {
  const { from, to, mechanism, distance, id } = plan.links[e];
  if (from < 0 || distance === 'same-core' || !mechanism.activates) return;
  const flows = plan.flows.length;
  const { demand, centres } = solved.compiled;
  const loadOf = (centre: number) => {
    let load = 0;
    for (let f = 0; f < flows; f++) load += solved.throughput[f] * demand[centre * flows + f];
    return load;
  };
  const producer = plan.stages[from].core;
  const load = loadOf(producer);
  const busiest = Math.max(...centres.map((_, k) => loadOf(k)));
  if (load < 0.9 || load < 0.999 * busiest || loadOf(plan.stages[to].core) >= load) return;
  const { flow } = plan.stages[to];
  const notifications = (solved.throughput[flow] * solved.costs.visits[to]) / solved.batch[e];
  const cycles = notifications * (mechanism.sourceCycles + 0.5 * mechanism.wakeCycles);
  const share = cycles / coreSpeed(model, plan, producer) / load;
  if (share < 0.005) return;
  warn(
    'notification-regime',
    id,
    `the consumer outruns ${plan.cores[producer].name}, sleeps every ${solved.batch[e].toFixed(1)} units, and waking it takes ${(100 * share).toFixed(1)} % of the bottleneck's cycles; a faster consumer would lower the throughput of ${model.name}, polling would raise it`,
  );
}
