import { logPoisson } from './log-poisson';

/**
 * The mean of survival(J) for J Poisson with mean x, where `survival` falls from at most 1 and is 0 from `end` on: the
 * probability that a time made of exponential phases of one rate has not ended after x phases' worth of time.
 *
 * Sums outwards from the largest Poisson weight; stops either way when what is left cannot change the last digit.
 */
export function poissonAverage(x: number, survival: (j: number) => number, end: number): number {
  if (end <= 0) return 0;
  if (x === 0) return survival(0);
  const start = Math.min(Math.floor(x), end - 1);
  const middle = Math.exp(logPoisson(start, x));
  let sum = middle * survival(start);
  let weight = middle;
  for (let j = start; j > 0; j--) {
    weight *= j / x;
    sum += weight * survival(j - 1);
    if (j < x && weight * x <= 1e-17 * sum * (x - j)) break;
  }
  weight = middle;
  for (let j = start + 1; j < end; j++) {
    weight *= x / j;
    const term = weight * survival(j);
    sum += term;
    if (j > x && term * j <= 1e-17 * sum * (j - x)) break;
  }
  return sum;
}
