import { poissonWeights } from '../markov/poisson';

/** A distribution on 0, 1, 2, ... whose probabilities soon fall by a constant ratio. */
export interface TailedCounts {
  probability(n: number): number;
  /** P(N > n), n of -1 or more. */
  tail(n: number): number;
  /** From here on the probabilities are geometric. */
  readonly regular: number;
  /** The ratio's distance from 1 and logarithm, to full accuracy. */
  readonly gap: number;
  readonly logRatio: number;
}

/**
 * The number e > 0 with f(e) = 1 for an increasing f that is below 1 near 0: bisection of the exponent, to the last
 * bits over the whole range of a double.
 */
export function growthRoot(f: (excess: number) => number): number {
  let low = 1e-300;
  let high = 1e300;
  for (let step = 0; step < 70; step++) {
    const middle = Math.sqrt(low) * Math.sqrt(high);
    if (middle <= low || middle >= high) break;
    if (f(middle) < 1) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Runs a recursion of positive terms until it has become geometric, and continues in closed form.
 *
 * @param first P(0)
 * @param next P(n + 1) from the probabilities up to n
 * @param excess 1 / ratio - 1 of the geometric tail
 * @param period of the slowest oscillation around it
 */
export function tailedCounts(
  first: number,
  next: (known: readonly number[]) => number,
  excess: number,
  period: number,
): TailedCounts {
  const ratio = 1 / (1 + excess);
  const gap = excess / (1 + excess);
  const known = [first];
  for (let steady = 0; steady <= period; ) {
    const last = known[known.length - 1];
    if (last < 1e-300) break;
    const probability = next(known);
    steady = Math.abs(probability - ratio * last) <= 2e-15 * probability ? steady + 1 : 0;
    known.push(probability);
    if (known.length > 1e6) break;
  }
  const regular = known.length - 1;
  const tails = new Float64Array(known.length);
  tails[regular] = Math.min(1, (known[regular] * ratio) / gap);
  for (let n = regular - 1; n >= 0; n--) tails[n] = tails[n + 1] + known[n + 1];
  return {
    probability: (n) => (n <= regular ? known[n] : known[regular] * ratio ** (n - regular)),
    tail: (n) => (n < 0 ? 1 : n <= regular ? tails[n] : tails[regular] * ratio ** (n - regular)),
    regular,
    gap,
    logRatio: -Math.log1p(excess),
  };
}

/** P(N > M), M Poisson with this mean: far out in closed form. */
export function tailAtPoisson(counts: TailedCounts, mean: number): number {
  const { regular, gap, logRatio } = counts;
  const center = mean * (1 - gap); // where the terms of the sum are largest
  // M is in the geometric part for sure, or so large that next to nothing is left
  if (center - 20 * Math.sqrt(center) > regular || mean > 2 * regular + 1500) {
    const last = counts.tail(regular);
    return last > 0 ? Math.exp(Math.log(last) - mean * gap - regular * logRatio) : 0;
  }
  const { first, weight } = poissonWeights(mean);
  let sum = 0;
  for (let i = weight.length - 1; i >= 0; i--) sum += weight[i] * counts.tail(first + i);
  return sum;
}
