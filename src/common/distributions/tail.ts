import { oneOf, onlyFields, plainObject, positive } from '../check';
import type { LogTails } from '../special-functions';

/** Which side of a value a probability is on. */
export interface TailOption {
  /** `lower` (default): at most the value. `upper`: above it, with full precision where the lower one rounds to 1. */
  readonly tail?: 'lower' | 'upper';
}

/** Checks the options of a distribution function and returns the tail and the named degrees of freedom. */
export function distributionOptions<Name extends string>(
  options: TailOption & { readonly [name in Name]: number },
  names: readonly Name[],
): { readonly tail: 'lower' | 'upper'; readonly [name: string]: unknown } & Record<Name, number> {
  plainObject(options, 'options');
  onlyFields(options, ['tail', ...names], 'options');
  const result: Record<string, unknown> = {
    tail: oneOf(options.tail ?? 'lower', ['lower', 'upper'], 'tail'),
  };
  for (const name of names) result[name] = positive(options[name], name);
  return result as { tail: 'lower' | 'upper' } & Record<Name, number>;
}

/** The tail of a symmetric distribution at a value, from the logarithm of the probability that |X| is above |value|. */
export function symmetricTail(value: number, logTwoTailed: LogTails, tail: 'lower' | 'upper'): number {
  const towardsTail = tail === 'upper' ? value > 0 : value < 0;
  if (towardsTail) return 0.5 * Math.exp(logTwoTailed.upper);
  return 0.5 + 0.5 * Math.exp(logTwoTailed.lower);
}
