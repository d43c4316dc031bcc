import type { Traffic } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import type { SolvedPath } from '../../iopath/solve-path';
import type { Warn } from './warning-codes';

/**
 * Where packets clump in a way that no formula here describes, so that the throughput can leave its bracket: requests of
 * several packets, or several of them, that gather behind the same switch; and guests that take turns on a core.
 *
 * @see docs/validation.md
 */
export function warnOfClumps(plan: Plan, traffic: Traffic, solved: SolvedPath, warn: Warn): void {
  if (solved.solvedLinks.length === 0) return;
  if (
    traffic.kind === 'request-response' &&
    solved.costs.visits.some((visits) => visits * traffic.window > 1)
  ) {
    warn(
      'clumped-batches',
      'traffic.kind',
      'packets of transactions travel together, in batches that depend on how they meet: the bracket can miss; hold it against `check`',
    );
    return;
  }
  plan.scheduled.forEach((sharing, k) => {
    const flowsOf = sharing.map(
      (x) => new Set(plan.residents[x].stages.map((s) => plan.stages[s].flow)).size,
    );
    if (traffic.guests > 1 && sharing.length > 2 && Math.min(...flowsOf) < Math.max(...flowsOf, 2))
      warn(
        'clumped-batches',
        plan.cores[k].name,
        'contexts of several guests take turns here, with batches that depend on their order: the bracket can miss; hold it against `check`',
      );
  });
}
