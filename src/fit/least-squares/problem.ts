import { finite, onlyFields, plainObject, positive, SidecoreError, shown } from '../../common';
import type { Loss } from './loss';
import type { Target } from './trust-region';

/** A parameter to estimate. */
export interface LeastSquaresParameter {
  /** Where the search starts, within the bounds. */
  readonly start: number;
  readonly lower?: number;
  readonly upper?: number;
  /** What is known beforehand, as one more residual (value - mean) / standardDeviation. */
  readonly prior?: { readonly mean: number; readonly standardDeviation: number };
}

/** Residuals as a function of named parameters. */
export interface LeastSquaresProblem {
  readonly parameters: { readonly [name: string]: LeastSquaresParameter };
  /**
   * The residuals, always as many, at the values of the parameters in the order of their names above. Not finite where
   * the model has no answer: the search keeps away. The list may be used again by the next call.
   */
  readonly residuals: (values: Float64Array) => ArrayLike<number>;
  /** One row for each residual, one column for each parameter. Central differences when absent. */
  readonly jacobian?: (values: Float64Array) => ArrayLike<ArrayLike<number>>;
}

/** A checked problem on plain arrays. */
export interface PlainProblem {
  readonly names: readonly string[];
  readonly target: Target;
  readonly priors: readonly Prior[];
  /** How many residuals the data give; priors come after them. */
  readonly observations: () => number;
  /** The residuals of the data alone, as given. */
  readonly residuals: (point: Float64Array) => ArrayLike<number>;
}

export interface Prior {
  readonly place: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

export function plainProblem(problem: LeastSquaresProblem, loss: Loss): PlainProblem {
  plainObject(problem, 'problem');
  onlyFields(problem, ['parameters', 'residuals', 'jacobian'], '');
  for (const name of ['residuals', 'jacobian'] as const)
    if (typeof problem[name] !== 'function' && (name === 'residuals' || problem[name] !== undefined))
      throw new SidecoreError({
        code: 'invalid-value',
        path: name,
        message: `${shown(problem[name])} is not a function`,
      });
  const names = Object.keys(plainObject(problem.parameters, 'parameters'));
  if (names.length === 0)
    throw new SidecoreError({ code: 'invalid-shape', path: 'parameters', message: 'there are none' });
  const parameters = names.map((name) => checkParameter(problem.parameters[name], `parameters.${name}`));
  const priors = parameters.flatMap(({ prior }, place) => (prior ? [{ place, ...prior }] : []));
  const rows = rowCounter();
  const numbers = (pick: (parameter: LeastSquaresParameter) => number) => Float64Array.from(parameters, pick);
  return {
    names,
    priors,
    observations: rows.count,
    residuals: problem.residuals,
    target: {
      start: numbers(({ start }) => start),
      usual: numbers(({ start }) => Math.abs(start) || 1),
      lower: numbers(({ lower }) => lower ?? Number.NEGATIVE_INFINITY),
      upper: numbers(({ upper }) => upper ?? Number.POSITIVE_INFINITY),
      evaluate: (point) => {
        const given = problem.residuals(point);
        rows.check(given.length, 'residuals');
        const all = new Float64Array(given.length + priors.length);
        for (let i = 0; i < given.length; i++) all[i] = loss.value(given[i]);
        priors.forEach((prior, k) => {
          all[given.length + k] = (point[prior.place] - prior.mean) / prior.standardDeviation;
        });
        return all.every(Number.isFinite) ? all : null;
      },
      jacobian: problem.jacobian && analytic(problem, problem.jacobian, loss, priors, rows.check),
    },
  };
}

function checkParameter(parameter: LeastSquaresParameter, path: string): LeastSquaresParameter {
  plainObject(parameter, path);
  onlyFields(parameter, ['start', 'lower', 'upper', 'prior'], path);
  const start = finite(parameter.start, `${path}.start`);
  const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY, prior } = parameter;
  if (typeof lower !== 'number' || typeof upper !== 'number' || !(lower < upper))
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `the lower bound ${shown(lower)} is not below the upper bound ${shown(upper)}`,
      hint: 'leave a parameter with a fixed value out of the problem',
    });
  if (start < lower || start > upper)
    throw new SidecoreError({
      code: 'invalid-value',
      path: `${path}.start`,
      message: `${start} is not between the bounds ${lower} and ${upper}`,
    });
  if (prior) {
    plainObject(prior, `${path}.prior`);
    onlyFields(prior, ['mean', 'standardDeviation'], `${path}.prior`);
    finite(prior.mean, `${path}.prior.mean`);
    positive(prior.standardDeviation, `${path}.prior.standardDeviation`);
  }
  return parameter;
}

/** Checks that every call gives as many rows. */
function rowCounter() {
  let expected = -1;
  return {
    count: () => Math.max(expected, 0),
    check: (count: number, path: string) => {
      if (expected < 0 && count > 0) expected = count;
      if (count !== expected)
        throw new SidecoreError({
          code: 'invalid-shape',
          path,
          message: expected < 0 ? 'there are none' : `${count} rows where there were ${expected} before`,
        });
    },
  };
}

function analytic(
  { residuals }: LeastSquaresProblem,
  rowsAt: NonNullable<LeastSquaresProblem['jacobian']>,
  loss: Loss,
  priors: readonly Prior[],
  check: (count: number, path: string) => void,
): NonNullable<Target['jacobian']> {
  return (point, jacobian) => {
    const slopes = Array.from(residuals(point), loss.slope);
    const given = rowsAt(point);
    check(given.length, 'jacobian');
    const rows = slopes.length + priors.length;
    jacobian.fill(0);
    for (let i = 0; i < slopes.length; i++) {
      if (given[i].length !== point.length)
        throw new SidecoreError({
          code: 'invalid-shape',
          path: `jacobian[${i}]`,
          message: `${given[i].length} numbers for ${point.length} parameters`,
        });
      for (let p = 0; p < point.length; p++) jacobian[p * rows + i] = slopes[i] * given[i][p];
    }
    priors.forEach(({ place, standardDeviation }, k) => {
      jacobian[place * rows + slopes.length + k] = 1 / standardDeviation;
    });
    return jacobian.every(Number.isFinite);
  };
}
