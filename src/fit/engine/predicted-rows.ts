import { studentTQuantile } from '../../common/distributions/student-t-quantile';
import { enoughReplicates, type Measurement } from '../data/measurements';
import type { Setting } from '../data/setting';
import type { ErrorSummary, FitResidual } from '../fit-result';
import { softL1Weight } from '../soft-l1-weight';

/** What is needed to say how well some measurements are predicted. */
export interface Predicted {
  readonly settings: readonly Setting[];
  readonly measurements: readonly Measurement[];
  /** ln(model / measured). */
  readonly differences: Float64Array;
  readonly jacobian: Float64Array;
  readonly covariance: readonly (readonly number[])[];
  readonly modelError: Readonly<Record<string, number>>;
  readonly degreesOfFreedom: number;
}

/** The measurements beside what the model says of them, with intervals for such measurements. */
export function predictedRows(given: Predicted): FitResidual[] {
  const { settings, measurements, differences, jacobian, covariance, modelError, degreesOfFreedom } = given;
  const rows = measurements.length;
  const parameters = covariance.length;
  return measurements.map(({ setting, observation, replicates, logarithm, error }, i) => {
    const { configuration, scenario } = settings[setting];
    const { topology, placement, message, window } = scenario;
    const { metric, subject, level, origin } = observation;
    let variance = error ** 2 + modelError[metric] ** 2;
    const deviation = Math.sqrt(variance);
    for (let p = 0; p < parameters; p++)
      for (let q = 0; q < parameters; q++)
        variance += jacobian[p * rows + i] * covariance[p][q] * jacobian[q * rows + i];
    const freedom = freedomOf(variance, error ** 2, replicates, degreesOfFreedom);
    const half = studentTQuantile(0.025, { degreesOfFreedom: freedom, tail: 'upper' }) * Math.sqrt(variance);
    const predicted = Math.exp(logarithm + differences[i]);
    return {
      configuration,
      topology,
      placement,
      message,
      window,
      metric,
      subject,
      ...(level === undefined ? {} : { level }),
      replicates,
      measured: Math.exp(logarithm),
      predicted,
      lower: predicted * Math.exp(-half),
      upper: predicted * Math.exp(half),
      residual: -differences[i],
      standardized: -differences[i] / deviation,
      weight: softL1Weight(differences[i] / deviation),
      origin,
    };
  });
}

/**
 * Degrees of freedom of the variance of a prediction less a mean of some repetitions, which know their own scatter with
 * one fewer than there are: (v_1 + v_2)^2 / (v_1^2 / nu_1 + v_2^2 / nu_2), Satterthwaite, Biometrics Bulletin 2 (1946) 110.
 */
function freedomOf(variance: number, ofMean: number, replicates: number, ofFit: number): number {
  if (replicates < enoughReplicates) return ofFit;
  const rest = variance - ofMean;
  return variance ** 2 / (ofMean ** 2 / (replicates - 1) + rest ** 2 / ofFit);
}

/** Sizes of the errors of some measurements by metric: relative ones, of utilisations differences. */
export function errorSummaries(residuals: readonly FitResidual[]): ErrorSummary[] {
  const metrics = [...new Set(residuals.map(({ metric }) => metric))];
  return metrics.map((metric) => {
    const own = residuals.filter((residual) => residual.metric === metric);
    const errors = own
      .map(
        ({ measured, predicted }) =>
          Math.abs(predicted - measured) / (metric === 'utilization' ? 1 : measured),
      )
      .sort((a, b) => a - b);
    const inside = own.filter(({ measured, lower, upper }) => measured >= lower && measured <= upper);
    return {
      metric,
      count: own.length,
      median: quantileOf(errors, 0.5),
      p90: quantileOf(errors, 0.9),
      largest: errors[errors.length - 1],
      coverage: inside.length / own.length,
    };
  });
}

/** Linear between order statistics. */
function quantileOf(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below]);
}
