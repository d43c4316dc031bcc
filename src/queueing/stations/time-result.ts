import { integer, probability, SidecoreError, showItself, shown } from '../../common';
import { turningPoint } from './turning-point';

/** A waiting or response time: its mean, and where a closed form exists its distribution. */
export interface TimeResult {
  /** Seconds; Infinity when the station is saturated. */
  readonly mean: number;
}

/** A time whose distribution is known. Its JSON form holds the mean alone. */
export interface TimeDistribution extends TimeResult {
  /** P(time <= t). */
  cumulative(t: number): number;
  /** P(time > t), accurate where it is small. */
  tail(t: number): number;
  /** The time that a share `p` of customers does not exceed, seconds. `p` in [0, 1]. */
  percentile(p: number): number;
}

/** `tail` keeps its digits far out; give it where it can be computed directly. */
export interface TimeParts {
  readonly mean: number;
  readonly cumulative: (t: number) => number;
  readonly tail?: (t: number) => number;
  readonly percentile?: (p: number) => number;
}

/**
 * Puts a mean and a distribution together. Without a closed form for `percentile` it is found by bracketing and
 * bisection to the last bits. A time of infinite mean belongs to a saturated station: it exceeds everything.
 */
export function timeDistribution(parts: TimeParts): TimeDistribution {
  return new KnownTime(parts);
}

/** A class, so that an answer costs no closures beyond those of its parts and no property definitions. */
class KnownTime implements TimeDistribution {
  readonly mean: number;
  readonly #parts: TimeParts;

  constructor(parts: TimeParts) {
    this.mean = parts.mean;
    this.#parts = parts;
    Object.freeze(this);
  }

  cumulative(t: number): number {
    if (atInfinity(t) || t < 0 || this.mean === Number.POSITIVE_INFINITY) return atInfinity(t) ? 1 : 0;
    return this.#parts.cumulative(t);
  }

  tail(t: number): number {
    if (atInfinity(t) || t < 0 || this.mean === Number.POSITIVE_INFINITY) return atInfinity(t) ? 0 : 1;
    return this.#parts.tail ? this.#parts.tail(t) : 1 - this.#parts.cumulative(t);
  }

  percentile(p: number): number {
    probability(p, 'p', 'give a share such as 0.95');
    if (p === 1 && this.tail(0) === 0) return 0;
    if (p === 1 || this.mean === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
    const { percentile, tail, cumulative } = this.#parts;
    if (percentile) return percentile(p);
    // from the half on, 1 - p is exact and the tail has the digits
    const reached = tail && p >= 0.5 ? (t: number) => tail(t) <= 1 - p : (t: number) => cumulative(t) >= p;
    if (reached(0)) return 0;
    const point = turningPoint(reached, this.mean > 0 ? this.mean : 1);
    if (point) return point.after;
    throw new SidecoreError({
      code: 'no-convergence',
      path: 'p',
      message: `no time reaches the share ${p}`,
    });
  }
}

function atInfinity(t: number): boolean {
  if (typeof t !== 'number' || Number.isNaN(t))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 't',
      message: `${shown(t)} is not a time`,
      hint: 'give seconds',
    });
  return t === Number.POSITIVE_INFINITY;
}

/** What every station answers. Rates per second, times in seconds. */
export interface StationAnswer {
  /** Short name of the model, for example `mmc` or `mm1-setup`: that of its file. */
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
  return Object.freeze(showItself(answer)) as Readonly<T> & { stateProbability(n: number): number };
}
