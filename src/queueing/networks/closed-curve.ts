import { checkedAnswer, onlyFields, plainObject, SidecoreError } from '../../common';
import { type ClosedProblem, closedProblem } from './closed-problem';
import { convolve } from './convolution';
import { convolutionRecursion } from './convolution-recursion';
import { networkArrays, type QueueingNetwork } from './network';
import { type Watch, type WatchOptions, watchOf } from './watch';

/** Throughput and response time by population; entry n - 1 is for n customers, n = 1 ... N. */
export interface ClosedCurve {
  readonly method: string;
  readonly exact: true;
  readonly population: readonly number[];
  /** Passages per second. */
  readonly throughput: readonly number[];
  /** Time in the stations per passage, seconds, without think time. */
  readonly responseTime: readonly number[];
  /** Natural logarithm of G(n), raw demands in seconds. */
  readonly logNormalizingConstant: readonly number[];
}

/** Points of a curve that fit into memory beside their lists. */
const mostPoints = 10_000_000;

/**
 * The whole curve X(1), ..., X(N) and R(1), ..., R(N) of a closed network with one class, from one solution.
 *
 * At single-server stations alone by Buzen's convolution, with think time or delay stations by exact mean value
 * analysis, both in stations x N steps. With multi-server or load-dependent stations by scaled convolution, whose normalising constants hold for all populations within reach of
 * one scaling; R(n) is then n / X(n) - Z, with a relative error of some 1e-15 (1 + Z / R(n)).
 *
 * @throws SidecoreError `unsupported` for several classes or no product form; `invalid-value`; `too-large` beyond ten million
 *   customers; `aborted`
 * @example
 * closedCurve({
 *   classes: { user: { population: 4, thinkTime: 1 } },
 *   stations: { disk: { demand: 1 } },
 * }).throughput; // [0.5, 0.8, 0.9375, 0.9846]
 * @see Reiser and Lavenberg, J. ACM 27(2), 1980, pp. 313-322; Buzen, Comm. ACM 16(9), 1973
 */
export function closedCurve(network: QueueingNetwork, options: WatchOptions = {}): ClosedCurve {
  plainObject(options, 'options');
  onlyFields(options, ['signal', 'onProgress'], 'options');
  const arrays = networkArrays(network);
  if (arrays.classCount !== 1 || arrays.open[0])
    throw new SidecoreError({
      code: 'unsupported',
      path: 'classes',
      message: 'a curve over the population takes one closed class',
    });
  const problem = closedProblem(arrays, 'closedCurve');
  const size = arrays.population[0];
  if (size > mostPoints)
    throw new SidecoreError({
      code: 'too-large',
      path: `classes.${arrays.classNames[0]}.population`,
      message: `a curve of ${size} points is longer than the ${mostPoints} that fit into memory`,
      hint: 'ask for the populations of interest one by one with solve',
    });
  const throughput = new Array<number>(size);
  const responseTime = new Array<number>(size);
  const logNormalizingConstant = new Array<number>(size);
  const curve = { throughput, responseTime, logNormalizingConstant };
  const constant = problem.stations.every((station) => station.rates.length === 1);
  const watch = watchOf(options);
  if (size > 0) {
    if (constant && problem.thinkTime[0] === 0) byConstants(problem, curve);
    else if (constant) byMeanValues(problem, curve, watch);
    else byConvolution(problem, curve, watch);
    // what delay stations have become think time, a passage still spends in the stations
    const inDelays = problem.thinkTime[0] - arrays.thinkTime[0];
    for (let n = 0; n < size; n++) responseTime[n] += inDelays;
  }
  return checkedAnswer({
    method: constant && problem.thinkTime[0] > 0 ? 'exact-mva' : 'exact-convolution',
    exact: true,
    population: Array.from({ length: size }, (_, n) => n + 1),
    ...curve,
  });
}

interface Curve {
  readonly throughput: number[];
  readonly responseTime: number[];
  readonly logNormalizingConstant: number[];
}

function byConstants(problem: ClosedProblem, curve: Curve): void {
  const size = problem.population[0];
  const demand = problem.stations.flatMap((station) => station.places.map(() => station.demand[0]));
  const throughput = new Float64Array(size);
  convolutionRecursion(Float64Array.from(demand), size, throughput);
  let logG = 0;
  for (let n = 0; n < size; n++) {
    curve.throughput[n] = throughput[n];
    curve.responseTime[n] = (n + 1) / throughput[n];
    logG -= Math.log(throughput[n]);
    curve.logNormalizingConstant[n] = logG;
  }
}

function byMeanValues(problem: ClosedProblem, curve: Curve, watch: Watch): void {
  const demand = Float64Array.from(problem.stations, (station) => station.demand[0]);
  const together = Float64Array.from(problem.stations, (station, k) => demand[k] * station.places.length);
  const queue = new Float64Array(demand.length);
  let logG = 0;
  for (let n = 1; n <= problem.population[0]; n++) {
    if ((n & 65535) === 0) watch(n / problem.population[0]);
    let response = 0;
    for (let k = 0; k < demand.length; k++) {
      const residence = together[k] + demand[k] * queue[k];
      queue[k] = residence;
      response += residence;
    }
    const throughput = n / (problem.thinkTime[0] + response);
    for (let k = 0; k < demand.length; k++) queue[k] *= throughput;
    logG -= Math.log(throughput);
    curve.throughput[n - 1] = throughput;
    curve.responseTime[n - 1] = response;
    curve.logNormalizingConstant[n - 1] = logG;
  }
}

/**
 * From the full population down: one convolution, scaled for a population, is good for all those below whose constants
 * are far from underflow; the first that is not is the next to scale for.
 */
function byConvolution(problem: ClosedProblem, curve: Curve, watch: Watch): void {
  let population = problem.population[0];
  const most = population;
  while (population > 0) {
    const { constants } = convolve({ ...problem, population: Float64Array.of(population) }, false, watch);
    let n = population;
    for (; n > 0 && (n === population || constants.isSound(n - 1)); n--) {
      const throughput = constants.ratio(n);
      curve.throughput[n - 1] = throughput;
      curve.responseTime[n - 1] = n / throughput - problem.thinkTime[0];
      curve.logNormalizingConstant[n - 1] = constants.logConstant(n);
    }
    watch(1 - n / most);
    population = n;
  }
}
