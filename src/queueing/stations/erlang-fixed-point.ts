import { blocking } from './erlang-sum';
import type { LossArrays, LossNumbers } from './loss-network-model';

const mostRounds = 20000;
const tolerance = 1e-14;

/**
 * Erlang's fixed point: every link blocks as if alone, under the load that the other links let through,
 *
 *     E(j) = B( sum over r of need(j, r) load(r) product over i of (1 - E(i))^(need(i, r) - [i = j]), capacity(j) ).
 *
 * One link after the other is solved for its own E(j). This is coordinate descent on the strictly convex function whose
 * minimum is the only fixed point (Kelly 1986), and so, unlike plain substitution, it cannot run into a cycle.
 */
export function erlangFixedPoint({ capacity, load, need }: LossArrays) {
  const routeCount = load.length;
  const full = capacity.map(() => 0);
  const accepted = (r: number, j: number, own: number) => {
    let product = 1;
    for (let i = 0; i < capacity.length; i++)
      product *= (1 - (i === j ? own : full[i])) ** (need[i * routeCount + r] - (i === j ? 1 : 0));
    return product;
  };
  /** B of link j under its reduced load, if it blocked a share `own` itself. */
  const response = (j: number, own: number) => {
    let reduced = 0;
    for (let r = 0; r < routeCount; r++) {
      const circuits = need[j * routeCount + r];
      if (circuits > 0) reduced += circuits * load[r] * accepted(r, j, own);
    }
    return blocking(reduced, capacity[j]);
  };

  let residual = Number.POSITIVE_INFINITY;
  let iterations = 0;
  for (; iterations < mostRounds && residual > tolerance; iterations++) {
    residual = 0;
    for (let j = 0; j < capacity.length; j++) {
      const next = ownBlocking((own) => response(j, own));
      residual = Math.max(residual, Math.abs(next - full[j]));
      full[j] = next;
    }
  }
  const numbers: LossNumbers = {
    full,
    lost: load.map((_, r) => {
      let log = 0;
      for (let j = 0; j < capacity.length; j++) {
        const circuits = need[j * routeCount + r];
        if (circuits > 0) log += circuits * Math.log1p(-full[j]);
      }
      return -Math.expm1(log);
    }),
  };
  return { ...numbers, converged: residual <= tolerance, iterations, residual };
}

/** The one solution of x = f(x) in [0, 1] for an f that does not rise; f itself when it is constant. */
function ownBlocking(f: (x: number) => number): number {
  let upper = f(0);
  let lower = f(upper);
  if (lower === upper) return upper;
  for (;;) {
    const middle = (lower + upper) / 2;
    if (middle <= lower || middle >= upper) return middle;
    if (f(middle) > middle) lower = middle;
    else upper = middle;
  }
}
