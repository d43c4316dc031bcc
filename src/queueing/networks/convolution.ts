import type { ClosedAnswer } from './closed-answer';
import type { AlikeStations, ClosedProblem } from './closed-problem';
import { customersInRow, customersOf, type Lattice, latticeOf, type StationSeries } from './lattice';
import { type LatticeArithmetic, logArithmetic, plainArithmetic } from './lattice-arithmetic';
import { factorMoments, saddlePoint } from './saddle-point';
import { seriesTerms } from './series-terms';
import type { Watch } from './watch';

/** Scaled constants of all populations up to the full one, for a curve over the population of one class. */
export interface ConstantsByPopulation {
  /** G(n-1) / G(n). */
  readonly ratio: (n: number) => number;
  readonly logConstant: (n: number) => number;
  /** True when the constant of n is exact to the last bits. */
  readonly isSound: (n: number) => boolean;
}

export interface ConvolutionAnswer extends ClosedAnswer {
  readonly logNormalizingConstant: number;
  /** Meant for one class. */
  readonly constants: ConstantsByPopulation;
}

/** A group of alike stations whose rate depends on the number, with its series. */
interface Varying {
  readonly group: number;
  readonly copies: number;
  readonly series: StationSeries;
}

/** Values grow by the sums of the constant-rate stations; beyond e^250 they are scaled down. */
const headroom = 250;

/**
 * Normalising constants over the whole lattice of populations, and the means that follow from them, by scaled
 * convolution (see `exactConvolution`).
 *
 * Q of a constant-rate station: load_r x [G / (1 - S)](N - e_r) / G(N), one more pass over the lattice. Of another
 * station: from the constants of the network without it, found for all such stations by halving their list, so that
 * each is multiplied in log2(stations) times and nothing is ever divided out.
 */
export function convolve(
  problem: ClosedProblem,
  everyDistribution: boolean,
  watch: Watch,
): ConvolutionAnswer {
  return (
    convolveBy(problem, everyDistribution, watch, plainArithmetic) ??
    (convolveBy(problem, everyDistribution, watch, logArithmetic) as ConvolutionAnswer)
  );
}

