import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ctmcSteadyState, ctmcTransient } from '../../../src/queueing';
import { birthDeath, caught, closeTo, generators } from './chains';

describe('ctmcSteadyState', () => {
  it('balances the flow through every state and adds up to 1', () => {
    fc.assert(
      fc.property(generators, (rows) => {
        const { probabilities, residual, exact } = ctmcSteadyState(rows);
        closeTo(
          probabilities.reduce((a, b) => a + b, 0),
          1,
          1e-14,
        );
        rows.forEach((row, i) => {
          const into = rows.reduce((sum, from, j) => (i === j ? sum : sum + probabilities[j] * from[i]), 0);
          closeTo(into, -probabilities[i] * row[i], 1e-12);
        });
        expect(residual).toBeLessThan(1e-13);
        expect(exact).toBe(true);
      }),
    );
  });

  it('does not depend on the numbering of the states, nor on the unit of time', () => {
    fc.assert(
      fc.property(generators, (rows) => {
        const { probabilities } = ctmcSteadyState(rows);
        const turned = ctmcSteadyState([...rows].reverse().map((row) => [...row].reverse()));
        const slower = ctmcSteadyState(rows.map((row) => row.map((rate) => rate / 64)));
        probabilities.forEach((p, i) => {
          closeTo(turned.probabilities[rows.length - 1 - i], p, 1e-13);
          closeTo(slower.probabilities[i], p, 1e-13);
        });
      }),
    );
  });

  it('is where the transient ends', () => {
    const rows = birthDeath([3, 2, 1], [1, 2, 3]);
    const late = ctmcTransient(rows, { initial: 0, time: 200 });
    ctmcSteadyState(rows).probabilities.forEach((p, i) => {
      closeTo(late.probabilities[i], p, 1e-12);
    });
  });

  it('keeps the relative accuracy of tiny and overflowing ratios: M/M/1/2000 at load 2 (p_n = 2^(n-2000) p_2000)', () => {
    const size = 2001;
    const transitions = Array.from({ length: size - 1 }, (_, n) => [
      { from: n, to: n + 1, rate: 2 },
      { from: n + 1, to: n, rate: 1 },
    ]).flat();
    const { probabilities } = ctmcSteadyState({ states: size, transitions });
    closeTo(probabilities[2000], 0.5, 1e-13);
    closeTo(probabilities[1500], 2 ** -501, 1e-11);
    expect(probabilities[0]).toBe(0);
  });

  it('solves nearly separate parts to full accuracy (Courtois, Decomposability, 1977: rates down to 1e-14)', () => {
    const e = 1e-14;
    const { probabilities } = ctmcSteadyState([
      [-1, 1, 0, 0],
      [1, -1 - e, e, 0],
      [0, 3 * e, -2 - 3 * e, 2],
      [0, 0, 1, -1],
    ]);
    // Detailed balance: p1 = p0, p2 = p1 / 3, p3 = 2 p2.
    [1 / 3, 1 / 3, 1 / 9, 2 / 9].forEach((p, i) => {
      closeTo(probabilities[i], p, 1e-14);
    });
  });

  it('aggregates large chains to the same answer: 60 x 60 lattice of two M/M/1 queues with blocking', () => {
    const size = 60;
    const transitions: { from: number; to: number; rate: number }[] = [];
    for (let a = 0; a < size; a++)
      for (let b = 0; b < size; b++) {
        const at = a * size + b;
        if (a + 1 < size) transitions.push({ from: at, to: at + size, rate: 0.9 });
        if (a > 0 && b + 1 < size) transitions.push({ from: at, to: at - size + 1, rate: 1 });
        if (b > 0) transitions.push({ from: at, to: at - 1, rate: 1.1 });
      }
    const chain = { states: size * size, transitions };
    const iterative = ctmcSteadyState(chain, { method: 'aggregation' });
    const direct = ctmcSteadyState(chain);
    expect(direct.method).toBe('elimination');
    expect(iterative).toMatchObject({ method: 'aggregation', exact: false, converged: true });
    direct.probabilities.forEach((p, i) => {
      // The residual is 1e-13; the error is that times the condition of the chain.
      closeTo(iterative.probabilities[i], p, 1e-8, 1e-13);
    });
  });

  it('gives transient states probability 0, and one state all of it', () => {
    expect(
      ctmcSteadyState([
        [-2, 1, 1],
        [0, -1, 1],
        [0, 1, -1],
      ]).probabilities,
    ).toEqual([0, 0.5, 0.5]);
    expect(ctmcSteadyState([[0]]).probabilities).toEqual([1]);
    expect(
      ctmcSteadyState([
        [0, 0],
        [5, -5],
      ]).probabilities,
    ).toEqual([1, 0]);
  });

  it('takes states by name, and adds up parallel transitions', () => {
    const transitions = [
      { from: 'up', to: 'down', rate: 1 },
      { from: 'up', to: 'down', rate: 2 },
      { from: 'down', to: 'up', rate: 9 },
    ];
    closeTo(ctmcSteadyState({ states: ['up', 'down'], transitions }).probabilities[1], 0.25, 1e-15);
  });

  it('returns a frozen object that survives JSON', () => {
    const result = ctmcSteadyState([
      [-1, 1],
      [3, -3],
    ]);
    expect(Object.isFrozen(result.probabilities)).toBe(true);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
  });

  it.each([
    [
      'a row that does not add up to 0',
      [
        [-1, 2],
        [1, -1],
      ],
      'invalid-value',
      'chain[0]',
    ],
    [
      'a negative rate',
      [
        [1, -1],
        [1, -1],
      ],
      'invalid-value',
      'chain[0][1]',
    ],
    ['a ragged matrix', [[-1, 1], [0]], 'invalid-shape', 'chain[1]'],
    [
      'NaN',
      [
        [Number.NaN, 1],
        [1, -1],
      ],
      'invalid-value',
      'chain[0][0]',
    ],
    ['no state', [], 'invalid-shape', 'chain'],
    [
      'an unknown name',
      { states: ['a'], transitions: [{ from: 'a', to: 'b', rate: 1 }] },
      'unknown-name',
      'chain.transitions[0].to',
    ],
    [
      'a state too many',
      { states: 2, transitions: [{ from: 0, to: 2, rate: 1 }] },
      'unknown-name',
      'chain.transitions[0].to',
    ],
    [
      'a loop',
      { states: 2, transitions: [{ from: 0, to: 0, rate: 1 }] },
      'invalid-value',
      'chain.transitions[0]',
    ],
    ['a name twice', { states: ['a', 'a'], transitions: [] }, 'invalid-value', 'chain.states'],
    ['a misspelt field', { states: 1, transition: [] }, 'invalid-shape', 'chain.transition'],
  ])('rejects %s', (_, chain, code, path) => {
    expect(caught(() => ctmcSteadyState(chain as never))).toMatchObject({ code, path });
  });

  it('names two states that never meet', () => {
    const error = caught(() =>
      ctmcSteadyState({
        states: ['start', 'left', 'right'],
        transitions: [
          { from: 'start', to: 'left', rate: 1 },
          { from: 'start', to: 'right', rate: 1 },
        ],
      }),
    );
    expect(error.code).toBe('unsupported');
    expect(error.message).toMatch(/left.*right|right.*left/);
  });

  it('refuses an elimination beyond its limit with the figure', () => {
    const states = 4000;
    const transitions = Array.from({ length: states * 8 }, (_, t) => {
      const from = t % states;
      const copy = Math.floor(t / states);
      const to = copy === 0 ? (from + 1) % states : (from * from + 7919 * copy * from + 13 * copy) % states;
      return { from, to: to === from ? (from + 1) % states : to, rate: 1 };
    });
    const error = caught(() => ctmcSteadyState({ states, transitions }, { method: 'elimination' }));
    expect(error.code).toBe('too-large');
    expect(error.message).toMatch(/3999 states .* multiplications/);
    expect(ctmcSteadyState({ states, transitions }).method).toBe('aggregation');
  });
});
