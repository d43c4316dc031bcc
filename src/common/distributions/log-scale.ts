import { logBetaWeight, logIncompleteBeta, logIncompleteGamma, logPoisson } from '../special-functions';

/** Logarithms of both tails at a point and of the density there. */
export interface LogPoint {
  readonly lower: number;
  readonly upper: number;
  readonly density: number;
}

/**
 * A positive variable on a logarithmic scale, u = log(x / mean). Gamma and F variables have a log-concave density there,
 * hence log-concave tails: Newton's method on the logarithm of a tail converges from anywhere.
 */
export interface LogScale {
  readonly at: (u: number) => LogPoint;
  /** The upper tail ends as x^-upperPower; 0 when it falls faster than any power. */
  readonly upperPower: number;
}

/** Beyond e^±600 a tail is a power of x to the last bit, while x itself nears the end of the doubles. */
const farthest = 600;

/** Never reached: from any start a dozen steps lead into the quadratic phase. */
const mostSteps = 1000;

/** A gamma variable of the given shape, and mean 1: chi-squared over its degrees of freedom. */
export function gammaScale(shape: number): LogScale {
  const point = (u: number) => {
    const x = shape * Math.exp(u);
    return {
      ...logIncompleteGamma(shape, x, 'degreesOfFreedom'),
      density: logPoisson(shape, x) + Math.log(shape),
    };
  };
  return extended(point, shape, 0);
}

/** An F variable with 2a and 2b degrees of freedom. */
export function fScale(a: number, b: number, path: string): LogScale {
  const point = (u: number) => {
    const [x, y] = betaOf(a, b, Math.exp(u));
    return { ...logIncompleteBeta(a, b, x, y, path), density: logBetaWeight(a, b, x, y) };
  };
  return extended(point, a, b);
}

/** The beta variable of an F value and its complement, without cancellation or overflow. */
export function betaOf(a: number, b: number, f: number): [x: number, y: number] {
  const odds = (a / b) * f;
  return odds <= 1 ? [odds / (1 + odds), 1 / (1 + odds)] : [1 / (1 + 1 / odds), 1 / odds / (1 + 1 / odds)];
}

/** Continues the tails as powers of x: lower ~ x^lowerPower to the left, upper ~ x^-upperPower to the right. */
function extended(point: (u: number) => LogPoint, lowerPower: number, upperPower: number): LogScale {
  const at = (u: number) => {
    if (u < -farthest) {
      const edge = point(-farthest);
      const shift = lowerPower * (u + farthest);
      const lower = edge.lower + shift;
      return { lower, upper: Math.log1p(-Math.exp(lower)), density: edge.density + shift };
    }
    if (u === Number.POSITIVE_INFINITY) return { lower: 0, upper: -u, density: -u };
    if (u > farthest && upperPower > 0) {
      const edge = point(farthest);
      const shift = -upperPower * (u - farthest);
      const upper = edge.upper + shift;
      return { lower: Math.log1p(-Math.exp(upper)), upper, density: edge.density + shift };
    }
    return point(u);
  };
  return { at, upperPower };
}

/**
 * The u at which the tails have the given probabilities (their sum is 1; the smaller one is matched, relatively).
 * A tangent of a concave function lies above it, so that after the first step all steps go the same way. The upper tail
 * of a gamma variable falls like e^-x, where steps to the right are taken in x. Ends when rounding decides the step.
 */
export function solveLogScale(scale: LogScale, lower: number, upper: number): number {
  if (lower === 0) return Number.NEGATIVE_INFINITY;
  if (upper === 0) return Number.POSITIVE_INFINITY;
  const side = lower <= upper ? 'lower' : 'upper';
  const sign = side === 'lower' ? 1 : -1;
  const target = Math.log(Math.min(lower, upper));
  let u = 0;
  let last = Number.POSITIVE_INFINITY;
  for (let i = 0; i < mostSteps; i++) {
    const point = scale.at(u);
    let step = sign * (target - point[side]) * Math.exp(point[side] - point.density);
    if (step > 0 && side === 'upper' && scale.upperPower === 0) step = Math.log1p(step);
    const size = Math.abs(step);
    if (size < 1e-9 && size >= last) break;
    u += step;
    if (size <= Number.EPSILON * Math.max(1, Math.abs(u))) break;
    last = size;
  }
  return u;
}
