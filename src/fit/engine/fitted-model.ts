import { SidecoreError } from '../../common';
import { studentTQuantile } from '../../common/distributions/student-t-quantile';
import type { FittedParameters, PathModel } from '../../iopath/model';
import type { ObservedMetric } from '../observation';
import { type FreeParameter, freeParameters } from './free-parameters';

/** What a fitted model says of itself, as the engine takes it. */
export interface FittedModel {
  readonly fit: FittedParameters;
  /** Every fitted number on its own, at its estimate. */
  readonly parameters: readonly FreeParameter[];
  /** Of the logarithms of these. */
  readonly covariance: readonly (readonly number[])[];
  /** Of 95 % intervals, two-sided. */
  readonly quantile: number;
  /** Standard deviation of the logarithm; of a metric that the fit has not seen, the largest of those that it has. */
  modelError(metric: ObservedMetric): number;
  replicateError(metric: ObservedMetric): number;
}

/** Where a fit has said nothing of an error. */
const unknownError = 0.05;

/** @throws SidecoreError `invalid-shape` for a model without a fit */
export function fittedModel(model: PathModel): FittedModel {
  const { fit } = model;
  if (fit === undefined || fit.parameters.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'model.fit',
      message: 'the model does not say how sure its numbers are',
      hint: 'fit it to measurements first: sidecore fit',
    });
  const { parameters } = freeParameters(model, { free: fit.parameters, priors: false });
  const places = parameters.map(({ name }) => fit.parameters.indexOf(name));
  const errorIn = (table: Readonly<Record<string, number>>) => (metric: ObservedMetric) =>
    table[metric] ?? Math.max(...Object.values(table), ...(Object.keys(table).length ? [] : [unknownError]));
  return {
    fit,
    parameters,
    covariance: places.map((p) => places.map((q) => fit.covariance[p][q])),
    quantile: studentTQuantile(0.025, { degreesOfFreedom: fit.degreesOfFreedom, tail: 'upper' }),
    modelError: errorIn(fit.modelError),
    replicateError: errorIn(fit.replicateError),
  };
}
