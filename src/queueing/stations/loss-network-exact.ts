import type { LossArrays, LossNumbers } from './loss-network-model';

/** Number of combinations of circuits taken on all links. */
export function occupancyCount(network: LossArrays): number {
  return network.capacity.reduce((count, circuits) => count * (circuits + 1), 1);
}

/**
 * The product-form distribution of the circuits taken on every link, by the recursion of Kaufman and Roberts in as many
 * dimensions as there are links: for any link j with m(j) > 0,
 *
 *     m(j) Q(m) = sum over routes r of need(j, r) load(r) Q(m - need(., r)).
 *
 * All terms are positive; when they outgrow a double, everything so far is scaled down.
 */
export function exactLoss({ capacity, load, need }: LossArrays): LossNumbers {
  const linkCount = capacity.length;
  const routeCount = load.length;
  const stride = new Array<number>(linkCount).fill(1);
  for (let j = linkCount - 2; j >= 0; j--) stride[j] = stride[j + 1] * (capacity[j + 1] + 1);
  const offset = load.map((_, r) =>
    stride.reduce((sum, step, j) => sum + step * need[j * routeCount + r], 0),
  );
  const weights = new Float64Array(linkCount ? stride[0] * (capacity[0] + 1) : 1);
  const taken = new Int32Array(linkCount);
  const fits = (r: number, limit: ArrayLike<number>) => {
    for (let j = 0; j < linkCount; j++) if (need[j * routeCount + r] > limit[j]) return false;
    return true;
  };

  weights[0] = 1;
  for (let at = 1; at < weights.length; at++) {
    step(taken, capacity);
    const j = taken.findIndex((circuits) => circuits > 0);
    let sum = 0;
    for (let r = 0; r < routeCount; r++) {
      const own = need[j * routeCount + r];
      if (own > 0 && fits(r, taken)) sum += own * load[r] * weights[at - offset[r]];
    }
    weights[at] = sum / taken[j];
    if (weights[at] > 1e200) {
      const scale = 1 / weights[at];
      for (let before = 0; before <= at; before++) weights[before] *= scale;
    }
  }

  let total = 0;
  const full = new Array<number>(linkCount).fill(0);
  const lost = new Array<number>(routeCount).fill(0);
  const free = new Int32Array(linkCount);
  taken.fill(0);
  for (let at = 0; at < weights.length; at++) {
    if (at > 0) step(taken, capacity);
    total += weights[at];
    for (let j = 0; j < linkCount; j++) {
      free[j] = capacity[j] - taken[j];
      if (free[j] === 0) full[j] += weights[at];
    }
    for (let r = 0; r < routeCount; r++) if (!fits(r, free)) lost[r] += weights[at];
  }
  return { full: full.map((weight) => weight / total), lost: lost.map((weight) => weight / total) };
}

/** The next combination in the order of the table: the last link counts fastest. */
function step(taken: Int32Array, capacity: readonly number[]): void {
  let j = taken.length - 1;
  while (taken[j] === capacity[j]) taken[j--] = 0;
  taken[j]++;
}
