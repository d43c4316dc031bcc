import {
  deepFreeze,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  probability,
  SidecoreError,
  showItself,
  type Warning,
} from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { fingerprint } from './data/fingerprint';
import { type FitData, type Measurement, measurementsOf } from './data/measurements';
import { Evaluator } from './engine/evaluator';
import { type FittedModel, fittedModel } from './engine/fitted-model';
import { errorSummaries, predictedRows } from './engine/predicted-rows';
import type { FitResidual } from './fit-result';
import type { Observation, ObservedMetric } from './observation';
import type {
  BoundCheck,
  ValidateBy,
  ValidatedGroup,
  ValidateOptions,
  Validation,
  ValidationBounds,
} from './validation';

/**
 * How well a fitted model predicts measurements that it was not fitted to: their errors, how many of them lie in their
 * 95 % intervals, and whether stated bounds hold. Repetitions of one setting are taken together, as in a fit.
 *
 * An interval is for such a measurement: with y the logarithm of the prediction, g its gradient by the logarithms of the
 * fitted numbers and S their covariance,
 *
 *   y +/- t sqrt(g' S g + s_model^2 + s_rep^2 / n)
 *
 * Relative errors are |predicted / measured - 1|; of utilisations |predicted - measured|. Data that the fit has seen are
 * named by a warning `seen-data`; whether all rows are new is the caller's to know. A metric that the fit has not seen
 * (warning `unseen-metric`) is taken to be missed as far as the worst of those that it has.
 *
 * @throws SidecoreError `invalid-shape` for a model without a fit or when no measurement can be predicted,
 * `unknown-name` with file and line for a name that the model lacks, `invalid-value`
 * @example
 * const text = 'topology,placement,metric,value,unit\nintra-node,none,throughput,3.1,Gbit/s';
 * const { observations } = readObservations(text);
 * validate(fitted.model, observations, { bounds: { median: 0.05 } }).passed;
 * @see Seber and Wild 1989, Nonlinear Regression, section 5.1, for the interval
 */
export function validate(
  model: PathModel | PathModelInput,
  observations: readonly Observation[],
  options: ValidateOptions = {},
): Validation {
  const { bounds, by, scenario } = checkedOptions(options);
  const checked = pathModel(model);
  const about = fittedModel(checked);
  const data = measurementsOf(checked, observations, scenario);
  if (data.measurements.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'observations',
      message: 'there is no measurement that the model predicts',
      hint: [...new Set(data.excluded.map(({ code }) => code))].join(', ') || 'the list is empty',
    });
  const residuals = predicted(checked, about, data);
  const groups = grouped(residuals, by ?? 'placement');
  const checks = checkBounds(bounds, by === undefined ? grouped(residuals, 'all') : groups, by === 'metric');
  return deepFreeze(
    showItself({
      method: 'prediction-intervals' as const,
      exact: false as const,
      model: checked.name,
      observations: data.used.length,
      measurements: residuals.length,
      errors: errorSummaries(residuals),
      coverage: coverageOf(residuals),
      groups,
      bounds: checks,
      passed: checks.every(({ met }) => met),
      residuals,
      excluded: data.excluded,
      warnings: [...seen(about, data), ...data.warnings],
    }),
  );
}

const boundNames = ['median', 'p90', 'utilization', 'coverage'] as const;

function checkedOptions(options: ValidateOptions) {
  onlyFields(plainObject(options, 'options'), ['bounds', 'by', 'scenario'], 'options');
  const { bounds = {}, by, scenario = {} } = options;
  onlyFields(plainObject(bounds, 'options.bounds'), boundNames, 'options.bounds');
  for (const name of boundNames) {
    const limit = bounds[name];
    if (limit === undefined) continue;
    if (name === 'coverage') probability(limit, 'options.bounds.coverage');
    else nonNegative(limit, `options.bounds.${name}`);
  }
  if (by !== undefined) oneOf(by, ['placement', 'cell', 'metric'], 'options.by');
  return { bounds, by, scenario };
}

