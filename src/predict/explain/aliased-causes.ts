import type { Cause, DividedGain } from './divide-gain';
import type { Player } from './hybrid';
import { correlation, standardDeviation } from './intervals';

/** Parts that grow at each other's expense to this degree are known only together. */
const aliased = -0.9;

/**
 * Causes that a fit has not told apart: over models drawn from its covariance, what one gains the other loses, and
 * their sum is more certain than either.
 */
export function aliasedCauses(entering: readonly Player[], drawn: readonly DividedGain[]): readonly Cause[] {
  // Which core does what is known; only costs can be mistaken for each other.
  const players = entering.filter((player) => player !== 'parallelism');
  const parts = players.map((player) => drawn.map((one) => one.parts[player].value));
  const groups: number[][] = [];
  for (let i = 0; i < players.length; i++)
    for (let j = i + 1; j < players.length; j++) {
      const together = parts[i].map((value, d) => value + parts[j][d]);
      const surer =
        standardDeviation(together) < Math.min(standardDeviation(parts[i]), standardDeviation(parts[j]));
      if (!(surer && correlation(parts[i], parts[j]) < aliased)) continue;
      const group = groups.find((one) => one.includes(i) || one.includes(j));
      if (group === undefined) groups.push([i, j]);
      else for (const k of [i, j]) if (!group.includes(k)) group.push(k);
    }
  return groups.map((group) => group.sort((a, b) => a - b).map((i) => players[i]));
}
