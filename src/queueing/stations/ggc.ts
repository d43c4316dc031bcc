import { checkedAnswer, integer, nonNegative, oneOf, positive } from '../../common';
import { delay } from './erlang-sum';
import { checkOptions, offeredLoad, openAnswer } from './open-answer';
import type { StationAnswer } from './time-result';

export const ggcMethods = ['whitt', 'allen-cunneen', 'bolch'] as const;
/** Which approximation `ggc` takes. */
export type GgcMethod = (typeof ggcMethods)[number];

/** What `ggc` is asked. */
export interface GgcOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Squared coefficient of variation of the time between arrivals, 0 or more. */
  readonly arrivalVariability: number;
  /** Mean service time of each server, seconds. */
  readonly serviceTime: number;
  /** Squared coefficient of variation of the service time, 0 or more. */
  readonly serviceVariability: number;
  /** Number of servers, 1 or more. */
  readonly servers: number;
  /** Default: `whitt`. */
  readonly method?: GgcMethod;
}

export interface GgcAnswer extends StationAnswer {
  readonly method: GgcMethod;
  /** Mean response time by each approximation, seconds. */
  readonly approximations: Readonly<Record<GgcMethod, number>>;
}

/**
 * GI/G/c by two moments: independent times between arrivals, independent service times, `servers` equal servers, one
 * queue, first come first served. With rho = lambda s / c and Wq(M/M/c) = C s / (c (1 - rho)), C by Erlang's C formula:
 *
 * - `allen-cunneen`: Wq = (ca2 + cs2) / 2 Wq(M/M/c)
 * - `bolch`: the same with C replaced by (rho^c + rho) / 2 for rho > 0.7 and rho^((c+1)/2) otherwise
 * - `whitt`: Wq = phi(rho, ca2, cs2, c) (ca2 + cs2) / 2 Wq(M/M/c), phi interpolating between D/M/c, M/D/c and M/M/c
 *
 * Rates per second, times in seconds. The first and the last are exact for M/M/c. For variabilities up to 1 the errors of
 * `whitt` are a few percent at loads above one half; with variabilities far above 1 or at light load two moments do not
 * determine the wait, and no such formula is safe.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`
 * @example
 * ggc({ arrivalRate: 1.7, arrivalVariability: 1.44, serviceTime: 1, serviceVariability: 0.25, servers: 2 })
 *   .responseTime.mean; // 3.2178
 * @see Whitt, Production and Operations Management 2(2), 1993, pp. 114-161; Allen, Probability, Statistics and Queueing
 * Theory, 1990, section 5.3; Bolch et al., Queueing Networks and Markov Chains, 2006, section 6.3
 */
export function ggc(options: GgcOptions): GgcAnswer {
  checkOptions(options, [
    'arrivalRate',
    'arrivalVariability',
    'serviceTime',
    'serviceVariability',
    'servers',
    'method',
  ]);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const ca2 = nonNegative(options.arrivalVariability, 'arrivalVariability');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const cs2 = nonNegative(options.serviceVariability, 'serviceVariability');
  const servers = integer(options.servers, 'servers', 1);
  const method = oneOf(options.method ?? 'whitt', ggcMethods, 'method');
  const load = offeredLoad(arrivalRate, serviceTime, servers);
  const stable = load < 1;
  const perDelay = ((ca2 + cs2) / 2) * (serviceTime / (servers * (1 - load)));
  const erlang = load > 0 ? delay(load * servers, servers) : 0;
  const waiting: Record<GgcMethod, number> = {
    whitt: perDelay * erlang * (load > 0 ? whittFactor(load, ca2, cs2, servers) : 0),
    'allen-cunneen': perDelay * erlang,
    bolch: perDelay * (load > 0.7 ? (load ** servers + load) / 2 : load ** ((servers + 1) / 2)),
  };
  const approximations = {} as Record<GgcMethod, number>;
  for (const name of ggcMethods)
    approximations[name] = stable ? waiting[name] + serviceTime : Number.POSITIVE_INFINITY;
  return checkedAnswer({
    ...openAnswer({
      kind: 'ggc',
      exact: ca2 === 1 && cs2 === 1 && method !== 'bolch',
      arrivalRate,
      serviceTime,
      servers,
      waitingTime: { mean: waiting[method] },
    }),
    method,
    approximations,
  });
}

/** phi of Whitt 1993, equations (2.17) to (2.25), for 0 < load < 1. */
function whittFactor(load: number, ca2: number, cs2: number, servers: number): number {
  if (ca2 + cs2 === 0) return 0;
  const gamma = Math.min(
    0.24,
    ((1 - load) * (servers - 1) * (Math.sqrt(4 + 5 * servers) - 2)) / (16 * servers * load),
  );
  const deterministicService = 1 + gamma;
  const deterministicArrivals = (1 - 4 * gamma) * Math.exp((-2 * (1 - load)) / (3 * load));
  const both = Math.min(1, (deterministicService + deterministicArrivals) / 2);
  const mean = (ca2 + cs2) / 2;
  const balanced = mean >= 1 ? 1 : both ** (2 * (1 - mean));
  if (ca2 >= cs2) {
    const scale = 4 * ca2 - 3 * cs2;
    return ((4 * (ca2 - cs2)) / scale) * deterministicService + (cs2 / scale) * balanced;
  }
  const scale = 2 * (ca2 + cs2);
  return ((cs2 - ca2) / scale) * deterministicArrivals + ((cs2 + 3 * ca2) / scale) * balanced;
}
