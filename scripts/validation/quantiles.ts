/** Median, 95th percentile and largest of the sizes of errors. */
export function quantiles(errors: readonly number[]): { median: number; most: number; largest: number } {
  const sorted = errors.map(Math.abs).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), most: at(0.95), largest: at(1) };
}
