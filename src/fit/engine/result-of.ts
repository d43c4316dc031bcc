import { deepFreeze, showItself, type Warning } from '../../common';
import { version } from '../../common/version';
import type { FittedData, FittedParameters } from '../../iopath/fitted-parameters';
import type { PathModel } from '../../iopath/model';
import { pathModel } from '../../iopath/path-model';
import { correctedAkaike } from '../corrected-akaike';
import { fingerprint } from '../data/fingerprint';
import type { FitData } from '../data/measurements';
import type { FitResult, Ladder } from '../fit-result';
import { identifiability } from '../identifiability';
import { fitWarnings } from './fit-remarks';
import { type Fitted, inSample } from './fitted';
import type { FreeParameters } from './free-parameters';
import { fused } from './fuse';
import { parameterTable } from './parameter-table';
import { errorSummaries } from './predicted-rows';

interface Parts extends Pick<FitResult, 'unobserved' | 'bootstrap' | 'profiles'> {
  readonly free: FreeParameters;
  readonly left: FitResult['leaveOut'];
  readonly ladder: Ladder | null;
}

/** What a fit tells. */
export function resultOf(before: PathModel, all: Fitted, parts: Parts): FitResult {
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
  const result: FitResult = {
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
  };
  return deepFreeze(showItself(result));
}

/** The covariance with a row for each path: those of one factor move together. */
function expanded({ evaluator, posterior }: Fitted): Pick<FittedParameters, 'parameters' | 'covariance'> {
  const owners = evaluator.parameters.flatMap(({ paths }, p) => paths.map(() => p));
  return {
    parameters: evaluator.parameters.flatMap(({ paths }) => paths),
    covariance: owners.map((p) => owners.map((q) => rounded(posterior.covariance[p][q]))),
  };
}

/** To what a file need hold. */
function rounded(value: number): number {
  return Number(value.toPrecision(6));
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
