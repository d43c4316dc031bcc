/**
 * The neighbouring doubles between which a condition turns from false to true, for a condition that is false at 0 and
 * turns once. Doubles or halves from `scale` until it lies between a number and twice that, then bisects to the last bit.
 * Undefined when it does not turn up to `most`.
 */
export function turningPoint(
  turned: (x: number) => boolean,
  scale: number,
  most = Number.MAX_VALUE / 2,
): { readonly before: number; readonly after: number } | undefined {
  let after = scale;
  if (turned(after)) while (after / 2 > 0 && turned(after / 2)) after /= 2;
  else {
    do after *= 2;
    while (after <= most && !turned(after));
    if (after > most) return undefined;
  }
  let before = after / 2;
  for (;;) {
    const middle = before + (after - before) / 2;
    if (middle <= before || middle >= after) return { before, after };
    if (turned(middle)) after = middle;
    else before = middle;
  }
}

/** The smallest whole number of 1 or more at which a condition holds that holds from there on; undefined if none. */
export function firstInteger(holds: (n: number) => boolean): number | undefined {
  let upper = 1;
  while (!holds(upper)) {
    upper *= 2;
    if (!Number.isSafeInteger(upper)) return undefined;
  }
  let lower = Math.floor(upper / 2); // does not hold, or is 0
  while (upper - lower > 1) {
    const middle = lower + Math.floor((upper - lower) / 2);
    if (holds(middle)) upper = middle;
    else lower = middle;
  }
  return upper;
}
