import { integer, SidecoreError } from '../common';
import { randomStream } from '../common/random-stream';
import type { PathModel } from '../iopath/model';
import { valueAt, withValues } from '../iopath/with-values';

/** Where an interval comes from: a fit's covariance, the model's ranges, or nothing. */
export type UncertaintySource = 'fit' | 'ranges' | 'none';

/** Models that could as well be true. */
export interface ParameterDraws {
  readonly source: UncertaintySource;
  readonly models: readonly PathModel[];
  /** Draws outside the domain of the model, which were left out and replaced. */
  readonly discarded: number;
}

/** Draws beyond which an interval does not change, and only time goes by. */
const mostDraws = 100_000;

/** Numbers that must be whole. */
const wholeNumbers = /^traffic\.(window|guests|queues)$|\.ways$|^batchCap$|\.(cap|slots)$/;

/** True for the path of a number of a model that only takes whole values. */
export function isWhole(path: string): boolean {
  return wholeNumbers.test(path);
}

/**
 * Draws models by what is known of their numbers: of a fitted model, logarithms from a normal distribution with the
 * fit's covariance (Student's t with the fit's degrees of freedom); of another, every number with a range on its own,
 * log-normal about its value with a quarter of the logarithm of high/low as standard deviation.
 */
export function parameterDraws(model: PathModel, draws: number, seed: number): ParameterDraws {
  if (draws > mostDraws)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options.draws',
      message: `${draws} draws are more than ${mostDraws}`,
      hint: 'a thousand tell an interval within 2 % of its width',
    });
  const source = sourceOf(model);
  if (source === 'none' || draws === 0) return { source, models: [], discarded: 0 };
  const random = randomStream(integer(seed, 'options.seed'));
  const draw = source === 'fit' ? fitted(model, random) : ranged(model, random);
  const models: PathModel[] = [];
  let discarded = 0;
  while (models.length < draws) {
    try {
      models.push(withValues(model, draw()));
    } catch (error) {
      if (!(error instanceof SidecoreError)) throw error;
      discarded += 1;
      if (discarded > 4 * draws + 100)
        throw new SidecoreError({
          code: 'no-convergence',
          path: source === 'fit' ? 'fit.covariance' : 'parameters',
          message: `nearly all models drawn from it are invalid; the last because ${error.message}`,
          hint: 'fix the numbers that are at the edge of what they may be, or narrow their ranges',
        });
    }
  }
  return { source, models, discarded };
}

function sourceOf(model: PathModel): UncertaintySource {
  if (model.fit !== undefined && model.fit.parameters.length > 0) return 'fit';
  return Object.keys(model.parameters).length > 0 ? 'ranges' : 'none';
}

type Random = ReturnType<typeof randomStream>;
type Draw = () => Record<string, number>;

function fitted(model: PathModel, random: Random): Draw {
  const { parameters, covariance, degreesOfFreedom } = model.fit!;
  const root = choleskyRoot(covariance);
  const values = parameters.map((path) => valueAt(model, path));
  return () => {
    const normals = parameters.map(() => random.normal());
    const spread =
      degreesOfFreedom > 0 && Number.isFinite(degreesOfFreedom)
        ? 1 / Math.sqrt(random.unitGamma(Math.sqrt(2 / degreesOfFreedom)))
        : 1;
    return Object.fromEntries(
      parameters.flatMap((path, i) => {
        const value = values[i];
        if (value === 'solve') return [];
        let shift = 0;
        for (let j = 0; j <= i; j++) shift += root[i][j] * normals[j];
        return [[path, rounded(path, value * Math.exp(spread * shift))]];
      }),
    );
  };
}

/** Lower triangle whose square is the matrix; columns of a direction without variance are zero. */
export function choleskyRoot(matrix: readonly (readonly number[])[]): number[][] {
  const largest = matrix.reduce((most, row, i) => Math.max(most, row[i]), 0);
  const root = matrix.map((row) => row.map(() => 0));
  for (let j = 0; j < matrix.length; j++) {
    for (let i = j; i < matrix.length; i++) {
      let left = matrix[i][j];
      for (let k = 0; k < j; k++) left -= root[i][k] * root[j][k];
      if (i === j) root[j][j] = left > 1e-12 * largest ? Math.sqrt(left) : 0;
      else root[i][j] = root[j][j] > 0 ? left / root[j][j] : 0;
    }
  }
  return root;
}

function ranged(model: PathModel, random: Random): Draw {
  const known = Object.entries(model.parameters).flatMap(([path, { low, high }]) => {
    const value = valueAt(model, path);
    return value === 'solve' ? [] : [{ path, value, low, high }];
  });
  return () =>
    Object.fromEntries(
      known.map(({ path, value, low, high }) => {
        const drawn =
          low > 0 && value > 0
            ? value * Math.exp((random.normal() * Math.log(high / low)) / 4)
            : low + random.uniform() * (high - low);
        return [path, rounded(path, drawn)];
      }),
    );
}

function rounded(path: string, value: number): number {
  return isWhole(path) ? Math.max(1, Math.round(value)) : value;
}
