import { finite, positive, SidecoreError } from '../common';

/** Reload and transfer of cache lines: docs/theory.md, sections 2.3 and 2.4. */

/**
 * Distinct lines of a footprint of F lines that are touched in an activation of b units, each of which touches r of them
 * at random:
 *
 * F (1 - exp(-b r / F))
 *
 * @param footprintLines F
 * @param touchedLinesPerUnit r
 * @param batch b
 * @example
 * touchedLines(600, 200, 1); // 170.08: some are touched twice
 * touchedLines(600, 200, 8); // 558.31: nearly all
 */
export function touchedLines(footprintLines: number, touchedLinesPerUnit: number, batch: number): number {
  if (footprintLines <= 0) return 0;
  return footprintLines * -Math.expm1((-batch * touchedLinesPerUnit) / footprintLines);
}

const mostWays = 64;

function checkCache(lines: number, sets: number, ways: number): void {
  if (Number.isFinite(lines) && sets >= 1 && ways >= 1 && ways <= mostWays) return;
  finite(lines, 'lines');
  positive(sets, 'sets');
  throw new SidecoreError({
    code: 'invalid-value',
    path: sets >= 1 ? 'ways' : 'sets',
    message: `a cache of ${sets} sets of ${ways} ways cannot be reckoned with`,
    hint: `give 1 set or more, of 1 to ${mostWays} ways`,
  });
}

/** Work space of the binomial sums: filled anew by every call, so calls do not depend on each other. */
const ownLines = new Float64Array(mostWays + 1);
const otherLines = new Float64Array(mostWays + 1);

/** The largest associativity that `reloadTransient` takes. */
export const largestAssociativity = mostWays;

/**
 * Lines of one context that a least-recently-used cache no longer holds after others have brought in their own:
 *
 * R(u, Q) = N E[(min(A, K) + min(B, K) - K)+],  A ~ Binomial(u, 1/N),  B ~ Binomial(Q, 1/N)
 *
 * for N sets of K ways, with line addresses independent and uniform over the sets. Between whole numbers of lines
 * the expectation is interpolated, so that the result is continuous in `own` and `displacing`.
 *
 * @param own lines of the context that were resident
 * @param displacing lines that others have touched since
 * @param sets number of sets, N
 * @param ways lines per set, K, at most `largestAssociativity`
 * @throws SidecoreError `invalid-value` for lines that are no number, and sets or ways out of their range
 * @example
 * reloadTransient(400, 2000, 64, 8); // 375.97: of 512 lines in all, the others have taken nearly everything
 * reloadTransient(400, 2000, 512, 8); // 28.68: 4096 lines hold nearly all of both
 * @see Thiebaut and Stone, Footprints in the Cache, ACM Transactions on Computer Systems 5(4), 1987
 */
export function reloadTransient(own: number, displacing: number, sets: number, ways: number): number {
  checkCache(own + displacing, sets, ways);
  if (own <= 0 || displacing <= 0) return 0;
  occupancy(ownLines, own, sets, ways);
  occupancy(otherLines, displacing, sets, ways);
  // Sum over i + j > K of a_i b_j (i + j - K), j from high to low: `tail` is P(B >= j), `excess` sums it.
  let excess = 0;
  let tail = 0;
  let expected = 0;
  for (let i = 1; i <= ways; i++) {
    tail += otherLines[ways - i + 1];
    excess += tail;
    expected += ownLines[i] * excess;
  }
  return sets * expected;
}

/** Lines of `lines` that do not fit: N E[(A - K)+], A ~ Binomial(lines, 1/N). */
export function overflowLines(lines: number, sets: number, ways: number): number {
  checkCache(lines, sets, ways);
  if (lines <= 0) return 0;
  occupancy(ownLines, lines, sets, ways);
  let held = 0;
  for (let i = 1; i <= ways; i++) held += i * ownLines[i];
  return Math.max(0, lines - sets * held);
}

/**
 * Probability that a line is gone from a least-recently-used cache after so many other lines have been touched since:
 * that its set got as many of them as it has ways, P(B >= K), B ~ Binomial(touched, 1/N).
 */
export function displacedShare(touched: number, sets: number, ways: number): number {
  if (touched <= 0) return 0;
  occupancy(otherLines, touched, sets, ways);
  return otherLines[ways];
}

/** Distribution of the lines of one set, with everything from K up lumped at K. */
function occupancy(into: Float64Array, lines: number, sets: number, ways: number): void {
  const whole = Math.floor(lines);
  const fraction = lines - whole;
  into.fill(0, 0, ways + 1);
  addBinomial(into, whole, sets, ways, 1 - fraction);
  if (fraction > 0) addBinomial(into, whole + 1, sets, ways, fraction);
}

function addBinomial(into: Float64Array, count: number, sets: number, ways: number, weight: number): void {
  if (sets === 1) {
    into[Math.min(count, ways)] += weight;
    return;
  }
  const odds = 1 / (sets - 1);
  let term = weight * Math.exp(count * Math.log1p(-1 / sets));
  let below = 0;
  for (let i = 0; i < ways; i++) {
    into[i] += term;
    below += term;
    term *= ((count - i) * odds) / (i + 1);
  }
  into[ways] += Math.max(0, weight - below);
}
