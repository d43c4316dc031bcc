import type { Warning } from '../common';
import { coreSpeed } from '../iopath/compile';
import type { PathModel } from '../iopath/model';
import type { Plan } from '../iopath/plan';
import type { PathRun, SolvedPath } from '../iopath/solve-path';
import type { Range } from '../queueing/networks/single-class-bounds';

/** Codes of the remarks that a prediction can carry; docs/warnings.md explains each. */
export const warningCodes = [
  'batch-limited-by-window',
  'bistable-batch',
  'no-convergence',
  'notification-regime',
  'overloaded',
  'receive-livelock',
  'sibling-estimate',
  'wide-bracket',
  'window-limited',
] as const;
export type WarningCode = (typeof warningCodes)[number];

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Everything about a solved path that the reader of its numbers should know. */
export function warningsOf(
  model: PathModel,
  plan: Plan,
  run: PathRun,
  solved: SolvedPath,
  bracket: Range,
  windowLimited: boolean,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: WarningCode, path: string, message: string) => {
    warnings.push(Object.freeze({ code, message, path }));
  };
  if (!solved.converged)
    warn(
      'no-convergence',
      'batch',
      `after ${solved.iterations} steps batches still move by ${solved.residual.toExponential(1)}`,
    );
  if (solved.otherThroughput !== undefined)
    warn(
      'bistable-batch',
      'batch',
      `two balances: ${Math.round(solved.throughput.reduce((sum, rate) => sum + rate, 0))} packets/s coming from idle (shown), ${Math.round(solved.otherThroughput)} from full batches`,
    );
  for (const e of solved.solvedLinks) notificationRegime(model, plan, solved, e, warn);
  if (windowLimited)
    warn(
      'window-limited',
      'traffic.window',
      `${run.window} ${run.window === 1 ? 'packet' : 'packets'} in flight cannot load the busiest centre, so the throughput says little about cycles`,
    );
  plan.links.forEach((link, e) => {
    const given = link.link.batch ?? run.batch;
    if (given !== 'solve' && given > solved.batch[e] && link.mechanism.activates)
      warn(
        'batch-limited-by-window',
        link.id,
        `a batch of ${given} does not fit in the window; ${solved.batch[e]} is used`,
      );
  });
  const width = bracket.upper / bracket.lower - 1;
  if (width > 0.05)
    warn(
      'wide-bracket',
      'traffic.window',
      `the window is near the knee: regular stages could carry ${percent(width)} more than exponential ones`,
    );
  for (const core of plan.cores)
    if (core.siblingBusy)
      warn(
        'sibling-estimate',
        core.name,
        'shares its pipeline with a busy sibling; both are counted at half of siblingSpeedup',
      );
  return warnings;
}

/** A consumer that outruns a saturated producer keeps falling asleep, and every time the producer pays to wake it. */
function notificationRegime(
  model: PathModel,
  plan: Plan,
  solved: SolvedPath,
  e: number,
  warn: (code: WarningCode, path: string, message: string) => void,
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
    `the consumer outruns ${plan.cores[producer].name}, sleeps every ${solved.batch[e].toFixed(1)} units, and waking it takes ${percent(share)} of the bottleneck's cycles; a faster consumer would lower the throughput of ${model.name}, polling would raise it`,
  );
}
