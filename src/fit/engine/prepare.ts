import { SidecoreError, shown } from '../../common';
import type { PathModel } from '../../iopath/model';
import { pathModel } from '../../iopath/path-model';
import type { PathModelInput } from '../../iopath/path-model-input';
import { measurementsOf } from '../data/measurements';
import { checkedOptions, type FitOptions } from '../fit-options';
import type { Observation } from '../observation';
import { Evaluator } from './evaluator';
import { freeParameters } from './free-parameters';
import { knownProfiles } from './profiles-of';

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
  knownProfiles(evaluator, settings.profiles);
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
