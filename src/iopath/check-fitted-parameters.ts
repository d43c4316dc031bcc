import { finite, integer, nonNegative, onlyFields, plainObject, positive, shown } from '../common';
import { invalid, list, text } from './check-values';
import type { FittedParameters } from './fitted-parameters';
import type { PathModel } from './model';

const fields = [
  'parameters',
  'covariance',
  'priorDominated',
  'degreesOfFreedom',
  'conditionNumber',
  'modelError',
  'replicateError',
  'data',
  'toolVersion',
];
const dataFields = ['fingerprint', 'observations', 'files', 'topologies', 'placements', 'message', 'window'];

/** Checks what a model says about its fit: that it names numbers of the model, and that the covariance can be one. */
export function checkFittedParameters(
  fit: FittedParameters,
  numberAt: (model: PathModel, path: string) => unknown,
  model: PathModel,
): void {
  onlyFields(plainObject(fit, 'fit'), fields, 'fit');
  texts(fit.parameters, 'fit.parameters');
  fit.parameters.forEach((path, i) => {
    const at = `fit.parameters[${i}]`;
    if (typeof numberAt(model, path) !== 'number')
      invalid(at, `the model has no number ${shown(path)}`, 'take the fit out of the model, or fit it again');
    if (fit.parameters.indexOf(path) < i) invalid(at, `${shown(path)} is listed twice`);
  });
  checkCovariance(fit);
  texts(fit.priorDominated, 'fit.priorDominated');
  positive(fit.degreesOfFreedom, 'fit.degreesOfFreedom');
  if (fit.conditionNumber !== undefined) positive(fit.conditionNumber, 'fit.conditionNumber');
  for (const name of ['modelError', 'replicateError'] as const)
    for (const [metric, value] of Object.entries(plainObject(fit[name], `fit.${name}`)))
      nonNegative(value as number, `fit.${name}.${metric}`);
  checkData(fit);
  text(fit.toolVersion, 'fit.toolVersion');
}

function texts(values: readonly string[], path: string): void {
  list(values, path);
  values.forEach((value, i) => {
    text(value, `${path}[${i}]`);
  });
}

/** Square, symmetric, and no correlation beyond 1. */
function checkCovariance({ covariance, parameters }: FittedParameters): void {
  const path = 'fit.covariance';
  list(covariance, path);
  if (covariance.length !== parameters.length)
    invalid(path, `${covariance.length} rows for ${parameters.length} parameters`);
  covariance.forEach((row, p) => {
    list(row, `${path}[${p}]`);
    if (row.length !== parameters.length)
      invalid(`${path}[${p}]`, `${row.length} numbers for ${parameters.length} parameters`);
    row.forEach((value, q) => {
      finite(value, `${path}[${p}][${q}]`);
    });
    nonNegative(row[p], `${path}[${p}][${p}]`);
  });
  for (let p = 0; p < parameters.length; p++)
    for (let q = 0; q < p; q++) {
      const limit = Math.sqrt(covariance[p][p] * covariance[q][q]);
      if (Math.abs(covariance[p][q] - covariance[q][p]) > 1e-6 * limit)
        invalid(
          `${path}[${p}][${q}]`,
          `${covariance[p][q]} is not ${covariance[q][p]}, as below the diagonal`,
        );
      if (Math.abs(covariance[p][q]) > limit * (1 + 1e-6))
        invalid(`${path}[${p}][${q}]`, 'a correlation beyond 1');
    }
}

function checkData({ data }: FittedParameters): void {
  const path = 'fit.data';
  onlyFields(plainObject(data, path), dataFields, path);
  text(data.fingerprint, `${path}.fingerprint`);
  integer(data.observations, `${path}.observations`, 1);
  for (const name of ['files', 'topologies', 'placements'] as const) texts(data[name], `${path}.${name}`);
  for (const name of ['message', 'window'] as const) {
    const range = data[name];
    onlyFields(plainObject(range, `${path}.${name}`), ['low', 'high'], `${path}.${name}`);
    positive(range.low, `${path}.${name}.low`);
    positive(range.high, `${path}.${name}.high`);
  }
}
