import type { SolvedPath } from '../../iopath/solve-path';
import type { Warn } from './warning-codes';

/** From this load on a centre divides its time between flows rather than giving each what it asks for. */
const crowded = 0.9;

/** How much the work of two flows may differ before it matters which of them is served more. */
const alike = 0.02;

/**
 * Where a crowded centre serves flows that need unequal work: what they carry together depends on how it divides its
 * time, which the formulas take as in proportion to their queues, and a scheduler does as it likes.
 */
export function warnOfUnevenFlows({ compiled, throughput }: SolvedPath, warn: Warn): void {
  const flows = throughput.length;
  compiled.centres.forEach(({ name }, k) => {
    let load = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let f = 0; f < flows; f++) {
      const demand = compiled.demand[k * flows + f];
      if (demand === 0) continue;
      load += throughput[f] * demand;
      least = Math.min(least, demand);
      most = Math.max(most, demand);
    }
    if (load > crowded && most > least * (1 + alike))
      warn(
        'uneven-flows',
        name,
        `flows need between ${micro(least)} and ${micro(most)} us a packet here: how it divides its time between them decides what they carry together, and the bracket takes one way of doing so; hold it against \`check\``,
      );
  });
}

const micro = (seconds: number) => (1e6 * seconds).toPrecision(3);
