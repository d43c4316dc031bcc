import { describe, expect, it } from 'vitest';
import { leastSquares } from '../../../src/fit';
import { haveShared, sharedNote, sharedPath } from '../../shared';
import { digitsOf, type NistSet, nistNames, readNist } from '../nist/read-nist';

/** Digits of agreement of estimates and standard errors from one start. */
function fitted(set: NistSet, start: readonly number[]) {
  const answer = leastSquares({
    parameters: Object.fromEntries(start.map((value, p) => [`b${p + 1}`, { start: value }])),
    residuals: set.residuals,
  });
  const own = Object.values(answer.parameters);
  return {
    answer,
    digits: digitsOf(
      own.map(({ estimate }) => estimate),
      set.certified,
    ),
    errorDigits: digitsOf(
      own.map(({ standardError }) => standardError ?? 0),
      set.standardErrors,
    ),
  };
}

describe('leastSquares on NIST StRD (certified values of the files)', () => {
  for (const name of nistNames)
    it(`agrees on ${name} from both starts, or says that it did not converge`, () => {
      const set = readNist(name);
      for (const start of set.starts) {
        const { answer, digits, errorDigits } = fitted(set, start);
        expect(answer.converged).toBe(true);
        expect(digits).toBeGreaterThan(6);
        // The residuals of Lanczos1, 1e-13, are rounding of data given to 13 digits: they have 3 digits of their own.
        expect(errorDigits).toBeGreaterThan(name === 'Lanczos1' ? 2 : 5);
        if (name !== 'Lanczos1') expect(answer.sumOfSquares / set.sumOfSquares).toBeCloseTo(1, 8);
      }
    });

  it('reports a search cut short as not converged, without standard errors', () => {
    const set = readNist('Bennett5');
    const parameters = Object.fromEntries(set.starts[0].map((start, p) => [`b${p + 1}`, { start }]));
    const answer = leastSquares({ parameters, residuals: set.residuals }, { maximumEvaluations: 500 });
    expect(answer).toMatchObject({ converged: false, status: 'evaluation-limit', covariance: null });
    expect(answer.parameters.b1.standardError).toBe(null);
  });
});

describe.skipIf(!haveShared)(`the copies of NIST StRD${sharedNote}`, () => {
  it('are those of the reference data', () => {
    for (const name of nistNames) {
      const { residuals, ...facts } = readNist(name);
      const { residuals: original, ...expected } = readNist(name, sharedPath('reference/nist'));
      expect(facts).toEqual(expected);
      expect(residuals(facts.certified)).toEqual(original(facts.certified));
    }
  });
});
