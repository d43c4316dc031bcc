import type { Traffic } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import type { SolvedPath } from '../../iopath/solve-path';
import type { Warn } from './warning-codes';

/** Share of the busiest centre's work that larger batches would save, from which the answer rests on the batches. */
const telling = 0.1;

/**
 * Where packets clump in a way that no formula here describes, so that the throughput can leave its bracket: requests
 * of several packets, or several of them, that gather behind the same switch; guests that take turns on a core; and
 * wherever a good part of the work is paid per batch.
 *
 * @see docs/validation.md
 */
export function warnOfClumps(plan: Plan, traffic: Traffic, solved: SolvedPath, warn: Warn): void {
  if (solved.solvedLinks.length === 0) return;
  if (traffic.kind === 'request-response' && transactionsMeet(plan, traffic, solved)) {
    warn(
      'clumped-batches',
      'traffic.kind',
      'packets of transactions travel together, in batches and with switches that depend on how they meet: the bracket can miss; hold it against `check`',
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
  const saved = savedByLargerBatches(solved);
  if (saved > telling)
    warn(
      'clumped-batches',
      'batch',
      `four times the batches would save ${(100 * saved).toFixed(0)} % of the work of the busiest centre, and solved ones are sometimes off by more: the bracket can miss; hold it against \`check\`, or give the batches`,
    );
}

/** True where packets of one transaction, or of several, can come to the same context or core at once. */
function transactionsMeet(plan: Plan, traffic: Traffic, solved: SolvedPath): boolean {
  const inFlight = traffic.window * plan.flows.length;
  if (solved.costs.visits.some((visits) => visits * inFlight > 1)) return true;
  return plan.scheduled.some((sharing) => sharing.length > 1);
}

/** Share of the busiest centre's work that is saved when batches are as large as the bracket takes them to be. */
function savedByLargerBatches({ compiled, largestBatches, throughput }: SolvedPath): number {
  if (!largestBatches) return 0;
  const flows = throughput.length;
  let most = 0;
  let saved = 0;
  for (let k = 0; k < compiled.centres.length; k++) {
    let load = 0;
    let left = 0;
    for (let f = 0; f < flows; f++) {
      load += throughput[f] * compiled.demand[k * flows + f];
      left += throughput[f] * largestBatches.demand[k * flows + f];
    }
    if (load > most) {
      most = load;
      saved = 1 - left / load;
    }
  }
  return saved;
}
