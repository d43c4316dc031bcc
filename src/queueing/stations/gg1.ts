import { checkedAnswer, nonNegative, oneOf, positive } from '../../common';
import { checkOptions, offeredLoad, openAnswer } from './open-answer';
import type { StationAnswer } from './time-result';

export const gg1Methods = [
  'kraemer-langenbach-belz',
  'allen-cunneen',
  'marchal',
  'kobayashi',
  'whitt',
] as const;
/** Which approximation `gg1` takes. */
export type Gg1Method = (typeof gg1Methods)[number];

/** What `gg1` is asked. */
export interface Gg1Options {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Squared coefficient of variation of the time between arrivals, 0 or more. */
  readonly arrivalVariability: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
  /** Squared coefficient of variation of the service time, 0 or more. */
  readonly serviceVariability: number;
  /** Default: `kraemer-langenbach-belz`. */
  readonly method?: Gg1Method;
}

export interface Gg1Answer extends StationAnswer {
  readonly method: Gg1Method;
  /** Mean response time by each approximation, seconds. */
  readonly approximations: Readonly<Record<Gg1Method, number>>;
  /** Upper bounds on the mean response time, seconds: they hold for every GI/GI/1 queue with these moments. */
  readonly upperBounds: { readonly kingman: number; readonly daley: number };
}

/**
 * GI/G/1 by two moments: independent times between arrivals, independent service times, one server, first come first
 * served. Approximations of the mean waiting time, with rho = lambda s, ca2 and cs2 the two variabilities:
 *
 * - `allen-cunneen`: Wq = rho s (ca2 + cs2) / (2 (1 - rho)), also Kingman's heavy-traffic approximation
 * - `kraemer-langenbach-belz`: that times exp(-2 (1 - rho) (1 - ca2)^2 / (3 rho (ca2 + cs2))) for ca2 <= 1, or times
 *   exp(-(1 - rho) (ca2 - 1) / (ca2 + 4 cs2)) for ca2 > 1
 * - `marchal`: Wq = rho s (1 + cs2) / (2 (1 - rho)) (ca2 + rho^2 cs2) / (1 + rho^2 cs2)
 * - `kobayashi`: diffusion, W = s / (1 - exp(-2 (1 - rho) / (rho ca2 + cs2)))
 * - `whitt`: as Kraemer and Langenbach-Belz for ca2 < 1, Allen-Cunneen otherwise (the choice of QNA)
 *
 * All but `kobayashi` are exact for M/G/1. Measured against `phph1`, mean waiting times: Erlang arrivals and service, the
 * default within 10 % or 0.02 s of a service time of 1; hyperexponential arrivals (balanced means) with ca2 up to 4 and
 * rho from 0.3, the default within 12 %, Allen-Cunneen 71 %, Marchal 100 % off; ca2 up to 9 and rho from 0.8: 9, 6 and
 * 25 %. Two moments do not determine the wait at high ca2 and light load: there `phph1` is the way.
 *
 * Bounds: `kingman` lambda (Va + Vs) / (2 (1 - rho)) + s and `daley` lambda (rho (2 - rho) Va + Vs) / (2 (1 - rho)) + s,
 * Va and Vs the variances of the times between arrivals and of the service times. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * gg1({ arrivalRate: 0.7, arrivalVariability: 1.44, serviceTime: 1, serviceVariability: 0.25 }).responseTime.mean; // 2.868
 * @see Kraemer and Langenbach-Belz, 8th International Teletraffic Congress, 1976; Marchal, AIIE Transactions 8, 1976;
 * Kobayashi, J. ACM 21, 1974; Kingman, Biometrika 49, 1962; Daley 1977; Whitt, Bell System Technical Journal 62(9),
 * 1983 (QNA)
 */
export function gg1(options: Gg1Options): Gg1Answer {
  checkOptions(options, ['arrivalRate', 'arrivalVariability', 'serviceTime', 'serviceVariability', 'method']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const arrivalVariability = nonNegative(options.arrivalVariability, 'arrivalVariability');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const serviceVariability = nonNegative(options.serviceVariability, 'serviceVariability');
  const method = oneOf(options.method ?? 'kraemer-langenbach-belz', gg1Methods, 'method');
  const load = offeredLoad(arrivalRate, serviceTime);
  const stable = load < 1;
  const ratios = waitingRatios(load, arrivalVariability, serviceVariability);
  const response = (ratio: number) => (stable ? serviceTime * (1 + ratio) : Number.POSITIVE_INFINITY);
  const approximations = {} as Record<Gg1Method, number>;
  for (const name of gg1Methods) approximations[name] = response(ratios[name]);
  // both bounds are s (factor ca2 + rho cs2) / (2 (1 - rho)); Kingman's grows without limit as the arrivals thin out
  const bound = (arrivalFactor: number) =>
    ((arrivalVariability > 0 ? arrivalFactor * arrivalVariability : 0) + load * serviceVariability) /
    (2 * (1 - load));
  return checkedAnswer({
    ...openAnswer({
      kind: 'gg1',
      exact: arrivalVariability === 1 && method !== 'kobayashi',
      arrivalRate,
      serviceTime,
      waitingTime: { mean: serviceTime * ratios[method] },
    }),
    method,
    approximations,
    upperBounds: { kingman: response(bound(1 / load)), daley: response(bound(2 - load)) },
  });
}

/** Mean waiting time over service time, by each approximation, for a load below 1. */
function waitingRatios(load: number, ca2: number, cs2: number): Record<Gg1Method, number> {
  const heavy = (load * (ca2 + cs2)) / (2 * (1 - load));
  const belz = heavy > 0 ? heavy * Math.exp(-interarrivalCorrection(load, ca2, cs2)) : 0;
  const spread = load * ca2 + cs2;
  return {
    'allen-cunneen': heavy,
    'kraemer-langenbach-belz': belz,
    marchal: ((load * (1 + cs2)) / (2 * (1 - load))) * ((ca2 + load * load * cs2) / (1 + load * load * cs2)),
    kobayashi: spread > 0 ? 1 / Math.expm1((2 * (1 - load)) / spread) : 0,
    whitt: ca2 < 1 ? belz : heavy,
  };
}

function interarrivalCorrection(load: number, ca2: number, cs2: number): number {
  return ca2 <= 1
    ? (2 * (1 - load) * (1 - ca2) ** 2) / (3 * load * (ca2 + cs2))
    : ((1 - load) * (ca2 - 1)) / (ca2 + 4 * cs2);
}
