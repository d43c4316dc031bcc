/**
 * Random numbers by their place instead of their turn: any row of a design can be drawn without those before it, so
 * that a sweep may be cut in parts, stopped and taken up again.
 */

/** A bijection of the whole numbers below 2^32 that scatters them: the finalizer of MurmurHash3 (A. Appleby, 2011). */
function scatter(word: number): number {
  let h = word;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Seeds are whole numbers up to 2^53: both halves count. */
function keyOf(seed: number, axis: number): number {
  return scatter(scatter(scatter(seed >>> 0) ^ Math.floor(seed / 2 ** 32)) ^ Math.imul(axis + 1, 0x9e3779b9));
}

/** Uniform in (0, 1); the same for the same seed, axis and row, and for other rows another. */
export function uniformAt(seed: number, axis: number, row: number): number {
  return (scatter(scatter(row) ^ keyOf(seed, axis)) + 0.5) / 2 ** 32;
}

const rounds = 6;

/**
 * Where a row goes in a random permutation of `count` rows (at most 2^30): a Feistel network on the next power of 4,
 * applied again until it falls below the count.
 *
 * @see Black and Rogaway, Ciphers with Arbitrary Finite Domains, CT-RSA 2002
 */
export function permutedAt(seed: number, axis: number, row: number, count: number): number {
  const half = Math.max(1, Math.ceil(Math.log2(count) / 2));
  const mask = 2 ** half - 1;
  const key = keyOf(seed, axis);
  let place = row;
  do {
    let left = place >>> half;
    let right = place & mask;
    for (let round = 0; round < rounds; round++) {
      const next = left ^ (scatter(right ^ scatter(key + round)) & mask);
      left = right;
      right = next;
    }
    place = left * (mask + 1) + right;
  } while (place >= count);
  return place;
}
