/** Poisson probabilities around the mode: `weight[i]` is P(N = first + i); outside they are below 1e-40 of the mode's. */
export interface PoissonWeights {
  readonly first: number;
  readonly weight: Float64Array;
}

/**
 * Poisson probabilities by recursion both ways from the mode, then scaled to add up to 1: nothing under- or overflows
 * for any mean.
 *
 * @see Fox and Glynn, Comm. ACM 31(4), 1988, pp. 440-445
 */
export function poissonWeights(mean: number): PoissonWeights {
  const mode = Math.floor(mean);
  const negligible = 1e-40;
  const below: number[] = [];
  for (let n = mode, weight = 1; n > 0; n--) {
    weight *= n / mean;
    if (weight < negligible) break;
    below.push(weight);
  }
  const above: number[] = [];
  for (let n = mode + 1, weight = 1; ; n++) {
    weight *= mean / n;
    if (weight < negligible) break;
    above.push(weight);
  }
  let low = 0;
  let high = 0;
  for (let i = below.length - 1; i >= 0; i--) low += below[i];
  for (let i = above.length - 1; i >= 0; i--) high += above[i];
  const sum = low + 1 + high;
  const weight = Float64Array.from([...below.reverse(), 1, ...above], (value) => value / sum);
  return { first: mode - below.length, weight };
}
