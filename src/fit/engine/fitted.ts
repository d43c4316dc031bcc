import { studentTQuantile } from '../../common/distributions/student-t-quantile';
import type { FitData } from '../data/measurements';
import type { CheckedOptions } from '../fit-options';
import type { FitResidual } from '../fit-result';
import { type Estimate, estimate } from './estimate';
import type { Evaluator } from './evaluator';
import { predictedRows } from './predicted-rows';

/** An estimate with what its intervals need. */
export interface Fitted extends Estimate {
  readonly evaluator: Evaluator;
  readonly data: FitData;
  readonly degreesOfFreedom: number;
  /** Of 95 % intervals, two-sided. */
  readonly quantile: number;
}

export function fitted(evaluator: Evaluator, data: FitData, options: CheckedOptions): Fitted {
  const { loss, starts, seed, modelError, signal } = options;
  const found = estimate(evaluator, { loss, starts, seed, modelError, ...(signal ? { signal } : {}) });
  const { degreesOfFreedom } = found.posterior;
  const quantile = studentTQuantile(0.025, { degreesOfFreedom, tail: 'upper' });
  return { ...found, evaluator, data, degreesOfFreedom, quantile };
}

/** The measurements of a fit beside its predictions. */
export function inSample({
  data,
  evaluator,
  differences,
  jacobian,
  posterior,
  modelError,
  degreesOfFreedom,
}: Fitted): FitResidual[] {
  return predictedRows({
    settings: data.settings,
    measurements: evaluator.measurements,
    differences,
    jacobian,
    covariance: posterior.covariance,
    modelError,
    degreesOfFreedom,
  });
}

/** Standard error of a parameter over the standard deviation of what was known before (1 where nothing was). */
export function shrinkages({ parameters }: Evaluator, covariance: readonly (readonly number[])[]): number[] {
  return parameters.map(({ prior }, p) => Math.sqrt(covariance[p][p]) / (prior?.deviation ?? 1));
}

/** Above this share the data have hardly narrowed what was known before. */
export const dominated = 0.7;
