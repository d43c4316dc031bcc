import type { PathModel } from '../iopath/model';
import type { PathModelInput } from '../iopath/path-model-input';
import { watchOf } from '../queueing/networks/watch';
import { fitted } from './engine/fitted';
import { climb } from './engine/ladder';
import { leaveOut } from './engine/leave-out';
import { prepare } from './engine/prepare';
import { profilesOf } from './engine/profiles-of';
import { replicates } from './engine/replicates';
import { resultOf } from './engine/result-of';
import type { FitOptions } from './fit-options';
import type { FitResult } from './fit-result';
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
 * @example
 * const { parameters, warnings } = fit(xenPv, observations, { free: ['stages.*.cycles'], leaveOut: 'placement' });
 * parameters['stages.grant-copy.cycles'].upper;
 * @see docs/theory.md, section 12; docs/fit-recovery.md, how often intervals hold the truth
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
