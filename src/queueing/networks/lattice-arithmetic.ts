import type { Lattice, StationSeries } from './lattice';
import { fillPoisson, multiplyGeometric, multiplySeries, ownProbabilities } from './lattice';
import { logFillPoisson, logMultiplyGeometric, logMultiplySeries, logOwnProbabilities } from './log-lattice';

/** How the values of a lattice are kept: as they are, or as logarithms. */
export interface LatticeArithmetic {
  readonly fillPoisson: (lattice: Lattice, means: Float64Array, values: Float64Array) => void;
  readonly multiplyGeometric: (lattice: Lattice, weights: Float64Array, values: Float64Array) => void;
  readonly multiplySeries: (
    lattice: Lattice,
    series: StationSeries,
    values: Float64Array,
    space: Float64Array,
  ) => void;
  readonly ownProbabilities: (lattice: Lattice, series: StationSeries, values: Float64Array) => void;
  /** Divides all values by e^logDivisor. */
  readonly divide: (values: Float64Array, logDivisor: number) => void;
  /** own(n) becomes own(n) x others(N - n), as a plain number up to a common factor. */
  readonly pairUp: (own: Float64Array, others: Float64Array) => void;
  readonly quotient: (above: number, below: number) => number;
  readonly logarithm: (value: number) => number;
  /** True when a value is far enough from underflow to be exact to the last bits. */
  readonly isSound: (value: number) => boolean;
}

export const plainArithmetic: LatticeArithmetic = {
  fillPoisson,
  multiplyGeometric,
  multiplySeries,
  ownProbabilities,
  divide: (values, logDivisor) => {
    const factor = Math.exp(-logDivisor);
    for (let at = 0; at < values.length; at++) values[at] *= factor;
  },
  pairUp: (own, others) => {
    const full = own.length - 1;
    for (let at = 0; at <= full; at++) own[at] *= others[full - at];
  },
  quotient: (above, below) => above / below,
  logarithm: Math.log,
  // what has been lost below 1e-308 has grown by e^250 at most
  isSound: (value) => value > 1e-130,
};

/**
 * For stations that slow down as they fill: their constants can fall and rise again by more powers than a double has,
 * which no scaling by theta^n levels. Some twenty times slower; relative errors grow with log G, to 1e-11 or so.
 */
export const logArithmetic: LatticeArithmetic = {
  fillPoisson: logFillPoisson,
  multiplyGeometric: logMultiplyGeometric,
  multiplySeries: logMultiplySeries,
  ownProbabilities: logOwnProbabilities,
  divide: (values, logDivisor) => {
    for (let at = 0; at < values.length; at++) values[at] -= logDivisor;
  },
  pairUp: (own, others) => {
    const full = own.length - 1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let at = 0; at <= full; at++) {
      own[at] += others[full - at];
      if (own[at] > highest) highest = own[at];
    }
    for (let at = 0; at <= full; at++) own[at] = Math.exp(own[at] - highest);
  },
  quotient: (above, below) => Math.exp(above - below),
  logarithm: (value) => value,
  isSound: () => true,
};
