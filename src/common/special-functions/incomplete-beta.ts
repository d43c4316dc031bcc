import { SidecoreError } from '../error';
import { type LogTails, logOneMinusExp } from './incomplete-gamma';
import { deviance, stirlingError } from './log-poisson';

/** Enough for parameters up to about 1e12 at the worst place, x near the mean. */
const mostSteps = 1e7;

/**
 * Natural logarithm of x^a y^b / B(a, b) with y = 1 - x: the density of a beta variable's logit. The large parts cancel
 * before anything is rounded (Loader 2000, "Fast and accurate computation of binomial probabilities").
 */
export function logBetaWeight(a: number, b: number, x: number, y: number): number {
  if (x === 0 || y === 0) return Number.NEGATIVE_INFINITY;
  const n = a + b;
  return (
    0.5 * (Math.log(a / n) + Math.log(b / (2 * Math.PI))) +
    (stirlingError(n) - stirlingError(a) - stirlingError(b)) -
    deviance(a, n * x) -
    deviance(b, n * y)
  );
}

/**
 * Natural logarithms of the regularised incomplete beta functions I_x(a, b) and 1 - I_x(a, b), for a, b > 0 and
 * x + y = 1; y is given beside x so that both ends keep their digits; `path` names the argument to blame. By the continued fraction of the smaller side,
 * about sqrt(max(a, b)) steps; the smaller one keeps its digits however small it is.
 *
 * Didonato and Morris 1992, ACM TOMS 18(3), pp. 360-373, equation 9; NIST Digital Library of Mathematical Functions, 8.17.
 *
 * @throws SidecoreError `too-large` for parameters beyond about 1e12
 */
export function logIncompleteBeta(a: number, b: number, x: number, y: number, path = ''): LogTails {
  if (x === 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 };
  if (y === 0) return { lower: 0, upper: Number.NEGATIVE_INFINITY };
  const weight = logBetaWeight(a, b, x, y);
  if (x * (b + 1) <= (a + 1) * y) {
    const lower = Math.min(weight + Math.log(fraction(a, b, x, y, path)), 0);
    return { lower, upper: logOneMinusExp(lower) };
  }
  const upper = Math.min(weight + Math.log(fraction(b, a, y, x, path)), 0);
  return { lower: logOneMinusExp(upper), upper };
}

/**
 * B(a, b) I_x(a, b) / (x^a y^b) by its continued fraction (Lentz), for x at most (a + 1) / (a + b + 2). Contracted by
 * two, so that nothing cancels where one parameter is large and x near its end.
 */
function fraction(a: number, b: number, x: number, y: number, path: string): number {
  const lean = a * y - b * x;
  let value = (a / (a + 1)) * (lean + 1);
  let c = value;
  let d = 0;
  for (let n = 1; ; n++) {
    const width = a + 2 * n - 1;
    const part = (n * (b - n) * x) / width;
    const alpha = ((a + n - 1) / width) * (a + b + n - 1) * part * x;
    const beta = n + part + ((a + n) / (width + 2)) * (lean + 1 + n * (1 + y));
    d = 1 / (beta + alpha * d);
    c = beta + alpha / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 4e-16) return 1 / value;
    if (n > mostSteps) throw tooMany(a, b, path);
  }
}

function tooMany(a: number, b: number, path: string): SidecoreError {
  return new SidecoreError({
    code: 'too-large',
    path,
    message: `an incomplete beta function of ${a} and ${b} needs more than ${mostSteps} steps`,
    hint: 'use the limit of many degrees of freedom: normal for Student t, chi-squared for F',
  });
}
