export interface Branch {
  /** 1 / mean. */
  readonly rate: number;
  readonly probability: number;
}

/**
 * Roots of g(theta) = sum over i of lambda p_i / (mu_i - theta) = 1, one below each rate, with the slope g'(theta). Each is
 * found as a distance from the nearest of its two neighbours (a rate, or 0), so that differences keep their relative
 * accuracy however close a root lies to a rate.
 *
 * @param idle 1 - g(0), above 0
 * @param branches by ascending rate, no two equal
 */
export function waitRoots(
  arrivalRate: number,
  idle: number,
  branches: readonly Branch[],
): { readonly root: number; readonly slope: number }[] {
  return branches.map(({ rate }, j) => {
    const below = j === 0 ? 0 : branches[j - 1].rate;
    const half = (rate - below) / 2;
    // g(below + half) - 1 tells in which half the root lies
    const upper = excess(arrivalRate, idle, branches, below, half) < 0;
    const anchor = upper ? rate : below;
    const sign = upper ? -1 : 1;
    let near = Math.min(half * 1e-8, 1e-300); // far below the least distance between a root and a rate
    let far = half;
    for (let step = 0; step < 100; step++) {
      const middle = Math.sqrt(near) * Math.sqrt(far);
      if (middle <= near || middle >= far) break;
      const beyond = excess(arrivalRate, idle, branches, anchor, sign * middle);
      if (upper ? beyond > 0 : beyond < 0) near = middle;
      else far = middle;
    }
    const offset = sign * far;
    let slope = 0;
    for (const branch of branches) {
      const distance = branch.rate - anchor - offset;
      slope += (arrivalRate * branch.probability) / distance / distance;
    }
    return { root: anchor + offset, slope };
  });
}

/** g(anchor + offset) - 1; from 0 in the form that does not cancel near saturation. */
function excess(
  arrivalRate: number,
  idle: number,
  branches: readonly Branch[],
  anchor: number,
  offset: number,
): number {
  let sum = anchor === 0 ? -idle : -1;
  for (const { rate, probability } of branches) {
    const share = (arrivalRate * probability) / (rate - anchor - offset);
    sum += anchor === 0 ? (share * offset) / rate : share;
  }
  return sum;
}
