import { deepFreeze, SidecoreError, shown, type Warning } from '../common';
import { version } from '../common/version';
import type { FittedData, FittedParameters } from '../iopath/fitted-parameters';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { watchOf } from '../queueing/networks/watch';
import { correctedAkaike } from './corrected-akaike';
import { fingerprint } from './data/fingerprint';
import { type FitData, measurementsOf } from './data/measurements';
import { Evaluator } from './engine/evaluator';
import { fitWarnings } from './engine/fit-remarks';
import { type Fitted, fitted, inSample } from './engine/fitted';
import { type FreeParameters, freeParameters } from './engine/free-parameters';
import { fused } from './engine/fuse';
import { climb } from './engine/ladder';
import { leaveOut } from './engine/leave-out';
import { parameterTable } from './engine/parameter-table';
import { errorSummaries } from './engine/predicted-rows';
import { profilesOf } from './engine/profiles-of';
import { replicates } from './engine/replicates';
import { checkedOptions, type FitOptions } from './fit-options';
import type { FitResult, Ladder } from './fit-result';
import { identifiability } from './identifiability';
import type { Observation } from './observation';

/**
 * Fits numbers of a model to measurements, and tells how sure they are and how well the model predicts.
 *
 *   min over theta of  sum_i rho((ln y_i - ln model_i(theta)) / s_i) + sum_p ((ln theta_p - ln theta_p0) / tau_p)^2
 *
 * y_i are means of repetitions; s_i^2 is their variance plus that of the model error, which is estimated for each
 * metric so that the residuals have the size that s says; rho is the soft-L1 loss; a range of the model is taken as
 * plus and minus two standard deviations tau around the number that the model has.
 *
 * Assumes that measurement and model errors are relative, independent and about normal but for outliers. Each row is
 * one setting: topology, placement, message and window from its columns; covariates named after a path of the model
 * (`contexts.guest.footprintLines`, `traffic.kind`, `batch`) lay over the model for this row. A parameter without a
 * range gets a vague prior of a factor of 150 either way. No parameter moves further than a factor of 1000.
 *
 * What the data cannot tell apart is reported so: see `fused`, `priorDominated`, `warnings`. The answer is a local
 * minimum; `statistics.agreeing` says how many of the searches ended there. Intervals are those of the linear
 * approximation around it; `profiles` and `bootstrap` do without.
 *
 * @param observations SI units, as the importers give them
 * @throws SidecoreError `invalid-shape` without usable measurements or with fewer than parameters without a range,
 * `unknown-name` for a topology, placement, subject or path that the model lacks, `invalid-value` for values that are
 * no numbers, with file and line; `aborted`
 * @see docs/fitting.md; docs/theory.md
 */
export function fit(
  model: PathModel | PathModelInput,
  observations: readonly Observation[],
  options: FitOptions = {},
): FitResult {
  const prepared = prepare(model, observations, options);
  const { checked, data, free, unobserved, settings } = prepared;
  const watch = watchOf(settings);
  const climbed = settings.ladder ? climb(prepared.evaluator, checked, data, settings) : null;
  const all = fitted(climbed?.evaluator ?? prepared.evaluator, data, settings);
  watch(0.5);
  const left = settings.leaveOut ? leaveOut(all, settings.leaveOut) : null;
  const bootstrap =
    settings.bootstrap > 0
      ? replicates(all, 'case', {
          replicates: settings.bootstrap,
          seed: settings.seed,
          ...(settings.signal ? { signal: settings.signal } : {}),
        })
      : null;
  const profiles = profilesOf(all, settings.profiles);
  watch(1);
  return resultOf(checked, all, {
    free,
    unobserved,
    left,
    bootstrap,
    profiles,
    ladder: climbed?.ladder ?? null,
  });
}

/** Everything up to the search, for `fit` and for replicates of it on other threads. */
export function prepare(
  model: PathModel | PathModelInput,
  observations: readonly Observation[],
  options: FitOptions,
) {
  const settings = checkedOptions(options);
  const { fit: before, ...plain } = pathModel(model);
  const checked = before ? pathModel(plain) : (pathModel(model) as PathModel);
  if (!Array.isArray(observations))
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'observations',
      message: `${shown(observations)} is not a list of observations`,
    });
  const data = measurementsOf(checked, observations, settings.scenario);
  if (data.measurements.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'observations',
      message: `none of ${observations.length} rows can be fitted`,
      hint: data.warnings[0]?.message ?? 'give measured throughput, cycles, misses or utilization',
    });
  const free = freeParameters(checked, settings);
  const full = new Evaluator(checked, free.parameters, data.settings, data.measurements);
  const seen = observedParameters(full);
  const unobserved = free.parameters.flatMap(({ name }, p) => (seen.includes(p) ? [] : [name]));
  if (seen.length === 0)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'options.free',
      message: 'no measurement depends on any of the parameters',
      hint: `free are ${unobserved.slice(0, 5).join(', ')}`,
    });
  const evaluator = full.forParameters(seen);
  const vague = evaluator.parameters.filter(({ prior }) => prior === null).length;
  if (data.measurements.length < vague)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'observations',
      message: `${data.measurements.length} measurements cannot tell ${vague} parameters of which nothing is known`,
      hint: 'measure more, fix or tie parameters, or give them ranges',
    });
  return { checked, data, free, unobserved, evaluator, settings };
}

/** A relative effect of a relative change below this is none. */
const noEffect = 1e-7;