function predicted(model: PathModel, about: FittedModel, data: FitData): FitResidual[] {
  const measurements = data.measurements.map((one) => withKnownNoise(one, about));
  const evaluator = new Evaluator(model, about.parameters, data.settings, measurements);
  const origin = new Float64Array(about.parameters.length);
  const logarithms = evaluator.logarithms(origin);
  const jacobian = logarithms && evaluator.jacobian(origin);
  if (!logarithms || !jacobian)
    throw new SidecoreError({
      code: 'no-convergence',
      path: 'model',
      message: 'the model has no finite answer for the settings that were measured',
      hint: 'predict one of them first',
    });
  const metrics = new Set(measurements.map(({ observation }) => observation.metric));
  return predictedRows({
    settings: data.settings,
    measurements,
    differences: logarithms.map((value, i) => value - measurements[i].logarithm),
    jacobian,
    covariance: about.covariance,
    modelError: Object.fromEntries([...metrics].map((metric) => [metric, about.modelError(metric)])),
    degreesOfFreedom: about.fit.degreesOfFreedom,
  });
}

/** A single run says nothing about its noise: what the fit knows of it then counts. */
function withKnownNoise(one: Measurement, { fit }: FittedModel): Measurement {
  const { metric, standardDeviation } = one.observation;
  if (one.replicates > 1 || standardDeviation !== undefined) return one;
  return { ...one, error: Math.max(one.error, fit.replicateError[metric] ?? 0) };
}

function grouped(residuals: readonly FitResidual[], by: ValidateBy | 'all'): ValidatedGroup[] {
  const groups = new Map<string, FitResidual[]>();
  for (const residual of residuals) {
    const { placement, message, metric } = residual;
    const name = { all: '', placement, cell: `${placement}, ${message} B`, metric }[by];
    const group = groups.get(name);
    if (group) group.push(residual);
    else groups.set(name, [residual]);
  }
  return [...groups].map(([group, own]) => ({
    group,
    errors: errorSummaries(own),
    coverage: coverageOf(own),
  }));
}

function coverageOf(residuals: readonly FitResidual[]): number {
  const inside = residuals.filter(({ measured, lower, upper }) => measured >= lower && measured <= upper);
  return inside.length / residuals.length;
}

const rates: readonly ObservedMetric[] = ['throughput', 'packet_rate', 'message_rate'];

/** The bounds on each group. What only some groups can be checked with is left to them, as long as there is one. */
function checkBounds(
  bounds: ValidationBounds,
  groups: readonly ValidatedGroup[],
  everyMetric: boolean,
): BoundCheck[] {
  return boundNames.flatMap((bound): BoundCheck[] => {
    const limit = bounds[bound];
    if (limit === undefined) return [];
    const checks = groups.flatMap(({ group, errors, coverage }): BoundCheck[] => {
      const relevant = errors.filter(({ metric }) =>
        bound === 'utilization'
          ? metric === 'utilization'
          : metric !== 'utilization' && (everyMetric || rates.includes(metric)),
      );
      if (bound === 'coverage') return [{ bound, group, limit, found: coverage, met: coverage >= limit }];
      if (relevant.length === 0) return [];
      const found = Math.max(...relevant.map((one) => one[bound === 'p90' ? 'p90' : 'median']));
      return [{ bound, group, limit, found, met: found <= limit }];
    });
    return checks.length > 0 ? checks : [{ bound, group: '', limit, found: null, met: false }];
  });
}

function seen({ fit }: FittedModel, { used }: FitData): Warning[] {
  const warnings: Warning[] = [];
  const files = new Set(used.map(({ origin }) => origin.file));
  const common = fit.data.files.filter((file) => files.has(file));
  if (fingerprint(used) === fit.data.fingerprint)
    warnings.push({
      code: 'seen-data',
      path: 'observations',
      message: 'the model was fitted to these very measurements: this is no validation',
    });
  else if (common.length > 0)
    warnings.push({
      code: 'seen-data',
      path: 'observations',
      message: `the model was fitted to measurements of ${common.join(', ')}; make sure that these are other rows`,
    });
  const metrics = new Set(used.map(({ metric }) => metric));
  for (const metric of metrics)
    if (!Object.hasOwn(fit.modelError, metric))
      warnings.push({
        code: 'unseen-metric',
        path: metric,
        message: `the fit has seen no ${metric}: it is taken to be missed as far as the worst that it has seen`,
      });
  return warnings;
}
