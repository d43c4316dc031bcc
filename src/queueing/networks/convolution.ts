import type { ClosedAnswer } from './closed-answer';
import type { AlikeStations, ClosedProblem } from './closed-problem';
import {
  customersInRow,
  fillPoisson,
  type Lattice,
  latticeOf,
  multiplyGeometric,
  multiplySeries,
  type StationSeries,
} from './lattice';
import { factorMoments, saddlePoint } from './saddle-point';
import { seriesTerms } from './series-terms';
import type { Watch } from './watch';

export interface ConvolutionAnswer extends ClosedAnswer {
  readonly logNormalizingConstant: number;
  /** Scaled constants of all populations: log G(n) = log constants(n) + logScale + sum_r (N_r - n_r) log theta_r. */
  readonly constants: Float64Array;
  readonly theta: Float64Array;
  readonly logScale: number;
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
  const { population, thinkTime, stations } = problem;
  const classCount = population.length;
  const theta = saddlePoint(stations, population, thinkTime);
  const lattice = latticeOf(population);
  const values = new Float64Array(lattice.cells);
  fillPoisson(
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
      const { series, logSum } = stationSeries(station, loads, population);
      varying.push({ group, copies: station.places.length, series });
      logScale += station.places.length * logSum;
    }
  });
  let pending = 0;
  constant.forEach(({ group, loads }, done) => {
    watch((0.4 * done) / constant.length);
    const growth = -Math.log1p(-loads.reduce((sum, load) => sum + load, 0));
    for (let copy = 0; copy < stations[group].places.length; copy++) {
      pending += growth;
      if (pending > headroom) {
        const factor = Math.exp(-pending);
        for (let at = 0; at < values.length; at++) values[at] *= factor;
        logScale += pending;
        pending = 0;
      }
      multiplyGeometric(lattice, loads, values);
    }
  });

  const queueLength = stations.map(() => new Float64Array(classCount));
  const distribution: (Float64Array | null)[] = stations.map(() => null);
  const space = new Float64Array(lattice.cells);
  let total: Float64Array | null = varying.length === 0 ? values : null;
  let leaves = 0;
  const visit = (list: readonly Varying[], others: Float64Array): void => {
    if (list.length === 0) return;
    if (list.length === 1) {
      watch(0.4 + (0.4 * leaves++) / varying.length);
      const { group, copies, series } = list[0];
      for (let copy = 1; copy < copies; copy++) multiplySeries(lattice, series, others, space);
      ownProbabilities(lattice, series, space);
      distribution[group] = marginal(lattice, space, others, queueLength[group]);
      if (total === null) {
        multiplySeries(lattice, series, others, space);
        total = others;
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
  visit(varying, values);

  const all = total as unknown as Float64Array;
  const full = lattice.cells - 1;
  const throughput = theta.map((rate, r) => (rate * all[full - lattice.stride[r]]) / all[full]);
  constant.forEach(({ group, loads }, done) => {
    watch(0.8 + (0.2 * done) / constant.length);
    space.set(all);
    multiplyGeometric(lattice, loads, space);
    for (let r = 0; r < classCount; r++)
      queueLength[group][r] = (loads[r] * space[full - lattice.stride[r]]) / all[full];
  });
  const logNormalizingConstant = Math.log(all[full]) + logScale;
  return { throughput, queueLength, distribution, logNormalizingConstant, constants: all, theta, logScale };
}

function stationSeries(
  station: AlikeStations,
  loads: Float64Array,
  population: Float64Array,
): { series: StationSeries; logSum: number } {
  const { rates } = station;
  const load = loads.reduce((sum, value) => sum + value, 0);
  const customers = population.reduce((sum, n) => sum + n, 0);
  const { logSum } = factorMoments(rates, load);
  const top = Math.min(rates.length - 1, customers);
  return {
    series: {
      shares: loads.map((value) => value / load),
      terms: seriesTerms(load, (j) => rates[j - 1], top, logSum),
      ratio: load / rates[rates.length - 1],
    },
    logSum,
  };
}

/** Fills the lattice with the probabilities of each mix of customers at a station that stands alone. */
function ownProbabilities(lattice: Lattice, series: StationSeries, values: Float64Array): void {
  const { cells, rowLength, classCount } = lattice;
  const { terms, ratio } = series;
  values.fill(0);
  values[0] = 1;
  multiplyGeometric(lattice, series.shares, values);
  const customers = lattice.population.reduce((sum, n) => sum + n, 0);
  const factor = new Float64Array(customers + 1);
  for (let n = 0; n <= customers; n++) factor[n] = n < terms.length ? terms[n] : factor[n - 1] * ratio;
  for (let start = 0; start < cells; start += rowLength) {
    let before = 0;
    for (let r = 0; r < classCount - 1; r++) before += customersInRow(lattice, start, r);
    for (let j = 0; j < rowLength; j++) values[start + j] *= factor[before + j];
  }
}

/**
 * Distribution of the number at a station in the closed network: own(n) x others(N - n), summed by the total of n and
 * normalised. Adds up the mean number of each class in `means`.
 */
function marginal(
  lattice: Lattice,
  own: Float64Array,
  others: Float64Array,
  means: Float64Array,
): Float64Array {
  const { cells, rowLength, classCount } = lattice;
  const last = classCount - 1;
  const customers = lattice.population.reduce((sum, n) => sum + n, 0);
  const result = new Float64Array(customers + 1);
  let all = 0;
  for (let start = 0; start < cells; start += rowLength) {
    let before = 0;
    for (let r = 0; r < last; r++) before += customersInRow(lattice, start, r);
    let row = 0;
    for (let j = 0; j < rowLength; j++) {
      const weight = own[start + j] * others[cells - 1 - start - j];
      result[before + j] += weight;
      row += weight;
      means[last] += weight * j;
    }
    for (let r = 0; r < last; r++) means[r] += row * customersInRow(lattice, start, r);
    all += row;
  }
  for (let r = 0; r < classCount; r++) means[r] /= all;
  for (let n = 0; n <= customers; n++) result[n] /= all;
  return result;
}
