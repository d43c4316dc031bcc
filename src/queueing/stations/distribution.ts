import {
  integer,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  positive,
  SidecoreError,
  shown,
} from '../../common';
import type { Law } from './laws';
import { discreteLaw, gammaMixture, paretoLaw, phaseTypeLaw, uniformLaw } from './laws';
import { inRange } from './markovian-answer';
import { phaseType, probabilityList } from './phase-type';

/** A distribution of a time or a job size, as plain data. Times in seconds. */
export type Distribution =
  | { readonly type: 'deterministic'; readonly value: number }
  | { readonly type: 'exponential'; readonly mean: number }
  /** Sum of `stages` exponential stages with total mean `mean`. */
  | { readonly type: 'erlang'; readonly mean: number; readonly stages: number }
  /** Exponential with mean `means[i]` with probability `probabilities[i]`. */
  | {
      readonly type: 'hyperexponential';
      readonly probabilities: readonly number[];
      readonly means: readonly number[];
    }
  | { readonly type: 'uniform'; readonly minimum: number; readonly maximum: number }
  /** P(S > x) falls as x^-exponent between `minimum` and `maximum`. */
  | {
      readonly type: 'bounded-pareto';
      readonly minimum: number;
      readonly maximum: number;
      readonly exponent: number;
    }
  | {
      readonly type: 'discrete';
      readonly values: readonly number[];
      readonly probabilities: readonly number[];
    }
  /** Time to absorption: start phase by `initial`, rates between phases in `generator` (rows add up to 0 or less). */
  | {
      readonly type: 'phase-type';
      readonly initial: readonly number[];
      readonly generator: readonly (readonly number[])[];
    };

const fields = {
  deterministic: ['value'],
  exponential: ['mean'],
  erlang: ['mean', 'stages'],
  hyperexponential: ['probabilities', 'means'],
  uniform: ['minimum', 'maximum'],
  'bounded-pareto': ['minimum', 'maximum', 'exponent'],
  discrete: ['values', 'probabilities'],
  'phase-type': ['initial', 'generator'],
} as const;

const types = Object.keys(fields) as (keyof typeof fields)[];

/** Checks a distribution and lays it out for the formulas. */
export function lawOf(given: Distribution, path: string): Law {
  const law = readLaw(given, path);
  if (![law.mean, law.secondMoment, law.thirdMoment].every((value) => value > 0 && Number.isFinite(value)))
    throw new SidecoreError({
      code: 'invalid-value',
      path: path || 'options',
      message: 'its moments are beyond the range of a double',
      hint: 'choose another unit of time',
    });
  return law;
}

function readLaw(given: Distribution, path: string): Law {
  const at = (field: string) => (path ? `${path}.${field}` : field);
  plainObject(given, path || 'options');
  oneOf(given.type, types, at('type'));
  onlyFields(given, ['type', ...fields[given.type]], path);
  switch (given.type) {
    case 'deterministic':
      return discreteLaw([positive(given.value, at('value'))], [1]);
    case 'exponential':
      return gammaMixture([1], [positive(given.mean, at('mean'))], 1);
    case 'erlang': {
      const stages = integer(given.stages, at('stages'), 1);
      return gammaMixture([1], [positive(given.mean, at('mean')) / stages], stages);
    }
    case 'hyperexponential': {
      const probabilities = probabilityList(given.probabilities, at('probabilities'));
      const means = positiveList(given.means, probabilities.length, at('means'));
      for (const [i, mean] of means.entries()) inRange(1 / mean, at(`means[${i}]`));
      return gammaMixture(probabilities, means, 1);
    }
    case 'uniform':
      return uniformLaw(...range(given.minimum, given.maximum, at, nonNegative));
    case 'bounded-pareto':
      return paretoLaw(
        ...range(given.minimum, given.maximum, at, positive),
        positive(given.exponent, at('exponent')),
      );
    case 'discrete': {
      const probabilities = probabilityList(given.probabilities, at('probabilities'));
      return discreteLaw(positiveList(given.values, probabilities.length, at('values')), probabilities);
    }
    case 'phase-type':
      return phaseTypeLaw(phaseType(given.initial, given.generator, path));
  }
}

function positiveList(given: unknown, length: number, path: string): number[] {
  if (!Array.isArray(given) || given.length !== length)
    throw new SidecoreError({
      code: 'invalid-shape',
      path,
      message: `${shown(given)} is not a list of ${length}, one for each probability`,
    });
  return given.map((value, i) => positive(value, `${path}[${i}]`));
}

function range(
  minimum: unknown,
  maximum: unknown,
  at: (field: string) => string,
  check: (value: unknown, path: string) => number,
): [number, number] {
  const from = check(minimum, at('minimum'));
  const to = positive(maximum, at('maximum'));
  if (!(to > from))
    throw new SidecoreError({
      code: 'invalid-value',
      path: at('maximum'),
      message: `${to} is not above the minimum, ${from}`,
    });
  return [from, to];
}
