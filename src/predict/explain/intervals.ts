import { SidecoreError, shown } from '../../common';
import type { Range } from '../../queueing/networks/single-class-bounds';

/** A probability that an interval can have. */
export function confidenceLevel(level: unknown): number {
  if (typeof level === 'number' && level > 0 && level < 1) return level;
  throw new SidecoreError({
    code: 'invalid-value',
    path: 'options.level',
    message: `${shown(level)} is not between 0 and 1`,
    hint: 'give 0.95 for an interval that holds 19 times in 20',
  });
}

/** The middle `level` of some values, interpolated between them; undefined for fewer than two. */
export function intervalOf(values: readonly number[], level: number): Range | undefined {
  if (values.length < 2) return undefined;
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return { lower: at((1 - level) / 2), upper: at((1 + level) / 2) };
}

export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/** How two series move together: -1 to 1; 0 when one of them does not move. */
export function correlation(one: readonly number[], other: readonly number[]): number {
  const n = one.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const [a, b] = [mean(one), mean(other)];
  let product = 0;
  for (let i = 0; i < n; i++) product += (one[i] - a) * (other[i] - b);
  const scale = (n - 1) * standardDeviation(one) * standardDeviation(other);
  return scale > 0 ? product / scale : 0;
}
