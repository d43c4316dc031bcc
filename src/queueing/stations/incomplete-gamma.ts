import { SidecoreError } from '../../common';
import { logPoisson } from './log-poisson';

/** Enough for a up to about 1e11 at the worst place, y = a; anywhere else far fewer are needed. */
const mostTerms = 3e6;

/**
 * The sum over j >= 0 of y^j / ((a + 1) (a + 2) ... (a + j)), and the same with each term times j, for 0 <= y <= a + 1.
 * All terms positive; about 9 sqrt(a) of them are needed when y is near a.
 */
export function risingSum(a: number, y: number): { readonly sum: number; readonly weighted: number } {
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
    if (j > mostTerms) throw tooMany();
  }
  return { sum, weighted };
}

/**
 * Natural logarithm of the regularised lower incomplete gamma function P(a, x), a > 0, x >= 0: the probability that a
 * gamma variable of shape a is at most x. Series below x = a + 1, continued fraction of the complement above it.
 *
 * NIST Digital Library of Mathematical Functions, equations 8.11.4 and 8.9.2.
 */
export function logLowerGamma(a: number, x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x <= a + 1) return logPoisson(a, x) + Math.log(risingSum(a, x).sum);
  return Math.log1p(-Math.min(Math.exp(logPoisson(a, x)) * a * upperFraction(a, x), 1));
}

/** Gamma(a, x) / (x^a e^-x) by its continued fraction (Lentz), for x > a + 1. */
function upperFraction(a: number, x: number): number {
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
    if (i > mostTerms) throw tooMany();
  }
}

function tooMany(): SidecoreError {
  return new SidecoreError({
    code: 'too-large',
    path: 'patience',
    message: `the patience is so long that the answer needs more than ${mostTerms} terms`,
    hint: 'below saturation use mmc, where nobody gives up',
  });
}
