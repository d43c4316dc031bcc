import { deepFreeze, finite, onlyFields, plainObject, probability } from '../../common';

/** Spread and intervals of estimates over replicates. */
export interface BootstrapSummary {
  readonly replicates: number;
  readonly level: number;
  /** One entry for each estimate; NaN-free: empty when no replicate has an answer. */
  readonly estimates: readonly {
    readonly mean: number;
    readonly median: number;
    /** Standard deviation over the replicates; null for fewer than two. */
    readonly standardError: number | null;
    /** Percentile interval. */
    readonly lower: number;
    readonly upper: number;
  }[];
}

/**
 * Mean, standard error and percentile interval of each estimate over bootstrap replicates: for samples from several
 * threads put together. Percentiles interpolate linearly between order statistics.
 *
 * @param samples one row for each replicate, one column for each estimate
 * @throws SidecoreError `invalid-value`
 * @example summarizeBootstrap([[1], [2], [3]], { level: 0.5 }).estimates[0].lower; // 1.5
 * @see Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 13.3
 */
export function summarizeBootstrap(
  samples: readonly (readonly number[])[],
  options: { readonly level?: number } = {},
): BootstrapSummary {
  onlyFields(plainObject(options, 'options'), ['level'], 'options');
  const level = probability(options.level ?? 0.95, 'level');
  const columns = samples.length === 0 ? [] : samples[0];
  const estimates = columns.map((_, p) => {
    const sorted = Float64Array.from(samples, (row, i) => finite(row[p], `samples[${i}][${p}]`)).sort();
    const count = sorted.length;
    let mean = 0;
    for (const value of sorted) mean += value / count;
    let squares = 0;
    for (const value of sorted) squares += (value - mean) ** 2;
    return {
      mean,
      median: percentile(sorted, 0.5),
      standardError: count < 2 ? null : Math.sqrt(squares / (count - 1)),
      lower: percentile(sorted, (1 - level) / 2),
      upper: percentile(sorted, (1 + level) / 2),
    };
  });
  return deepFreeze({ replicates: samples.length, level, estimates });
}

function percentile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
