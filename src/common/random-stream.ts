/** A stream of random numbers that depends on nothing but its seed. */
export interface RandomStream {
  /** Uniform in (0, 1). */
  uniform(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** Gamma with mean 1 and the given coefficient of variation; exactly 1 for 0. */
  unitGamma(coefficientOfVariation: number): number;
}

/**
 * xoshiro128**, seeded through splitmix32.
 *
 * @see Blackman and Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47(4), 2021
 */
export function randomStream(seed: number): RandomStream {
  let mixed = seed >>> 0;
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  const next = () => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const uniform = () => (next() + 0.5) / 2 ** 32;
  let spare = Number.NaN;
  const normal = () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal, unitGamma: (cv) => unitGamma(cv, uniform, normal) };
}

/** Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26(3), 2000. */
function unitGamma(cv: number, uniform: () => number, normal: () => number): number {
  if (cv === 0) return 1;
  const shape = 1 / (cv * cv);
  if (shape < 1) return (gamma(shape + 1, uniform, normal) * uniform() ** (1 / shape)) / shape;
  return shape === 1 ? -Math.log(uniform()) : gamma(shape, uniform, normal) / shape;
}

function gamma(shape: number, uniform: () => number, normal: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