/** Parameters that some measurement depends on. */
function observedParameters(evaluator: Evaluator): number[] {
  const jacobian = evaluator.jacobian(new Float64Array(evaluator.parameters.length));
  if (!jacobian)
    throw new SidecoreError({
      code: 'no-convergence',
      path: 'model',
      message: 'the model has no finite answer for the settings that were measured',
      hint: 'predict one of them first',
    });
  const rows = evaluator.measurements.length;
  return evaluator.parameters.flatMap((_, p) =>
    jacobian.subarray(p * rows, (p + 1) * rows).some((value) => Math.abs(value) > noEffect) ? [p] : [],
  );
}

interface Parts extends Pick<FitResult, 'unobserved' | 'bootstrap' | 'profiles'> {
  readonly free: FreeParameters;
  readonly left: FitResult['leaveOut'];
  readonly ladder: Ladder | null;
}

function resultOf(before: PathModel, all: Fitted, parts: Parts): FitResult {
  const { evaluator, data, answer, posterior, objective, modelError, quantile, jacobian, differences } = all;
  const { parameters } = evaluator;
  const names = parameters.map(({ name }) => name);
  const rows = differences.length;
  const groups = fused({
    names,
    point: all.point,
    jacobian: jacobian.map((value, i) => value / objective.deviations[i % rows]),
    scales: parameters.map(({ prior }) => prior?.deviation ?? 1),
    covariance: posterior.covariance,
    quantile,
  });
  const table = parameterTable(all, groups);
  const { conditionNumber, singularValues } = identifiability(answer, { scale: 'logarithmic' });
  const condition = Number.isFinite(conditionNumber) ? { conditionNumber } : {};
  const standardized = differences.map((value, i) => value / objective.deviations[i]);
  const chiSquared = standardized.reduce((sum, value) => sum + value ** 2, 0);
  const counted = Math.round(posterior.effective) + 1;
  const residuals = inSample(all);
  const placements = [...new Set(residuals.map(({ placement }) => placement))];
  const statistics = {
    observations: evaluator.measurements.reduce((sum, { replicates: count }) => sum + count, 0),
    measurements: rows,
    settings: new Set(evaluator.measurements.map(({ setting }) => setting)).size,
    parameters: names.length,
    effectiveParameters: posterior.effective,
    degreesOfFreedom: all.degreesOfFreedom,
    chiSquared,
    aicc:
      rows > counted + 1 && chiSquared > 0
        ? correctedAkaike({ sumOfSquares: chiSquared, observations: rows, parameters: counted })
        : null,
    ...condition,
    starts: all.starts,
    agreeing: all.agreeing,
  };
  const certainty: FittedParameters = {
    ...expanded(all),
    priorDominated: names.flatMap((name) => (table[name].priorDominated ? table[name].paths : [])),
    degreesOfFreedom: all.degreesOfFreedom,
    ...condition,
    modelError,
    replicateError: data.replicateError,
    data: dataOf(data, all),
    toolVersion: version,
  };
  const model = pathModel({ ...evaluator.modelAt(all.point), parameters: before.parameters, fit: certainty });
  const { status, message, converged } = answer;
  const remarks: Warning[] = [
    ...data.warnings,
    ...fitWarnings({ all, table, groups, statistics, held: parts.free.held, unobserved: parts.unobserved }),
  ];
  return deepFreeze({
    method: 'log-least-squares',
    exact: false,
    converged,
    status,
    message,
    iterations: all.iterations,
    evaluations: evaluator.evaluations,
    model,
    parameters: table,
    unobserved: parts.unobserved,
    statistics,
    modelError,
    replicateError: data.replicateError,
    correlations: correlationsOf(names, posterior.covariance),
    singularValues,
    fused: groups,
    residuals,
    errors: errorSummaries(residuals),
    errorsByPlacement: Object.fromEntries(
      placements.map((name) => [
        name,
        errorSummaries(residuals.filter(({ placement }) => placement === name)),
      ]),
    ),
    leaveOut: parts.left,
    ladder: parts.ladder,
    bootstrap: parts.bootstrap,
    profiles: parts.profiles,
    excluded: data.excluded,
    warnings: remarks,
  });
}

/** The covariance with a row for each path: those of one factor move together. */
function expanded({ evaluator, posterior }: Fitted): Pick<FittedParameters, 'parameters' | 'covariance'> {
  const owners = evaluator.parameters.flatMap(({ paths }, p) => paths.map(() => p));
  return {
    parameters: evaluator.parameters.flatMap(({ paths }) => paths),
    covariance: owners.map((p) => owners.map((q) => posterior.covariance[p][q])),
  };
}

function dataOf({ used, settings }: FitData, { evaluator }: Fitted): FittedData {
  const scenarios = evaluator.measurements.map(({ setting }) => settings[setting].scenario);
  const unique = (values: readonly string[]) => [...new Set(values)].sort();
  const range = (values: readonly number[]) => ({
    low: values.reduce((a, b) => Math.min(a, b)),
    high: values.reduce((a, b) => Math.max(a, b)),
  });
  return {
    fingerprint: fingerprint(used),
    observations: used.length,
    files: unique(used.map(({ origin }) => origin.file)),
    topologies: unique(scenarios.map(({ topology }) => topology)),
    placements: unique(scenarios.map(({ placement }) => placement)),
    message: range(scenarios.map(({ message }) => message)),
    window: range(scenarios.map(({ window }) => window)),
  };
}

function correlationsOf(
  names: readonly string[],
  covariance: readonly (readonly number[])[],
): FitResult['correlations'] {
  const pairs = names.flatMap((first, p) =>
    names.slice(0, p).flatMap((second, q) => {
      const product = covariance[p][p] * covariance[q][q];
      const correlation = product > 0 ? covariance[p][q] / Math.sqrt(product) : 0;
      return Math.abs(correlation) >= 0.1 ? [{ between: [second, first] as const, correlation }] : [];
    }),
  );
  return pairs.sort((a, b) => Math.abs(b.correlation) - Math.abs(a.correlation));
}
