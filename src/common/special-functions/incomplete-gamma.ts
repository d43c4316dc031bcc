import { SidecoreError } from '../error';
import { logPoisson } from './log-poisson';

/** Enough for a shape up to about 1e11 at the worst place, x = a; anywhere else far fewer are needed. */
const mostTerms = 3e6;

/**
 * The sum over j >= 0 of y^j / ((a + 1) (a + 2) ... (a + j)), and the same with each term times j, for 0 <= y <= a + 1.
 * All terms positive; about 9 sqrt(a) of them are needed when y is near a.
 */
export function risingSum(
  a: number,
  y: number,
  path = '',
): { readonly sum: number; readonly weighted: number } {
  let term = 1;
  let sum = 1;
  let weighted = 0;
  for (let j = 1; ; j++) {
    const ratio = y / (a + j);
    term *= ratio;
    sum += term;
    weighted += j * term;
    const left = 1 - ratio; // the later ratios are smaller still
    if (term === 0 || (left > 0 && term * (j + 1 / left) <= 1e-17 * weighted * left)) break;
    if (j > mostTerms) throw tooMany(a, path);
  }
  return { sum, weighted };
}

/** Natural logarithms of the two parts of a probability, below and above a value. */
export interface LogTails {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Natural logarithms of the regularised incomplete gamma functions P(a, x) and Q(a, x) = 1 - P(a, x), a > 0, x >= 0: the
 * probabilities that a gamma variable of shape a is at most x, and above it. Series below x = a + 1, continued fraction
 * above it; the smaller one keeps its digits however small it is. `path` names the argument to blame.
 *
 * NIST Digital Library of Mathematical Functions, equations 8.11.4 and 8.9.2.
 *
 * @throws SidecoreError `too-large` for a shape beyond about 1e11 with x close to it
 */
export function logIncompleteGamma(a: number, x: number, path = ''): LogTails {
  if (x === 0) return { lower: Number.NEGATIVE_INFINITY, upper: 0 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 0, upper: Number.NEGATIVE_INFINITY };
  if (x <= a + 1) {
    const lower = Math.min(logPoisson(a, x) + Math.log(risingSum(a, x, path).sum), 0);
    return { lower, upper: logOneMinusExp(lower) };
  }
  const upper = Math.min(logPoisson(a, x) + Math.log(a * upperFraction(a, x, path)), 0);
  return { lower: logOneMinusExp(upper), upper };
}

/** log(1 - e^y) for y <= 0, without cancellation at either end. */
export function logOneMinusExp(y: number): number {
  return y > -Math.LN2 ? Math.log(-Math.expm1(y)) : Math.log1p(-Math.exp(y));
}

/** Gamma(a, x) / (x^a e^-x) by its continued fraction (Lentz), for x > a + 1. */
function upperFraction(a: number, x: number, path: string): number {
  let b = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / b;
  let value = d;
  for (let i = 1; ; i++) {
    const numerator = i * (a - i);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const factor = c * d;
    value *= factor;
    if (Math.abs(factor - 1) < 4e-16) return value;
    if (i > mostTerms) throw tooMany(a, path);
  }
}

function tooMany(shape: number, path: string): SidecoreError {
  return new SidecoreError({
    code: 'too-large',
    path,
    message: `an incomplete gamma function of shape ${shape} needs more than ${mostTerms} terms`,
    hint: 'use the limit instead: a queue where nobody gives up, or the normal distribution',
  });
}
