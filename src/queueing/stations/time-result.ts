import { integer, probability, SidecoreError } from '../../common';

/** A waiting or response time: its mean, and where a closed form exists its distribution. */
export interface TimeResult {
  /** Seconds; Infinity when the station is saturated. */
  readonly mean: number;
}

/** A time whose distribution is known. The functions are not part of the JSON form. */
export interface TimeDistribution extends TimeResult {
  /** P(time <= t). */
  cumulative(t: number): number;
  /** The time that a share `p` of customers does not exceed, seconds. `p` in [0, 1). */
  percentile(p: number): number;
}

/**
 * Puts a mean and a distribution together. Without a closed form for `percentile` it is found by bracketing and
 * bisection of `cumulative` to the last bits.
 */
export function timeDistribution(parts: {
  readonly mean: number;
  readonly cumulative: (t: number) => number;
  readonly percentile?: (p: number) => number;
}): TimeDistribution {
  const result = { mean: parts.mean };
  const percentile = (p: number): number => {
    probability(p, 'p', 'give a share such as 0.95');
    if (p === 1) return Number.POSITIVE_INFINITY;
    if (!Number.isFinite(parts.mean)) return Number.POSITIVE_INFINITY;
    return parts.percentile ? parts.percentile(p) : invert(parts.cumulative, p, parts.mean);
  };
  Object.defineProperty(result, 'cumulative', { value: parts.cumulative, enumerable: false });
  Object.defineProperty(result, 'percentile', { value: percentile, enumerable: false });
  return Object.freeze(result) as TimeDistribution;
}

/** Smallest t >= 0 with cumulative(t) >= p. */
function invert(cumulative: (t: number) => number, p: number, scale: number): number {
  if (cumulative(0) >= p) return 0;
  let upper = scale > 0 ? scale : 1;
  for (let doubling = 0; cumulative(upper) < p; doubling++) {
    if (doubling > 1000)
      throw new SidecoreError({
        code: 'no-convergence',
        path: 'p',
        message: `no time reaches the share ${p}`,
      });
    upper *= 2;
  }
  let lower = 0;
  for (let step = 0; step < 200; step++) {
    const middle = lower + (upper - lower) / 2;
    if (middle <= lower || middle >= upper) break;
    if (cumulative(middle) >= p) upper = middle;
    else lower = middle;
  }
  return upper;
}

/** What every station answers. Rates per second, times in seconds. */
export interface StationAnswer {
  /** Short name of the model, for example `mmc`. */
  readonly kind: string;
  /** False for an approximation. */
  readonly exact: boolean;
  /** False when work arrives faster than it can be served: means are then Infinity. */
  readonly stable: boolean;
  /** Arrival rate at which the station saturates; Infinity when it never does. */
  readonly saturationRate: number;
  /** Customers served per second. */
  readonly throughput: number;
  /** Busy share of each server, 0 to 1. */
  readonly utilization: number;
  /** Mean number of customers, waiting and in service. */
  readonly queueLength: number;
  /** Mean number of customers waiting. */
  readonly waitingLength: number;
  readonly responseTime: TimeResult;
  readonly waitingTime: TimeResult;
}

/** Freezes an answer and attaches the state probabilities P(n customers) as a function outside its JSON form. */
export function withStateProbability<T extends object>(
  answer: T,
  stateProbability: (n: number) => number,
): Readonly<T> & { stateProbability(n: number): number } {
  Object.defineProperty(answer, 'stateProbability', {
    value: (n: number) => stateProbability(integer(n, 'n')),
    enumerable: false,
  });
  return Object.freeze(answer) as Readonly<T> & { stateProbability(n: number): number };
}
