import { integer, nonNegative, positive, SidecoreError } from '../../common';
import { growthRoot, type TailedCounts, tailAtPoisson, tailedCounts } from './geometric-tail';
import { type KnownQueueAnswer, knownQueue } from './known-queue';
import { checkOptions } from './open-answer';

/** What `mErlangK1` is asked. */
export interface MErlangK1Options {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Mean service time, seconds. */
  readonly serviceTime: number;
  /** Exponential stages that a service consists of, 1 to 10 000: the variability is 1 / stages. */
  readonly stages: number;
}

/**
 * M/E_k/1, first come first served: Poisson arrivals, service of k exponential stages of mean s / k, one server.
 *
 * E[W] = rho s (1 + 1/k) / (2 (1 - rho)). With J the number of stages still to be served at the station, which balances
 * (k / s) P(J = n + 1) = lambda P(n - k < J <= n): P(W > t) = sum over j of P(Poisson(k t / s) = j) P(J > j). All terms
 * are positive, and far out the sum has a closed form. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`, `too-large`
 * @example
 * mErlangK1({ arrivalRate: 0.8, serviceTime: 1, stages: 4 }).waitingTime.mean; // 2.5
 * @see Kleinrock, Queueing Systems vol. 1, 1975, section 4.3
 */
export function mErlangK1(options: MErlangK1Options): KnownQueueAnswer {
  checkOptions(options, ['arrivalRate', 'serviceTime', 'stages']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const serviceTime = positive(options.serviceTime, 'serviceTime');
  const stages = integer(options.stages, 'stages', 1);
  if (stages > 10_000)
    throw new SidecoreError({
      code: 'too-large',
      path: 'stages',
      message: `${stages} stages are more than 10 000`,
      hint: 'service of so many stages is constant for all purposes: use md1',
    });
  const moments = {
    mean: serviceTime,
    variability: 1 / stages,
    residual: (serviceTime * (1 + 1 / stages)) / 2,
  };
  return knownQueue('m-erlang-k1', arrivalRate, moments, (load) => {
    const waiting = stagesPresent(load, stages);
    // an arrival adds its own stages
    const whole: TailedCounts = {
      ...waiting,
      regular: waiting.regular + stages,
      tail: (j) => waiting.tail(j - stages),
    };
    const rate = stages / serviceTime;
    return {
      waitTail: (t) => tailAtPoisson(waiting, rate * t),
      responseTail: (t) => tailAtPoisson(whole, rate * t),
      probability: (n) => customers(waiting, stages, n),
    };
  });
}

function stagesPresent(load: number, stages: number): TailedCounts {
  const excess = growthRoot((e) => (load * (1 + e) * Math.expm1(stages * Math.log1p(e))) / (stages * e));
  const next = (known: readonly number[]) => {
    let sum = 0;
    for (let i = Math.max(0, known.length - stages); i < known.length; i++) sum += known[i];
    return (load * sum) / stages;
  };
  return tailedCounts(1 - load, next, excess, stages);
}

/** n customers are n - 1 whole services and 1 to k stages of the one in progress. */
function customers(present: TailedCounts, stages: number, n: number): number {
  if (n === 0) return present.probability(0);
  let sum = 0;
  for (let j = n * stages; j > (n - 1) * stages; j--) sum += present.probability(j);
  return sum;
}
