import { nonNegative, oneOf } from '../../common';
import { type Distribution, lawOf } from './distribution';
import type { Law } from './laws';
import { checkOptions, offeredLoad, openAnswer, withFunctions } from './open-answer';
import { integrate } from './quadrature';
import type { StationAnswer } from './time-result';

export const sizeBasedDisciplines = [
  'shortest-job-first',
  'preemptive-shortest-job-first',
  'shortest-remaining-processing-time',
  'foreground-background',
  'processor-sharing',
  'first-come-first-served',
] as const;
/** Which size comes first. */
export type SizeBasedDiscipline = (typeof sizeBasedDisciplines)[number];

/** What `sizeBased` is asked. */
export interface SizeBasedOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Distribution of the service time. */
  readonly service: Distribution;
  readonly discipline: SizeBasedDiscipline;
}

export interface SizeBasedAnswer extends StationAnswer {
  readonly discipline: SizeBasedDiscipline;
  /** Mean response time of a customer with this service time, seconds. Not part of the JSON form. */
  conditionalResponseTime(size: number): number;
}

/**
 * M/G/1 under a discipline that looks at service times, or at the service already given. With rho(x) the load of
 * customers of size up to x, and E[T(x)] the mean response time of size x:
 *
 * - `shortest-job-first` (not preemptive): x + lambda E[S^2] / (2 (1 - rho(x-)) (1 - rho(x)))
 * - `preemptive-shortest-job-first`: x / (1 - rho(x-)) + lambda E[S^2; S <= x] / (2 (1 - rho(x-)) (1 - rho(x)))
 * - `shortest-remaining-processing-time`: integral over t from 0 to x of 1 / (1 - rho(t)), plus
 *   lambda (E[S^2; S <= x] + x^2 P(S > x)) / (2 (1 - rho(x-)) (1 - rho(x))): the least mean of all disciplines
 * - `foreground-background` (least attained service first; sizes unknown): with S' = min(S, x), rho' = lambda E[S'],
 *   x / (1 - rho') + lambda E[S'^2] / (2 (1 - rho')^2)
 * - `processor-sharing`: x / (1 - rho); `first-come-first-served`: x + lambda E[S^2] / (2 (1 - rho))
 *
 * Equal sizes are served first come first served (under foreground-background they share). The mean over all sizes is
 * exact for discrete sizes and integrated to about 1e-12 for continuous ones. The waiting time is the response time
 * less the service time, interruptions included. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * sizeBased({
 *   arrivalRate: 0.5,
 *   service: { type: 'exponential', mean: 1 },
 *   discipline: 'shortest-remaining-processing-time',
 * }).responseTime.mean; // 1.4254
 * @see Schrage and Miller, Operations Research 14(4), 1966 (SRPT); Kleinrock, Queueing Systems vol. 2, 1976, section 4.6
 * (foreground-background); Harchol-Balter, Performance Modeling and Design of Computer Systems, 2013, part VII
 */
