import { integer, SidecoreError } from '../../common';
import { absorbingInverse, stationaryDistribution } from './absorbing-solver';
import { type Distribution, lawOf } from './distribution';
import { checkOptions, offeredLoad, openAnswer, withFunctions } from './open-answer';
import { dot, matrixTimes, type PhaseType, rowTimes } from './phase-type';
import { firstPassageDown, geometricSeries } from './quasi-birth-death';
import type { StationAnswer } from './time-result';

/** What `phph1` is asked. */
export interface Phph1Options {
  /** Time between arrivals: exponential, Erlang, hyperexponential or phase type. */
  readonly arrival: Distribution;
  /** Service time: the same choice. */
  readonly service: Distribution;
}

export interface Phph1Answer extends StationAnswer {
  /** Share of time that nobody is at the station, 1 - rho. */
  readonly emptyProbability: number;
  /** P(n customers at the station). Not part of the JSON form. */
  stateProbability(n: number): number;
}

/** Products of matrices of this order take seconds. */
const largestOrder = 400;

/**
 * PH/PH/1: independent times between arrivals and independent service times, both of the phase type, one server, first
 * come first served. The number of customers with the two phases is a quasi-birth-death process; its stationary
 * distribution is matrix-geometric, pi_(n+1) = pi_n R, with R from logarithmic reduction. Everything is computed from
 * sums of positive terms, so that no accuracy is lost near saturation. Times in seconds, rates in the generators per
 * second.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `unsupported` for distributions that are not of the phase type;
 * `too-large` when the product of the numbers of phases is above 400
 * @example
 * phph1({
 *   arrival: { type: 'erlang', mean: 1.25, stages: 2 },
 *   service: { type: 'hyperexponential', probabilities: [0.9, 0.1], means: [0.5, 5.5] },
 * }).responseTime.mean;
 * @see Neuts, Matrix-Geometric Solutions in Stochastic Models, 1981, chapters 2 and 3; Latouche and Ramaswami,
 * J. Applied Probability 30, 1993
 */
export function phph1(options: Phph1Options): Phph1Answer {
  checkOptions(options, ['arrival', 'service']);
  const arrival = phasesOf(options.arrival, 'arrival');
  const service = phasesOf(options.service, 'service');
  if (arrival.size * service.size > largestOrder)
    throw new SidecoreError({
      code: 'too-large',
      path: 'arrival',
      message: `${arrival.size} x ${service.size} phases are more than ${largestOrder}`,
      hint: 'use fewer phases, or an approximation such as gg1',
    });
  const arrivalRate = 1 / arrival.mean;
  const load = offeredLoad(arrivalRate, service.mean);
  const stable = load < 1;
  const levels = stable ? solveLevels(arrival, service, 1 - load) : null;
  const waitingLength = levels?.waitingLength ?? 0;
  return withFunctions(
    {
      ...openAnswer({
        kind: 'phph1',
        exact: true,
        arrivalRate,
        serviceTime: service.mean,
        waitingTime: { mean: waitingLength / arrivalRate },
      }),
      emptyProbability: stable ? 1 - load : 0,
    },
    {
      stateProbability: (n: number) => {
        integer(n, 'n');
        if (levels === null) return 0;
        return n === 0 ? 1 - load : levels.probability(n);
      },
    },
  );
}

function phasesOf(given: Distribution, path: string): PhaseType & { readonly mean: number } {
  const law = lawOf(given, path);
  if (!law.phases)
    throw new SidecoreError({
      code: 'unsupported',
      path: `${path}.type`,
      message: `${given.type} is not a phase-type distribution`,
      hint: 'use exponential, erlang, hyperexponential or phase-type (an Erlang of many stages is nearly constant)',
    });
  return { ...law.phases(), mean: law.mean };
}

/** Levels of n >= 1 customers; the phase of an arrival i and a service j is i * (service phases) + j. */
function solveLevels(arrival: PhaseType, service: PhaseType, idle: number) {
  const a = arrival.size;
  const s = service.size;
  const size = a * s;
  const up = new Float64Array(size * size);
  const local = new Float64Array(size * size);
  const down = new Float64Array(size * size);
  for (let i = 0; i < a; i++)
    for (let j = 0; j < s; j++) {
      const row = (i * s + j) * size;
      for (let to = 0; to < a; to++) {
        up[row + to * s + j] = arrival.exit[i] * arrival.initial[to];
        local[row + to * s + j] += arrival.rates[i * a + to];
      }
      for (let to = 0; to < s; to++) {
        down[row + i * s + to] = service.exit[j] * service.initial[to];
        local[row + i * s + to] += service.rates[j * s + to];
      }
    }
  const passage = firstPassageDown(up, local, down, size);
  const stay = matrixTimes(up, passage, size).map((value, at) => value + local[at]);
  const served = Float64Array.from({ length: size }, (_, at) => service.exit[at % s]);
  const sojourn = absorbingInverse(stay, served);
  const empty = emptyPhases(arrival, service, sojourn).map((value) => value * idle);
  const arriving = dot(empty, arrival.exit);
  const entering = Float64Array.from(
    { length: size },
    (_, at) => arriving * arrival.initial[Math.floor(at / s)] * service.initial[at % s],
  );
  const first = rowTimes(entering, sojourn);
  const ratio = matrixTimes(up, sojourn, size);
  const series = geometricSeries(ratio, size);
  const busy = rowTimes(first, series);
  const one = new Float64Array(size).fill(1);
  return {
    waitingLength: dot(rowTimes(rowTimes(busy, ratio), series), one),
    probability: (n: number) => dot(level(first, ratio, n - 1), one),
  };
}

/** first R^steps, by repeated squaring. */
function level(first: Float64Array, ratio: Float64Array, steps: number): Float64Array {
  let row = first;
  let power = ratio;
  for (let left = steps; left > 0 && row.some((value) => value > 0); left = Math.floor(left / 2)) {
    if (left % 2 === 1) row = rowTimes(row, power);
    power = matrixTimes(power, power, row.length);
  }
  return row;
}

/** Distribution of the arrival phase while the station is empty. */
function emptyPhases(arrival: PhaseType, service: PhaseType, sojourn: Float64Array): Float64Array {
  const { size, rates, exit, initial } = arrival;
  const s = service.size;
  const width = size * s;
  // an arrival starts a busy period, at the end of which the arrival phase is distributed as `after`
  const entering = Float64Array.from(
    { length: width },
    (_, at) => initial[Math.floor(at / s)] * service.initial[at % s],
  );
  const ending = rowTimes(entering, sojourn);
  const after = new Float64Array(size);
  for (let at = 0; at < width; at++) after[Math.floor(at / s)] += ending[at] * service.exit[at % s];
  return stationaryDistribution(
    rates.map((rate, at) => rate + exit[Math.floor(at / size)] * after[at % size]),
    size,
  );
}
