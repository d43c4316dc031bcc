import type { FitParameter, FusedParameters } from '../fit-result';
import { dominated, type Fitted, shrinkages } from './fitted';
import type { FreeParameter } from './free-parameters';

/** Values, or factors of what is tied, at a point. */
export function estimatesAt(parameters: readonly FreeParameter[], point: ArrayLike<number>): number[] {
  return parameters.map(({ kind, starts }, p) => (kind === 'value' ? starts[0] : 1) * Math.exp(point[p]));
}

/** What a fit says of each parameter. */
export function parameterTable(
  { evaluator, answer, point, posterior, quantile }: Fitted,
  groups: readonly FusedParameters[],
): Record<string, FitParameter> {
  const { parameters } = evaluator;
  const estimates = estimatesAt(parameters, point);
  const starts = estimatesAt(
    parameters,
    point.map(() => 0),
  );
  const shares = shrinkages(evaluator, posterior.covariance);
  return Object.fromEntries(
    parameters.map(({ name, kind, paths, prior }, p): [string, FitParameter] => {
      const { atBound } = answer.parameters[name];
      const standardError = atBound === null ? Math.sqrt(posterior.covariance[p][p]) : null;
      const end = (sign: -1 | 1) =>
        standardError === null ? null : estimates[p] * Math.exp(sign * quantile * standardError);
      return [
        name,
        {
          paths,
          kind,
          start: starts[p],
          estimate: estimates[p],
          standardError,
          lower: end(-1),
          upper: end(1),
          prior: prior && {
            value: starts[p],
            low: prior.low,
            high: prior.high,
            standardDeviation: prior.deviation,
          },
          shift: prior && point[p] / prior.deviation,
          shrinkage: prior && standardError !== null ? shares[p] : null,
          priorDominated: standardError !== null && shares[p] > dominated,
          fused: groups.find((group) => group.parameters.includes(name))?.name ?? null,
          atBound,
        },
      ];
    }),
  );
}
