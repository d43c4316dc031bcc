import { integer, nonNegative, positive } from '../../common';
import { serviceAfterWait } from './exponential-times';
import { inRange } from './markovian-answer';
import { type SetupFigures, setupFigures } from './mg1-setup';
import { checkOptions, offeredLoad, openAnswer, withFunctions } from './open-answer';
import type { StationAnswer, TimeDistribution } from './time-result';
import { endlessTime } from './waiting-room';

/** What `mm1Setup` is asked. */
export interface Mm1SetupOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
  /** Mean time to wake up, seconds, above 0. */
  readonly setupTime: number;
}

export interface Mm1SetupAnswer extends StationAnswer, SetupFigures {
  readonly responseTime: TimeDistribution;
  readonly waitingTime: TimeDistribution;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/**
 * M/M/1 with exponential set-up: the server sleeps as soon as the queue is empty, and a customer that finds it asleep
 * wakes it, which takes an exponential time.
 *
 * E[T] = s / (1 - rho) + E[sigma]: the response time is the sum of two independent exponential times, that of M/M/1 and
 * one of the length of a set-up, and so its whole distribution is known. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * mm1Setup({ arrivalRate: 0.8, serviceTime: 1, setupTime: 10 }).responseTime.mean; // 15
 * @see Welch, Operations Research 12(5), 1964; Gandhi, Doroudi, Harchol-Balter and Scheller-Wolf, Queueing Systems 77,
 * 2014
 */
export function mm1Setup(options: Mm1SetupOptions): Mm1SetupAnswer {
  checkOptions(options, ['arrivalRate', 'serviceTime', 'setupTime']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const setup = positive(options.setupTime, 'setupTime', 'without a set-up time use mm1');
  inRange(1 / setup, 'setupTime');
  const load = offeredLoad(arrivalRate, serviceTime);
  const stable = load < 1;
  const alone = serviceTime / (1 - load);
  const arrivals = arrivalRate * setup;
  // the number left by a departure: that of M/M/1 plus the arrivals during a set-up, both geometric
  const gathered = arrivals / (1 + arrivals);
  const waitingTime = stable ? serviceAfterWait(load, alone, setup) : endlessTime();
  const responseTime = stable ? serviceAfterWait(1, alone, setup) : endlessTime();
  return withFunctions(
    {
      ...openAnswer({ kind: 'mm1-setup', exact: true, arrivalRate, serviceTime, waitingTime, responseTime }),
      waitingTime,
      responseTime,
      ...setupFigures(arrivalRate, load, setup),
    },
    {
      stateProbability: (n: number) =>
        stable ? ((1 - load) / (1 + arrivals)) * geometricConvolution(load, gathered, integer(n, 'n')) : 0,
    },
  );
}

/** Sum over i of a^i b^(n-i), for a and b in [0, 1). */
function geometricConvolution(a: number, b: number, n: number): number {
  const large = Math.max(a, b);
  if (large === 0) return n === 0 ? 1 : 0;
  const ratio = Math.min(a, b) / large;
  const terms = ratio === 1 ? n + 1 : -Math.expm1((n + 1) * Math.log(ratio)) / (1 - ratio);
  return large ** n * terms;
}
