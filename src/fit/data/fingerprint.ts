import type { Observation } from '../observation';

/**
 * A short name for a set of observations: the same for the same ones in any order, another for others. Two sums of
 * FNV-1a hashes of the rows; good against mistakes, not against intent.
 */
export function fingerprint(observations: readonly Observation[]): string {
  let first = 0;
  let second = 0;
  for (const { origin, unit, ...row } of observations) {
    const text = JSON.stringify([
      ...[row.configuration, row.topology, row.placement, row.message, row.window, row.replicate],
      ...[row.metric, row.subject, row.level, row.value, row.standardDeviation],
      Object.entries(row.covariates).sort(([a], [b]) => (a < b ? -1 : 1)),
    ]);
    first = (first + hash(text, 0x811c9dc5)) >>> 0;
    second = (second + hash(text, 0x01234567)) >>> 0;
  }
  return [first, second].map((part) => part.toString(16).padStart(8, '0')).join('');
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
