/**
 * Natural logarithm of x^n e^-x / Gamma(n + 1): the Poisson probability of n at mean x, also for a real n >= 0.
 *
 * The saddle-point form of Loader 2000, "Fast and accurate computation of binomial probabilities": the large parts of
 * n log x and log n! cancel before anything is rounded, so that the result keeps its digits at n = 1e6 and beyond.
 */
export function logPoisson(n: number, x: number): number {
  if (x === 0) return n === 0 ? 0 : Number.NEGATIVE_INFINITY;
  if (n === 0) return -x;
  return -stirlingError(n) - deviance(n, x) - 0.5 * Math.log(2 * Math.PI * n);
}

/**
 * log of x^n / Gamma(n + 1) over x^m / Gamma(m + 1) at n = m + steps: how two states of a chain with arrivals x and n
 * departures per unit of time compare. Near ones by the product between them; for a large x without its e^-x.
 */
export function logPoissonRatio(m: number, steps: number, x: number): number {
  if (Math.abs(steps) <= 1000) {
    let log = 0;
    for (let i = 1; i <= steps; i++) log += Math.log(x / (m + i));
    for (let i = 0; i > steps; i--) log -= Math.log(x / (m + i));
    return log;
  }
  const n = m + steps;
  if (x > 2 * Math.max(n, m)) return steps * Math.log(x) + logFactorial(m) - logFactorial(n);
  return logPoisson(n, x) - logPoisson(m, x);
}

function logFactorial(n: number): number {
  return n === 0 ? 0 : n * Math.log(n) - n - logPoisson(n, n);
}

/** log Gamma(n + 1) less its Stirling approximation, for n > 0. */
export function stirlingError(n: number): number {
  let shift = 0;
  let at = n;
  for (; at < 10; at++) shift += (at + 0.5) * logOnePlusInverse(at) - 1;
  const square = 1 / (at * at);
  const series =
    1 / 12 -
    square *
      (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))));
  return shift + series / at;
}

/** log(1 + 1 / a), also where 1 / a overflows. */
function logOnePlusInverse(a: number): number {
  return a < 1 ? Math.log1p(a) - Math.log(a) : Math.log1p(1 / a);
}

/** n log(n / x) + x - n, without cancellation where n is near x. */
export function deviance(n: number, x: number): number {
  const difference = n - x;
  if (Math.abs(difference) >= 0.1 * (n + x)) {
    const quotient = n / x;
    return n * (quotient > 0 ? Math.log(quotient) : Math.log(n) - Math.log(x)) - difference;
  }
  const ratio = difference / (n + x);
  const square = ratio * ratio;
  let sum = difference * ratio;
  let power = 2 * n * ratio;
  for (let j = 3; ; j += 2) {
    power *= square;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
