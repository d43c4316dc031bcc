import { deepFreeze, showItself } from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { settingOfRun } from './data/setting';
import { fittedModel } from './engine/fitted-model';
import { candidatesIn, settingsOf } from './suggest/candidates';
import { checkedSuggestOptions } from './suggest/suggest-options';
import type { AnswerNow, Suggestion, Suggestions, SuggestOptions } from './suggest/suggestions';
import { derivatives, interval, keyOf, rowKey, targetOf } from './suggest/target';

/**
 * Which measurement to make next, so that one answer of a fitted model becomes surer: a number of the model, or a metric
 * of a setting that cannot be measured yet.
 *
 * Around the estimates the model is taken as linear in the logarithms of its fitted numbers. With their covariance S, g
 * the gradient of the logarithm of the answer and j that of the logarithm of a measurement whose variance is s^2,
 * the measurement takes the variance of the answer
 *
 *   from  g' S g  to  g' S g - (g' S j)^2 / (s^2 + j' S j),
 *
 * whatever it will turn out to be. s^2 is the model error of its metric plus the variance of the mean of `replicates`
 * repetitions, both as the fit found them. The interval of a metric has the model error on top, which no measurement
 * elsewhere takes away. Candidates are runs of the model as it stands. Of those that differ in message, window or batch
 * alone the best is told. Cells of `measured` and the setting of the answer itself are not suggested; a row of `measured`
 * whose covariates change numbers of the model, or its traffic, was another run.
 *
 * @throws SidecoreError `invalid-shape` for a model without a fit, `unknown-name`, `invalid-value`
 * @example
 * suggestMeasurements(fitted.model, {
 *   answer: { metric: 'throughput', topology: 'intra-node', placement: 'driver-domain' },
 *   placements: ['none'],
 * }).suggestions[0]; // the measurement that helps most, and the interval to expect
 * @see Atkinson, Donev and Tobias 2007, Optimum Experimental Designs, with SAS, for criteria of this kind
 */
export function suggestMeasurements(model: PathModel | PathModelInput, options: SuggestOptions): Suggestions {
  const checked = pathModel(model);
  const about = fittedModel(checked);
  const { answer, count, replicates, metrics, measured, grid } = checkedSuggestOptions(checked, options);
  const target = targetOf(checked, about, answer);
  const settings = settingsOf(grid).filter((setting) => target.setting !== keyOf(checked, setting));
  const done = new Set(measured.map((one) => rowKey(checked, settingOfRun(checked, one, {}), one)));
  const candidates = settings
    .flatMap((setting, s) => candidatesIn(checked, setting, s, metrics))
    .filter((candidate) => !done.has(rowKey(checked, settings[candidate.setting], candidate)));
  const errors = candidates.map(({ metric }) =>
    Math.hypot(about.modelError(metric), about.replicateError(metric) / Math.sqrt(replicates)),
  );
  const { jacobian, logarithms } = derivatives(checked, about, settings, candidates);
  const spread = times(about.covariance, target.gradient);
  const variance = dot(target.gradient, spread);
  const standardError = Math.sqrt(variance);
  const ends = (error: number) => interval(target, error, about.quantile);
  const gains = candidates.map((_, i) => {
    const row = about.parameters.map((_parameter, p) => jacobian[p * candidates.length + i]);
    return dot(row, spread) ** 2 / (errors[i] ** 2 + dot(row, times(about.covariance, row)));
  });
  const order = gains.map((_, i) => i).sort((a, b) => gains[b] - gains[a] || a - b);
  const kinds = new Set<string>();
  const best = order.filter((i) => {
    const { setting, metric, subject, level } = candidates[i];
    const { topology, placement } = settings[setting].scenario;
    const kind = JSON.stringify([topology, placement, metric, subject, level]);
    return !kinds.has(kind) && kinds.add(kind);
  });
  const suggestions = best.slice(0, count).flatMap((i): Suggestion[] => {
    if (!(gains[i] > 1e-9 * variance)) return [];
    const { setting, metric, subject, level } = candidates[i];
    const after = Math.sqrt(Math.max(variance - gains[i], 0));
    return [
      {
        ...settings[setting].scenario,
        metric,
        subject,
        ...(level ? { level } : {}),
        predicted: Math.exp(logarithms[i]),
        error: errors[i],
        standardError: after,
        ...ends(after),
        shrinkage: 1 - after / standardError,
      },
    ];
  });
  const now: AnswerNow = {
    what: target.what,
    estimate: target.estimate,
    ...ends(standardError),
    standardError,
  };
  return deepFreeze(
    showItself({
      method: 'linearised-posterior' as const,
      exact: false as const,
      model: checked.name,
      answer: now,
      replicates,
      candidates: candidates.length,
      suggestions,
      warnings:
        suggestions.length > 0
          ? []
          : [
              {
                code: 'nothing-to-learn',
                path: target.what,
                message:
                  variance > 0
                    ? 'no measurement that was compared tells anything about it'
                    : 'it does not depend on any fitted number',
              },
            ],
    }),
  );
}

function times(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => dot(row, vector));
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
