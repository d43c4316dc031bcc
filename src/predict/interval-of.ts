import { SidecoreError } from '../common';
import { studentTQuantile } from '../common/distributions/student-t-quantile';
import type { FittedParameters, PathModel } from '../iopath/model';
import { valueAt, withValues } from '../iopath/with-values';
import type { Range } from '../queueing/networks/single-class-bounds';
import { choleskyRoot } from './parameter-draws';
import type { Prediction, PredictionInterval } from './prediction';

const level = 0.95;

/** Part of a standard deviation by which parameters are moved for the derivatives. */
const step = 0.1;

/**
 * The interval of a prediction by the delta method: with L L' the covariance of the logarithms of the parameters and t
 * the Student quantile,
 *
 *   ln X +/- t sqrt(sum_k (d ln X / d L_k)^2 + s^2),
 *
 * the derivatives by central differences along the columns of L, and s the model error of the metric.
 *
 * @param predictAt predicts the same scenario for a model with other numbers
 */
export function intervalOf(
  model: PathModel,
  fit: FittedParameters,
  prediction: Prediction,
  predictAt: (model: PathModel) => Prediction,
): PredictionInterval {
  const numbers = numbersOf(prediction);
  const variance = new Float64Array(numbers.length);
  const root = choleskyRoot(fit.covariance);
  for (let column = 0; column < root.length; column++) {
    if (root.every((row) => row[column] === 0)) continue;
    const [above, below] = [step, -step].map((size) => moved(model, fit, root, column, size, predictAt));
    // At the edge of what a number may be, one side has to do.
    const width = (above ? step : 0) + (below ? step : 0);
    if (width === 0) continue;
    const high = above ?? numbers;
    const low = below ?? numbers;
    for (let i = 0; i < numbers.length; i++) {
      const change = high[i] > 0 && low[i] > 0 ? Math.log(high[i] / low[i]) / width : 0;
      variance[i] += change ** 2;
    }
  }
  const quantile = studentTQuantile((1 - level) / 2, {
    degreesOfFreedom: fit.degreesOfFreedom,
    tail: 'upper',
  });
  const range = (i: number, metrics: readonly string[]): Range => {
    const half = quantile * Math.hypot(Math.sqrt(variance[i]), modelError(fit, metrics));
    return Object.freeze({ lower: numbers[i] * Math.exp(-half), upper: numbers[i] * Math.exp(half) });
  };
  const rates = ['throughput', 'packet_rate', 'message_rate'];
  const utilization: Record<string, Range> = {};
  coresOf(prediction).forEach((core, k) => {
    utilization[core] = range(3 + k, ['utilization']);
  });
  return Object.freeze({
    level,
    throughput: range(0, rates),
    cycleTime: range(1, ['round_trip_time', 'latency', ...rates]),
    cyclesPerPacket: range(2, ['cycles_per_packet', 'cycles_per_byte']),
    utilization: Object.freeze(utilization),
  });
}

function coresOf({ centres }: Prediction): string[] {
  return Object.keys(centres).filter((name) => centres[name].kind === 'core');
}

/** What has an interval, in the order of its ranges. */
function numbersOf(prediction: Prediction): number[] {
  const { throughput, cycleTime, cyclesPerPacket, centres } = prediction;
  return [
    throughput,
    cycleTime,
    cyclesPerPacket,
    ...coresOf(prediction).map((name) => centres[name].utilization),
  ];
}

/** The numbers with the parameters moved along a column; undefined where the model takes no such values. */
function moved(
  model: PathModel,
  { parameters }: FittedParameters,
  root: readonly (readonly number[])[],
  column: number,
  size: number,
  predictAt: (model: PathModel) => Prediction,
): number[] | undefined {
  const values: Record<string, number> = {};
  parameters.forEach((path, p) => {
    const value = valueAt(model, path);
    if (typeof value === 'number' && root[p][column] !== 0)
      values[path] = value * Math.exp(size * root[p][column]);
  });
  try {
    return numbersOf(predictAt(withValues(model, values)));
  } catch (error) {
    if (error instanceof SidecoreError) return undefined;
    throw error;
  }
}

/** Of the first of some metrics that was fitted; else the largest of all. */
function modelError({ modelError: errors }: FittedParameters, metrics: readonly string[]): number {
  const found = metrics.find((metric) => Object.hasOwn(errors, metric));
  return found === undefined ? Math.max(0, ...Object.values(errors)) : errors[found];
}
