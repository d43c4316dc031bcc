import { nonNegative, positive } from '../../common';
import { growthRoot, type TailedCounts, tailedCounts } from './geometric-tail';
import { type KnownQueueAnswer, knownQueue } from './known-queue';
import { checkOptions } from './open-answer';

/** What `md1` is asked. */
export interface Md1Options {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** The constant service time, seconds. */
  readonly serviceTime: number;
}

/**
 * M/D/1, first come first served: Poisson arrivals, constant service time s, one server.
 *
 * E[W] = rho s / (2 (1 - rho)), and with k = floor(t / s) + 1, y = lambda (k s - t), N the number at the station:
 *
 * P(W > t) = P(Poisson(y) >= k) + sum over j < k of P(Poisson(y) = j) P(N > k - j)
 *
 * which is Franx's formula, of positive terms alone (the classical one alternates and fails beyond some 30 service
 * times). P(N = n) comes from the balance of crossings up and down of each level, and far out from its geometric decay,
 * so that percentiles hold at any load. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * md1({ arrivalRate: 0.9, serviceTime: 1 }).waitingTime.percentile(0.99); // 21.9
 * @see Franx, Operations Research Letters 29(5), 2001, pp. 221-229
 */
export function md1(options: Md1Options): KnownQueueAnswer {
  checkOptions(options, ['arrivalRate', 'serviceTime']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const moments = { mean: serviceTime, variability: 0, residual: serviceTime / 2 };
  return knownQueue('md1', arrivalRate, moments, (load) => {
    const counts = numberPresent(load);
    const waitTail = (t: number) => waitBeyond(counts, load, t / serviceTime);
    return {
      waitTail,
      responseTail: (t) => (t < serviceTime ? 1 : waitTail(t - serviceTime)),
      probability: counts.probability,
    };
  });
}

/** P(n customers), by level crossing: P(n + 1) P(no arrival) = sum over j <= n of P(j) P(arrivals lead above n). */
function numberPresent(load: number): TailedCounts {
  const more = arrivalTails(load);
  const none = Math.exp(-load);
  // the decay is at the root of exp(rho (z - 1)) = z, z = 1 + excess
  const excess = growthRoot((e) => (load * e) / Math.log1p(e));
  const next = (known: readonly number[]) => {
    const n = known.length - 1;
    let sum = n < more.length ? known[0] * more[n] : 0;
    for (let j = n, i = 1; j > 0 && i < more.length; j--, i++) sum += known[j] * more[i];
    return sum / none;
  };
  return tailedCounts(1 - load, next, excess, 4);
}

/** P(more than i arrivals during a service), for a mean below 1, until it vanishes. */
function arrivalTails(mean: number): number[] {
  const probabilities = [Math.exp(-mean)];
  for (let n = 1; n < 40; n++) probabilities.push((probabilities[n - 1] * mean) / n);
  const tails: number[] = [];
  let sum = 0;
  for (let n = probabilities.length - 1; n > 0; n--) {
    sum += probabilities[n];
    tails[n - 1] = sum;
  }
  return tails;
}

/** P(W > u service times). */
function waitBeyond(counts: TailedCounts, load: number, u: number): number {
  const k = Math.floor(u) + 1;
  const mean = load * (k - u);
  let term = Math.exp(-mean);
  let sum = 0;
  let j = 0;
  for (; j < k && term > 1e-300; j++) {
    sum += term * counts.tail(k - j);
    term *= mean / (j + 1);
    if (term < 1e-18 * sum && j > 40) break;
  }
  // P(Poisson >= k)
  for (; j >= k && term > 1e-18 * sum && term > 1e-300; j++) {
    sum += term;
    term *= mean / (j + 1);
  }
  return Math.min(1, sum);
}