export function sizeBased(options: SizeBasedOptions): SizeBasedAnswer {
  checkOptions(options, ['arrivalRate', 'service', 'discipline']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const law = lawOf(options.service, 'service');
  const discipline = oneOf(options.discipline, sizeBasedDisciplines, 'discipline');
  const stable = offeredLoad(arrivalRate, law.mean) < 1;
  const queue = sizedQueue(arrivalRate, law);
  const answer = openAnswer({
    kind: 'size-based',
    exact: true,
    arrivalRate,
    serviceTime: law.mean,
    waitingTime: { mean: stable ? Math.max(0, meanResponse(queue, discipline) - law.mean) : 0 },
  });
  const conditionalResponseTime = (size: number): number => {
    nonNegative(size, 'size', 'give a service time in seconds');
    if (!stable) return Number.POSITIVE_INFINITY;
    return delay(queue, discipline, size) + residence(queue, discipline, size);
  };
  return withFunctions({ ...answer, discipline }, { conditionalResponseTime });
}

interface SizedQueue {
  readonly arrivalRate: number;
  readonly law: Law;
  /** 1 - rho. */
  readonly idle: number;
  /** 1 - rho(x), without cancellation near saturation. */
  left(x: number): number;
  /** 1 - rho(x-): sizes of exactly x left out. */
  leftBefore(x: number): number;
}

function sizedQueue(arrivalRate: number, law: Law): SizedQueue {
  const idle = 1 - arrivalRate * law.mean;
  const left = (x: number) => idle + arrivalRate * law.upper(1, x);
  const leftBefore = (x: number) => {
    const atom = law.atoms.find(({ value }) => value === x);
    return left(x) + (atom ? arrivalRate * atom.probability * x : 0);
  };
  return { arrivalRate, law, idle, left, leftBefore };
}

/** Time until a customer of size x is first served, or what stands for it in the formula. */
function delay(queue: SizedQueue, discipline: SizeBasedDiscipline, x: number): number {
  const { arrivalRate, law, idle, left, leftBefore } = queue;
  const above = law.upper(0, x);
  const longer = above > 0 ? x * x * above : 0;
  const lowerSecond = Math.max(0, law.secondMoment - law.upper(2, x));
  const twice = 2 * leftBefore(x) * left(x);
  switch (discipline) {
    case 'shortest-job-first':
      return (arrivalRate * law.secondMoment) / twice;
    case 'preemptive-shortest-job-first':
      return (arrivalRate * lowerSecond) / twice;
    case 'shortest-remaining-processing-time':
      return (arrivalRate * (lowerSecond + longer)) / twice;
    case 'foreground-background':
      return (arrivalRate * (lowerSecond + longer)) / (2 * leftTruncated(queue, x) ** 2);
    case 'processor-sharing':
      return 0;
    case 'first-come-first-served':
      return (arrivalRate * law.secondMoment) / (2 * idle);
  }
}

/** Time from the first service of a customer of size x on. */
function residence(queue: SizedQueue, discipline: SizeBasedDiscipline, x: number): number {
  switch (discipline) {
    case 'shortest-job-first':
    case 'first-come-first-served':
      return x;
    case 'preemptive-shortest-job-first':
      return x / queue.leftBefore(x);
    case 'shortest-remaining-processing-time':
      return integrate((t) => 1 / queue.left(t), splits(queue.law, x));
    case 'foreground-background':
      return x / leftTruncated(queue, x);
    case 'processor-sharing':
      return x / queue.idle;
  }
}

/** 1 - lambda E[min(S, x)]. */
function leftTruncated({ arrivalRate, law, left }: SizedQueue, x: number): number {
  const above = law.upper(0, x);
  return above > 0 ? left(x) - arrivalRate * x * above : left(x);
}

function meanResponse(queue: SizedQueue, discipline: SizeBasedDiscipline): number {
  const { law, idle, left } = queue;
  if (discipline === 'processor-sharing') return law.mean / idle;
  if (discipline === 'first-come-first-served') return law.mean + delay(queue, discipline, 0);
  if (discipline !== 'shortest-remaining-processing-time')
    return meanOf(law, (x) => delay(queue, discipline, x) + residence(queue, discipline, x));
  // the mean of an integral up to S is the integral weighted with P(S > t)
  const serving = integrate((t) => law.upper(0, t) / left(t), splits(law, Number.POSITIVE_INFINITY));
  return meanOf(law, (x) => delay(queue, discipline, x)) + serving;
}

function meanOf(law: Law, f: (x: number) => number): number {
  const discrete = law.atoms.reduce((sum, { value, probability }) => sum + probability * f(value), 0);
  return discrete + integrate((x) => law.density(x) * f(x), law.edges);
}

/** Points between 0 and `end` at which P(S > t) or its derivatives jump. */
function splits(law: Law, end: number): number[] {
  const points = [0, ...law.edges, ...law.atoms.map(({ value }) => value)].filter((point) => point < end);
  if (Number.isFinite(end)) points.push(end);
  return points.sort((a, b) => a - b);
}
