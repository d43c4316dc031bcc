import type { Warning } from '../../common';
import type { PathModel, Traffic } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import type { PathRun, SolvedPath } from '../../iopath/solve-path';
import type { Range } from '../../queueing/networks/single-class-bounds';
import { warnOfClumps } from './clumps';
import { warnOfCores } from './cores';
import { warnOfExtrapolation } from './extrapolation';
import { warnOfNotifications } from './notification-regime';
import { warnOfSpread } from './spread';
import { warnOfUnevenFlows } from './uneven-flows';
import type { Warn } from './warning-codes';

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** Everything about a solved path that the reader of its numbers should know. */
export function warningsOf(
  model: PathModel,
  plan: Plan,
  traffic: Traffic,
  run: PathRun,
  solved: SolvedPath,
  bracket: Range,
  windowLimited: boolean,
): Warning[] {
  const warnings: Warning[] = [];
  const warn: Warn = (code, path, message) => {
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
  for (const e of solved.solvedLinks) warnOfNotifications(model, plan, solved, e, warn);
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
      solved.largestBatches
        ? `regular stages with four times the batches could carry ${percent(width)} more than exponential ones with a quarter of them`
        : `the window is near the knee: regular stages could carry ${percent(width)} more than exponential ones`,
    );
  warnOfClumps(plan, traffic, solved, warn);
  warnOfUnevenFlows(solved, warn);
  warnOfCores(plan, warn);
  warnOfSpread(model, plan, traffic, warn);
  warnOfExtrapolation(model, plan, traffic, solved.costs, warn);
  return warnings;
}