/** Null when the constant of the full population has underflowed. */
function convolveBy(
  problem: ClosedProblem,
  everyDistribution: boolean,
  watch: Watch,
  arithmetic: LatticeArithmetic,
): ConvolutionAnswer | null {
  const { population, thinkTime, stations } = problem;
  const { multiplyGeometric, multiplySeries, quotient, logarithm } = arithmetic;
  const classCount = population.length;
  const theta = saddlePoint(stations, population, thinkTime);
  const lattice = latticeOf(population);
  const values = new Float64Array(lattice.cells);
  arithmetic.fillPoisson(
    lattice,
    thinkTime.map((time, r) => time * theta[r]),
    values,
  );
  let logScale = 0;
  for (let r = 0; r < classCount; r++)
    logScale += thinkTime[r] * theta[r] - population[r] * Math.log(theta[r]);

  const constant: { group: number; loads: Float64Array }[] = [];
  const varying: Varying[] = [];
  stations.forEach((station, group) => {
    const loads = station.demand.map((demand, r) => demand * theta[r]);
    if (station.rates.length === 1 && !everyDistribution) constant.push({ group, loads });
    else {
      const series = stationSeries(station, loads, customersOf(lattice));
      varying.push({ group, copies: station.places.length, series });
      logScale += station.places.length * series.logSum;
    }
  });
  let pending = 0;
  constant.forEach(({ group, loads }, done) => {
    watch((0.4 * done) / constant.length);
    const growth = -Math.log1p(-loads.reduce((sum, load) => sum + load, 0));
    for (let copy = 0; copy < stations[group].places.length; copy++) {
      pending += growth;
      if (pending > headroom) {
        arithmetic.divide(values, pending);
        logScale += pending;
        pending = 0;
      }
      multiplyGeometric(lattice, loads, values);
    }
  });

  const queueLength = stations.map(() => new Float64Array(classCount));
  const distribution: (Float64Array | null)[] = stations.map(() => null);
  const space = new Float64Array(lattice.cells);
  let whole: Float64Array | null = varying.length === 0 ? values : null;
  let leaves = 0;
  const visit = (list: readonly Varying[], others: Float64Array): void => {
    if (list.length === 1) {
      watch(0.4 + (0.4 * leaves++) / varying.length);
      const { group, copies, series } = list[0];
      for (let copy = 1; copy < copies; copy++) multiplySeries(lattice, series, others, space);
      arithmetic.ownProbabilities(lattice, series, space);
      arithmetic.pairUp(space, others);
      distribution[group] = marginal(lattice, space, queueLength[group]);
      if (whole === null) {
        multiplySeries(lattice, series, others, space);
        whole = others;
      }
      return;
    }
    const middle = list.length >> 1;
    for (const [keep, fold] of [
      [list.slice(0, middle), list.slice(middle)],
      [list.slice(middle), list.slice(0, middle)],
    ]) {
      const product = others.slice();
      for (const { copies, series } of fold)
        for (let copy = 0; copy < copies; copy++) multiplySeries(lattice, series, product, space);
      visit(keep, product);
    }
  };
  if (varying.length > 0) visit(varying, values);

  const constants = whole as unknown as Float64Array;
  const full = lattice.cells - 1;
  if (!arithmetic.isSound(constants[full])) return null;
  constant.forEach(({ group, loads }, done) => {
    watch(0.8 + (0.2 * done) / constant.length);
    space.set(constants);
    multiplyGeometric(lattice, loads, space);
    for (let r = 0; r < classCount; r++)
      queueLength[group][r] = loads[r] * quotient(space[full - lattice.stride[r]], constants[full]);
  });
  const logConstant = (n: number) =>
    logarithm(constants[n]) + logScale + (full - n) * Math.log(theta[classCount - 1]);
  return {
    throughput: theta.map((rate, r) => rate * quotient(constants[full - lattice.stride[r]], constants[full])),
    queueLength,
    distribution,
    logNormalizingConstant: logConstant(full),
    constants: {
      ratio: (n) => theta[0] * quotient(constants[n - 1], constants[n]),
      logConstant,
      isSound: (n) => arithmetic.isSound(constants[n]),
    },
  };
}

function stationSeries(station: AlikeStations, loads: Float64Array, customers: number): StationSeries {
  const { rates } = station;
  const load = loads.reduce((sum, value) => sum + value, 0);
  const { logSum } = factorMoments(rates, load);
  return {
    shares: loads.map((value) => value / load),
    terms: seriesTerms(load, (j) => rates[j - 1], Math.min(rates.length - 1, customers), logSum),
    ratio: load / rates[rates.length - 1],
    load,
    rates,
    logSum,
  };
}

/**
 * Distribution of the number at a station from the weights of each mix of customers there, summed by their total and
 * normalised. Adds up the mean number of each class in `means`.
 */
function marginal(lattice: Lattice, weights: Float64Array, means: Float64Array): Float64Array {
  const { cells, rowLength, classCount } = lattice;
  const last = classCount - 1;
  const result = new Float64Array(customersOf(lattice) + 1);
  let all = 0;
  for (let start = 0; start < cells; start += rowLength) {
    let before = 0;
    for (let r = 0; r < last; r++) before += customersInRow(lattice, start, r);
    let row = 0;
    for (let j = 0; j < rowLength; j++) {
      const weight = weights[start + j];
      result[before + j] += weight;
      row += weight;
      means[last] += weight * j;
    }
    for (let r = 0; r < last; r++) means[r] += row * customersInRow(lattice, start, r);
    all += row;
  }
  for (let r = 0; r < classCount; r++) means[r] /= all;
  for (let n = 0; n < result.length; n++) result[n] /= all;
  return result;
}
