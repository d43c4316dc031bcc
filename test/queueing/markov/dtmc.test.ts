import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ctmcSteadyState, dtmcSteadyState, dtmcTransient } from '../../../src/queueing';
import { caught, closeTo, discretized, generators } from './chains';

describe('dtmcSteadyState', () => {
  it('is that of the continuous chain it was made from', () => {
    fc.assert(
      fc.property(generators, (rates) => {
        const { probabilities } = ctmcSteadyState(rates);
        dtmcSteadyState(discretized(rates)).probabilities.forEach((p, i) => {
          closeTo(p, probabilities[i], 1e-9);
        });
      }),
    );
  });

  it('gives a periodic chain its share of steps', () => {
    expect(
      dtmcSteadyState([
        [0, 1],
        [1, 0],
      ]).probabilities,
    ).toEqual([0.5, 0.5]);
  });

  it.each([
    [
      'a row that does not add up to 1',
      [
        [0.5, 0.4],
        [0, 1],
      ],
      'invalid-value',
      'chain[0]',
    ],
    [
      'a negative probability',
      [
        [1.5, -0.5],
        [0, 1],
      ],
      'invalid-value',
      'chain[0][0]',
    ],
    ['a list that does not add up', { states: 1, transitions: [] }, 'invalid-value', 'chain.transitions'],
    [
      'two separate parts',
      [
        [1, 0],
        [0, 1],
      ],
      'unsupported',
      'chain',
    ],
    ['a matrix that is not square', [[1, 0]], 'invalid-shape', 'chain[0]'],
  ])('rejects %s', (_, chain, code, path) => {
    expect(caught(() => dtmcSteadyState(chain as never))).toMatchObject({ code, path });
  });

  it('rejects unknown options and methods', () => {
    expect(caught(() => dtmcSteadyState([[1]], { method: 'lu' } as never))).toMatchObject({ path: 'method' });
    expect(caught(() => dtmcSteadyState([[1]], { tol: 1 } as never))).toMatchObject({ path: 'tol' });
  });
});

describe('dtmcTransient', () => {
  it('takes steps one after the other, and counts the visits', () => {
    fc.assert(
      fc.property(generators, fc.integer({ min: 0, max: 40 }), (rates, steps) => {
        const rows = discretized(rates);
        const before = dtmcTransient(rows, { initial: 0, steps });
        const after = dtmcTransient(rows, { initial: 0, steps: steps + 1 });
        rows.forEach((_, j) => {
          closeTo(
            after.probabilities[j],
            rows.reduce((sum, row, i) => sum + before.probabilities[i] * row[j], 0),
            1e-12,
            1e-15,
          );
          closeTo(after.visits[j], before.visits[j] + before.probabilities[j], 1e-12, 1e-15);
        });
      }),
    );
  });

  it('squares for many steps: two states after 1e9 steps, p = (1 + (1 - 2 e)^n) / 2', () => {
    const e = 2 ** -31;
    const result = dtmcTransient(
      [
        [1 - e, e],
        [e, 1 - e],
      ],
      { initial: 0, steps: 1e9 },
    );
    const left = Math.exp(1e9 * Math.log1p(-2 * e));
    closeTo(result.probabilities[0], (1 + left) / 2, 1e-12);
    closeTo(result.visits[0], 5e8 + (1 - left) / (4 * e), 1e-12);
  });

  it('is the start after no step', () => {
    expect(
      dtmcTransient(
        [
          [0, 1],
          [1, 0],
        ],
        { initial: 1, steps: 0 },
      ),
    ).toMatchObject({
      probabilities: [0, 1],
      visits: [0, 0],
    });
  });

  it('rejects a fraction of a step', () => {
    expect(caught(() => dtmcTransient([[1]], { initial: 0, steps: 1.5 }))).toMatchObject({ path: 'steps' });
  });
});
