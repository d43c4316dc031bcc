import { SidecoreError } from '../../common';
import { normalQuantile } from '../../common/distributions/normal-quantile';
import { type ProfileInterval, profileInterval } from '../profile-interval';
import type { Evaluator } from './evaluator';
import type { Fitted } from './fitted';
import { problemOf, tolerances } from './minimise';

/**
 * Profiles of some parameters, in the units of their estimates, along the logarithm. The weights of the robust loss are held where they
 * are at the estimates, at such a size that the profile has there the curvature of the covariance.
 */
export function profilesOf(all: Fitted, names: readonly string[]): Record<string, ProfileInterval> {
  const { evaluator, objective, differences, posterior, quantile, point } = all;
  const known = knownProfiles(evaluator, names);
  const standardized = differences.map((value, i) => value / objective.deviations[i]);
  const weights = standardized.map((value) => (objective.loss === 'squares' ? 1 : 1 / Math.hypot(1, value)));
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const curvature = mean(weights.map((weight) => weight ** 3));
  const influence =
    weights.reduce((sum, weight, i) => sum + (weight * standardized[i]) ** 2, 0) /
    Math.max(differences.length - posterior.effective, 1);
  const scale = objective.loss === 'squares' ? 1 : curvature ** 2 / influence / mean(weights);
  // The limit is that of the normal distribution; few degrees of freedom widen it.
  const tail = normalQuantile(0.975) / quantile;
  const squares = {
    ...objective,
    deviations: objective.deviations.map((deviation, i) => deviation / Math.sqrt(weights[i] * scale) / tail),
    priors: objective.priors.map(({ mean: middle, deviation }) => ({
      mean: middle,
      deviation: deviation / tail,
    })),
  };
  return Object.fromEntries(
    names.map((name) => {
      const problem = problemOf(squares, point, 0);
      const profile = profileInterval(problem, {
        parameter: name,
        residualVariance: 'known',
        ...tolerances(0),
      });
      const { kind, starts } = evaluator.parameters[known.indexOf(name)];
      const size = kind === 'value' ? starts[0] : 1;
      return [name, withUnits(profile, (logarithm) => size * Math.exp(logarithm))];
    }),
  );
}

/** Names of the parameters, when those to be profiled are among them. Checked before the search too, which takes long. */
export function knownProfiles({ parameters }: Evaluator, names: readonly string[]): string[] {
  const known = parameters.map(({ name }) => name);
  for (const [i, name] of names.entries())
    if (!known.includes(name))
      throw new SidecoreError({
        code: 'unknown-name',
        path: `options.profiles[${i}]`,
        message: `there is no parameter "${name}"`,
        hint: `for example ${known.slice(0, 3).join(', ')}`,
      });
  return known;
}

function withUnits(profile: ProfileInterval, inUnit: (logarithm: number) => number): ProfileInterval {
  const { estimate, lower, upper, points } = profile;
  return {
    ...profile,
    estimate: inUnit(estimate),
    lower: lower === null ? null : inUnit(lower),
    upper: upper === null ? null : inUnit(upper),
    points: points.map(({ value, deviation }) => ({ value: inUnit(value), deviation })),
  };
}
