import { twoMomentBlocking } from '../../queueing/stations/two-moment-blocking';
import { poissonMinimum } from '../poisson-minimum';

/** What decides how many packets a ring turns away. */
export interface RingState {
  /** Packets per second that come. */
  readonly arrivalRate: number;
  /** Packets per second that the ring's consumer takes while there are any. */
  readonly serviceRate: number;
  /** Packets that wait at most, beside the one in service. */
  readonly slots: number;
  /** Squared coefficients of variation of the times between arrivals and of the work of a packet. */
  readonly arrivalVariability: number;
  readonly serviceVariability: number;
  /** Seconds for which packets gather before the consumer's first. */
  readonly setUp: number;
}

/**
 * Share of packets lost at a ring: those that find it full while the consumer works, and those that no longer fit
 * while it wakes.
 *
 * While it works: two-moment blocking of a single server with slots + 1 places, the variability of arrivals taken
 * together with that of the work. While it wakes: of N + 1 packets that come during the set-up, N Poisson, those beyond
 * the slots are lost; what fits is followed by what comes while it is served.
 */
export function ringLoss(ring: RingState): number {
  const { arrivalRate, serviceRate, slots, arrivalVariability, serviceVariability, setUp } = ring;
  if (arrivalRate === 0) return 0;
  const load = serviceRate > 0 ? arrivalRate / serviceRate : Number.POSITIVE_INFINITY;
  const working = twoMomentBlocking(load, arrivalVariability + serviceVariability - 1, slots + 1);
  const gathered = arrivalRate * setUp;
  if (gathered === 0 || load >= 1) return working;
  const overflow = Math.max(0, gathered - poissonMinimum(gathered, slots - 1));
  const inCycle = overflow + (1 + gathered - overflow) / (1 - load);
  return 1 - (1 - working) * (1 - overflow / inCycle);
}

/**
 * Share of packets lost at a ring whose consumer runs in turn with its producer: a run of the producer that is longer
 * than the ring. The length of a run is geometric, cut at `most`, with the mean given.
 */
export function turnLoss(slots: number, meanRun: number, most: number): number {
  if (slots >= most || meanRun <= 1) return 0;
  if (meanRun >= most) return 1 - slots / most;
  const survive = continuation(meanRun, most);
  return 1 - geometricSum(survive, slots) / geometricSum(survive, most);
}

/** 1 + q + ... + q^(n-1). */
function geometricSum(q: number, n: number): number {
  return q === 1 ? n : -Math.expm1(n * Math.log(q)) / (1 - q);
}

/** q with 1 + q + ... + q^(most-1) = mean, by bisection: the sum rises from 1 to `most` with q from 0 to 1. */
function continuation(mean: number, most: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (geometricSum(middle, most) < mean) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
