import {
  checkedAnswer,
  integer,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  SidecoreError,
  shown,
} from '../../common';
import { characteristicTime } from './characteristic-time';
import { lruHitProbabilities, randomHitProbabilities } from './exact-cache';
import { checkOptions } from './open-answer';

export const cachePolicies = ['lru', 'fifo', 'random'] as const;
/** Which item a full cache gives up. */
export type CachePolicy = (typeof cachePolicies)[number];

export const cacheMethods = ['exact', 'characteristic-time'] as const;
/** How hit ratios are computed. */
export type CacheMethod = (typeof cacheMethods)[number];

/** What `cacheHitRatio` is asked. */
export interface CacheHitRatioOptions {
  /** How often each item is asked for, in any unit, 0 or more and not all 0; or a Zipf law, item i in proportion to i^-exponent. */
  readonly popularity: readonly number[] | { readonly items: number; readonly zipfExponent: number };
  /** Number of items of equal size that the cache holds, 0 or more. */
  readonly capacity: number;
  /** What goes when a new item comes: the least recently used, the oldest, or any. Default: `lru`. */
  readonly policy?: CachePolicy;
  /** Default: `characteristic-time`. */
  readonly method?: CacheMethod;
}

/** What `cacheHitRatio` answers. */
export interface CacheHitRatioAnswer {
  readonly kind: 'cache-hit-ratio';
  readonly policy: CachePolicy;
  readonly method: CacheMethod;
  readonly exact: boolean;
  /** Share of requests that find their item in the cache. */
  readonly hitRatio: number;
  /** For each item the probability that it is in the cache, which is that of a hit when it is asked for. */
  readonly itemHitRatios: readonly number[];
  /** Time that an item stays unless it is asked for again, in units of the mean time between requests; Infinity when everything fits. Only of the method `characteristic-time`. */
  readonly characteristicTime?: number;
}

/** The exact method for LRU takes some 1000 rounds of about items x capacity steps: seconds. */
const mostWork = 1e6;

/**
 * Hit ratio of a cache under the independent reference model: each request asks for item i with probability p_i,
 * whatever came before.
 *
 * - `characteristic-time` (Che): an item stays for a constant time T after its last request (LRU, 1 - exp(-p_i T)), or
 *   as if after its insertion (FIFO and random, p_i T / (1 + p_i T)), T such that the mean content is the capacity. Off
 *   by (measured, hit ratio, Zipf exponents 0.5 to 1.2): 100 items and 10 places or more, 0.4 % (LRU) and 1.5 % (FIFO,
 *   random); 10 items and 3 places, 1 and 4 %; one place, 6 and 11 %.
 * - `exact`, FIFO and random (which have the same ratios): product form, P(content) proportional to the product of the
 *   p_i, summed as a Poisson-binomial distribution of positive terms
 * - `exact`, LRU: P(item i is in) = integral of p_i e^(-p_i t) P(fewer than `capacity` other items asked for within t)
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `too-large` for exact LRU with items x capacity above 1e6
 * @example
 * cacheHitRatio({ popularity: { items: 10, zipfExponent: 1 }, capacity: 4 }).hitRatio; // 0.5836
 * cacheHitRatio({ popularity: { items: 10, zipfExponent: 1 }, capacity: 4, method: 'exact' }).hitRatio; // 0.5845
 * @see Che, Tung and Wang, IEEE J. Selected Areas in Communications 20(7), 2002; Fricker, Robert and Roberts, 24th
 * International Teletraffic Congress, 2012; King, IFIP 1971, and Gelenbe, IEEE Transactions on Computers 22, 1973
 * (exact); Flajolet, Gardy and Thimonier, Discrete Applied Mathematics 39, 1992 (integral)
 */
export function cacheHitRatio(options: CacheHitRatioOptions): CacheHitRatioAnswer {
  checkOptions(options, ['popularity', 'capacity', 'policy', 'method']);
  const popularity = readPopularity(options.popularity);
  const capacity = integer(options.capacity, 'capacity', 0);
  const policy = oneOf(options.policy ?? 'lru', cachePolicies, 'policy');
  const method = oneOf(options.method ?? 'characteristic-time', cacheMethods, 'method');
  const asked = popularity.filter((p) => p > 0).length;
  let items: number[];
  let time: number | undefined;
  if (capacity === 0 || capacity >= asked) {
    items = popularity.map((p) => (capacity > 0 && p > 0 ? 1 : 0));
    time = capacity === 0 ? 0 : Number.POSITIVE_INFINITY;
  } else if (method === 'characteristic-time') {
    time = characteristicTime(popularity, capacity, policy === 'lru' ? 'reset' : 'hold');
    const given = time;
    items = popularity.map((p) =>
      policy === 'lru' ? -Math.expm1(-p * given) : (p * given) / (1 + p * given),
    );
  } else if (policy === 'lru') {
    refuseIfTooLarge(popularity.length, capacity);
    items = lruHitProbabilities(popularity, capacity);
  } else items = randomHitProbabilities(popularity, capacity);
  const hitRatio = Math.min(
    1,
    items.reduce((sum, hit, i) => sum + popularity[i] * hit, 0),
  );
  return checkedAnswer({
    kind: 'cache-hit-ratio',
    policy,
    method,
    exact: method === 'exact',
    hitRatio,
    itemHitRatios: items,
    ...(method === 'characteristic-time' ? { characteristicTime: time } : {}),
  });
}

function refuseIfTooLarge(items: number, capacity: number): void {
  if (items * capacity > mostWork)
    throw new SidecoreError({
      code: 'too-large',
      path: 'method',
      message: `exact LRU with ${items} items and ${capacity} places needs more than ${mostWork} steps a round`,
      hint: 'use the method characteristic-time, which is accurate for large caches',
    });
}

/** Probabilities from either form. */
function readPopularity(given: CacheHitRatioOptions['popularity']): number[] {
  let weights: number[];
  if (Array.isArray(given)) weights = given.map((value, i) => nonNegative(value, `popularity[${i}]`));
  else {
    onlyFields(plainObject(given, 'popularity'), ['items', 'zipfExponent'], 'popularity');
    const zipf = given as { items: number; zipfExponent: number };
    const items = integer(zipf.items, 'popularity.items', 1);
    const exponent = nonNegative(zipf.zipfExponent, 'popularity.zipfExponent');
    weights = Array.from({ length: items }, (_, i) => (i + 1) ** -exponent);
  }
  const most = weights.reduce((max, value) => Math.max(max, value), 0);
  if (!(most > 0))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'popularity',
      message: `${shown(given)} has no item that is ever asked for`,
    });
  const scaled = weights.map((value) => value / most);
  const sum = scaled.reduce((total, value) => total + value, 0);
  // what is asked for less often than any clock can tell is not asked for
  return scaled.map((value) => (value / sum > 1e-290 ? value / sum : 0));
}
