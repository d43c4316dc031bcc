import { integer, nonNegative, positive } from '../../common';
import { checkOptions, offeredLoad, openAnswer, withFunctions } from './open-answer';
import type { StationAnswer } from './time-result';

/** What `processorSharing` is asked. */
export interface ProcessorSharingOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time of a customer that is alone, seconds. */
  readonly serviceTime: number;
}

export interface ProcessorSharingAnswer extends StationAnswer {
  /** Mean response time over service time, the same for every size. */
  readonly slowdown: number;
  /** Mean response time of a customer with this service time, seconds. Not part of the JSON form. */
  conditionalResponseTime(size: number): number;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/**
 * M/G/1 with processor sharing: Poisson arrivals, any service time distribution, n customers served at speed 1/n each.
 * Only the mean service time matters:
 *
 * E[T(x)] = x / (1 - rho),  E[T] = s / (1 - rho),  P(n) = (1 - rho) rho^n
 *
 * Rates per second, times in seconds. The waiting time is the response time less the service time.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * processorSharing({ arrivalRate: 80, serviceTime: 0.01 }).conditionalResponseTime(0.1); // 0.5
 * @see Kleinrock, J. ACM 14(2), 1967; Sakata, Noguchi and Oizumi, Operations Research 19, 1971 (insensitivity)
 */
export function processorSharing(options: ProcessorSharingOptions): ProcessorSharingAnswer {
  checkOptions(options, ['arrivalRate', 'serviceTime']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const load = offeredLoad(arrivalRate, serviceTime);
  const slowdown = load < 1 ? 1 / (1 - load) : Number.POSITIVE_INFINITY;
  const answer = openAnswer({
    kind: 'processor-sharing',
    exact: true,
    arrivalRate,
    serviceTime,
    waitingTime: { mean: (serviceTime * load) / (1 - load) },
  });
  return withFunctions(
    { ...answer, slowdown },
    {
      conditionalResponseTime: (size: number) => {
        const work = nonNegative(size, 'size', 'give a service time in seconds');
        return work === 0 ? 0 : work * slowdown;
      },
      stateProbability: (n: number) => (load < 1 ? (1 - load) * load ** integer(n, 'n') : 0),
    },
  );
}
