import { integer, onlyFields, plainObject, SidecoreError, shown } from '../../common';
import { type BootstrapAnswer, type BootstrapOptions, replicate } from './replicates';

/** What `caseBootstrap` draws from, and how it fits. */
export interface CaseBootstrapProblem {
  /** How many cases there are, or the stratum of each: cases are drawn within their stratum. */
  readonly cases: number | readonly (string | number)[];
  /**
   * Fits the cases with these numbers, from 0, with repeats; null when the fit has no answer. The list of numbers is used
   * again by the next replicate.
   */
  readonly refit: (cases: Int32Array, replicate: number) => ArrayLike<number> | null;
}

/**
 * Case bootstrap: fits samples of the cases, drawn with replacement, and tells how the estimates vary. Assumes
 * independent cases (within strata), but no model of the residuals. Memory: the estimates alone.
 *
 * @throws SidecoreError `invalid-value`, `invalid-shape`; `aborted`; whatever `refit` throws
 * @example
 * const data = [3, 5, 4, 6, 2];
 * caseBootstrap({
 *   cases: data.length,
 *   refit: (cases) => [cases.reduce((sum, i) => sum + data[i], 0) / cases.length],
 * }).estimates[0].standardError; // about 0.63: sqrt(2 / 5)
 * @see Efron and Tibshirani 1993, An Introduction to the Bootstrap, section 9.5
 */
export function caseBootstrap(
  problem: CaseBootstrapProblem,
  options: BootstrapOptions = {},
): BootstrapAnswer {
  onlyFields(plainObject(problem, 'problem'), ['cases', 'refit'], '');
  const strata = strataOf(problem.cases);
  const drawn = new Int32Array(strata.reduce((sum, members) => sum + members.length, 0));
  return replicate(
    'case-bootstrap',
    (random, number) => {
      let next = 0;
      for (const members of strata)
        for (let i = 0; i < members.length; i++)
          drawn[next++] = members[Math.floor(random.uniform() * members.length)];
      return problem.refit(drawn, number);
    },
    options,
  );
}

function strataOf(cases: CaseBootstrapProblem['cases']): number[][] {
  if (!Array.isArray(cases)) return [Array.from({ length: integer(cases, 'cases', 1) }, (_, i) => i)];
  const strata = new Map<unknown, number[]>();
  cases.forEach((stratum: unknown, i: number) => {
    if (typeof stratum !== 'string' && typeof stratum !== 'number')
      throw new SidecoreError({
        code: 'invalid-value',
        path: `cases[${i}]`,
        message: `${shown(stratum)} is not a name or a number`,
      });
    const members = strata.get(stratum);
    if (members) members.push(i);
    else strata.set(stratum, [i]);
  });
  if (strata.size === 0)
    throw new SidecoreError({ code: 'invalid-shape', path: 'cases', message: 'there are none' });
  return [...strata.values()];
}
