import { integer, nonNegative, SidecoreError } from '../../common';
import { type ArrivalCounts, arrivalCounts } from './arrival-counts';
import { type Distribution, lawOf } from './distribution';
import { checkOptions, offeredLoad, withFunctions } from './open-answer';
import type { StationAnswer } from './time-result';

/** What `mg1k` is asked. */
export interface Mg1kOptions {
  /** Customers per second, 0 or more. */
  readonly arrivalRate: number;
  /** Distribution of the service time. */
  readonly service: Distribution;
  /** Most customers at the station, the one in service included, 1 to 10 000. */
  readonly capacity: number;
}

export interface Mg1kAnswer extends StationAnswer {
  /** Share of customers that are turned away. */
  readonly blockingProbability: number;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/** The states cost capacity^2 / 2 steps. */
const mostPlaces = 10_000;

/**
 * M/G/1/K: Poisson arrivals, any service time distribution, one server, room for K customers; who finds it full is lost.
 * Response and waiting time are those of the customers that get in, first come first served.
 *
 * The number left behind by departures, x_0 ... x_(K-1), balances the crossings of each level, with A the arrivals during
 * a service: x_(n+1) P(A = 0) = x_0 P(A > n) + sum over 1 <= j <= n of x_j P(A > n + 1 - j). The losses per departure are
 * l = x_0 E[(A - K + 1)+] + sum over j >= 1 of x_j E[(A - K + j)+], so that P(loss) = l / (1 + l) and
 * P(n) = x_n / (1 + l). Positive terms only: the smallest loss keeps its digits. Exact; for continuous distributions
 * that are not of the phase type the arrivals come from integrals to about 1e-12. Rates per second, times in seconds.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `too-large` for a capacity above 10 000
 * @example
 * mg1k({ arrivalRate: 0.8, service: { type: 'deterministic', value: 1 }, capacity: 5 }).blockingProbability;
 * @see Kleinrock, Queueing Systems vol. 1, 1975, section 5.6 (departures); Keilson, J. Royal Statistical Society B 28,
 * 1966 (M/G/1/K); Brill, Level Crossing Methods in Stochastic Models, 2008
 */
export function mg1k(options: Mg1kOptions): Mg1kAnswer {
  checkOptions(options, ['arrivalRate', 'service', 'capacity']);
  const arrivalRate = nonNegative(options.arrivalRate, 'arrivalRate');
  const law = lawOf(options.service, 'service');
  const capacity = integer(options.capacity, 'capacity', 1);
  if (capacity > mostPlaces)
    throw new SidecoreError({
      code: 'too-large',
      path: 'capacity',
      message: `${capacity} places are more than ${mostPlaces}`,
      hint: 'below saturation use mg1: so much room is as good as unlimited',
    });
  const load = offeredLoad(arrivalRate, law.mean);
  const left = arrivalRate > 0 ? leftBehind(arrivalCounts(arrivalRate, law, capacity), capacity) : null;
  const served = left ? 1 / (1 + left.losses) : 1;
  const blockingProbability = left ? left.losses * served : 0;
  const probability = (n: number): number => {
    if (!left) return n === 0 ? 1 : 0;
    if (n === capacity) return blockingProbability;
    return n < capacity ? left.states[n] * served : 0;
  };
  let waitingLength = 0;
  for (let n = 2; n <= capacity; n++) waitingLength += (n - 1) * probability(n);
  const throughput = arrivalRate * served;
  const utilization = Math.min(1, load * served);
  const waiting = throughput > 0 ? waitingLength / throughput : 0;
  return withFunctions(
    {
      kind: 'mg1k',
      exact: true,
      stable: true,
      saturationRate: Number.POSITIVE_INFINITY,
      throughput,
      utilization,
      queueLength: waitingLength + utilization,
      waitingLength,
      responseTime: { mean: waiting + law.mean },
      waitingTime: { mean: waiting },
      blockingProbability,
    },
    { stateProbability: (n: number) => probability(integer(n, 'n')) },
  );
}

/** Distribution of the number left behind by a departure, and the mean number of losses between two departures. */
function leftBehind(
  { none, tails, excess }: ArrivalCounts,
  capacity: number,
): { readonly states: Float64Array; readonly losses: number } {
  const states = new Float64Array(capacity);
  states[0] = 1;
  for (let n = 0; n + 1 < capacity; n++) {
    let sum = states[0] * tails[n];
    for (let j = 1; j <= n; j++) sum += states[j] * tails[n + 1 - j];
    states[n + 1] = sum / none;
    // an overload so heavy that every state below is negligible
    if (!(states[n + 1] < 1e250)) {
      const scale = none > 0 && Number.isFinite(states[n + 1]) ? 1 / states[n + 1] : 0;
      for (let j = 0; j <= n; j++) states[j] *= scale;
      states[n + 1] = 1;
    }
  }
  const sum = states.reduce((total, value) => total + value, 0);
  let losses = 0;
  for (let j = 0; j < capacity; j++) {
    states[j] /= sum;
    losses += states[j] * excess[capacity - Math.max(j, 1)];
  }
  return { states, losses };
}
