/** Samples of one quantity in a row of intervals: mean, and the standard error of the mean where there are enough. */
export function meanOf(samples: readonly number[]): {
  readonly value: number;
  readonly standardDeviation?: number;
} {
  const value = samples.reduce((sum, one) => sum + one, 0) / samples.length;
  if (samples.length < 3) return { value };
  const variance = samples.reduce((sum, one) => sum + (one - value) ** 2, 0) / (samples.length - 1);
  return { value, standardDeviation: Math.sqrt(variance / samples.length) };
}
