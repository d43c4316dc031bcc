import { busyShare } from './waiting-share';

/** Units that come one behind the other, and who takes them. */
export interface Train {
  /** Seconds from one unit to the next. */
  readonly pace: number;
  /** Seconds that the consumer takes for each; less than `pace`. */
  readonly serviceTime: number;
  /** Seconds from the first unit until the consumer starts. */
  readonly setUp: number;
  /** Coefficient of variation of both. */
  readonly variation: number;
}

/**
 * Units that a consumer finds per activation when it is faster than they come, and so falls asleep between them,
 *
 * b = 1 / (1 - p) + max(0, sigma / (s_p - s_c) - (1 - c^2) / 2)
 *
 * with s_p the pace, s_c the service time, sigma the set-up, c the coefficient of variation, and p the share of arrivals
 * that find the consumer busy when they are as regular as the work. In a given time (1 - c^2) / 2 fewer of these come than
 * of Poisson arrivals, as renewal theory has it.
 */
export function foundInTrain({ pace, serviceTime, setUp, variation }: Train): number {
  const squared = variation * variation;
  const busy = busyShare(serviceTime / pace, squared, squared);
  return 1 / (1 - busy) + Math.max(0, setUp / (pace - serviceTime) - 0.5 * (1 - squared));
}

/**
 * Activations that a train of `units` takes. A consumer that is slower than they come empties its queue only by chance: from
 * one unit and those of its set-up, k in all, with probability
 *
 * p = exp(-2 k (1 - r) / (c^2 (1 + r))),  r = s_p / s_c
 *
 * in the diffusion limit, and then begins anew. Near r = 1 a train of B units takes 1 + c sqrt(2 B / pi) / k, as a random walk
 * comes back to its start; that is the fewest for a faster consumer and the most for a slower one.
 */
export function activationsOfTrain(train: Train, units: number): number {
  const { pace, serviceTime, setUp, variation } = train;
  const begun = setUp === 0 ? 1 : 1 + setUp / pace;
  const atBalance = 1 + (variation * Math.sqrt((2 * units) / Math.PI)) / begun;
  if (serviceTime < pace) return Math.min(units, Math.max(units / foundInTrain(train), atBalance));
  const ratio = pace / serviceTime;
  const empties =
    variation === 0 ? 0 : Math.exp((-2 * begun * (1 - ratio)) / (variation * variation * (1 + ratio)));
  return Math.min(units, 1 / (1 - empties), atBalance);
}
