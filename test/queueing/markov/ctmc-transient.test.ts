import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ctmcSteadyState, ctmcTransient } from '../../../src/queueing';
import { birthDeath, caught, closeTo, generators } from './chains';

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

describe('ctmcTransient', () => {
  it('gives the closed form of two states, p0(t) = (b + a exp(-(a+b) t)) / (a + b), from 1e-9 s to 1e9 s', () => {
    const rates = fc.double({ min: -3, max: 3, noNaN: true }).map((log) => 10 ** log);
    fc.assert(
      fc.property(rates, rates, fc.double({ min: -9, max: 6, noNaN: true }), (a, b, log) => {
        const time = 10 ** log;
        const both = a + b;
        const gone = -Math.expm1(-both * time);
        const result = ctmcTransient(
          [
            [-a, a],
            [b, -b],
          ],
          { initial: 0, time },
        );
        closeTo(result.probabilities[1], (a / both) * gone, 1e-11);
        closeTo(result.sojournTime[0], (b * time) / both + (a / both) * (gone / both), 1e-10);
      }),
    );
  });

  it('gives the Poisson distribution of a pure birth chain, far into its tail', () => {
    const rows = birthDeath(new Array(30).fill(2), new Array(30).fill(0));
    const { probabilities } = ctmcTransient(rows, { initial: 0, time: 0.05 });
    let poisson = Math.exp(-0.1);
    for (let n = 0; n < 20; n++) {
      closeTo(probabilities[n], poisson, 1e-12);
      poisson *= 0.1 / (n + 1);
    }
  });

  it('obeys Chapman-Kolmogorov, spends all the time, and scales with time', () => {
    fc.assert(
      fc.property(generators, fc.double({ min: 0.001, max: 3, noNaN: true }), (rows, time) => {
        const half = ctmcTransient(rows, { initial: 0, time });
        const whole = ctmcTransient(rows, { initial: 0, time: 2 * time });
        const rest = ctmcTransient(rows, { initial: [...half.probabilities], time });
        const scaled = ctmcTransient(
          rows.map((row) => row.map((rate) => rate / 8)),
          { initial: 0, time: 16 * time },
        );
        closeTo(sum(whole.probabilities), 1, 1e-11);
        closeTo(sum(whole.sojournTime), 2 * time, 1e-11);
        whole.probabilities.forEach((p, i) => {
          closeTo(rest.probabilities[i], p, 1e-9, 1e-13);
          closeTo(half.sojournTime[i] + rest.sojournTime[i], whole.sojournTime[i], 1e-9, 1e-13 * time);
          closeTo(scaled.probabilities[i], p, 1e-10, 1e-14);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('stays where it is in steady state', () => {
    fc.assert(
      fc.property(generators, fc.double({ min: 0, max: 10, noNaN: true }), (rows, time) => {
        const { probabilities } = ctmcSteadyState(rows);
        const later = ctmcTransient(rows, { initial: probabilities, time });
        later.probabilities.forEach((p, i) => {
          closeTo(p, probabilities[i], 1e-9, 1e-13);
        });
      }),
      { numRuns: 50 },
    );
  });

  it('is the start at time 0, and forever in a chain without transitions', () => {
    expect(
      ctmcTransient(
        [
          [-1, 1],
          [3, -3],
        ],
        { initial: [0.5, 0.5], time: 0 },
      ).probabilities,
    ).toEqual([0.5, 0.5]);
    expect(ctmcTransient([[0]], { initial: 0, time: 5 })).toMatchObject({
      probabilities: [1],
      sojournTime: [5],
    });
  });

  it.each([
    ['no time', { initial: 0 }, 'invalid-value', 'time'],
    ['a negative time', { initial: 0, time: -1 }, 'invalid-value', 'time'],
    ['an infinite time', { initial: 0, time: Number.POSITIVE_INFINITY }, 'invalid-value', 'time'],
    ['a start outside', { initial: 2, time: 1 }, 'unknown-name', 'initial'],
    ['a start that does not add up', { initial: [0.5, 0.4], time: 1 }, 'invalid-value', 'initial'],
    ['a start of the wrong length', { initial: [1], time: 1 }, 'invalid-shape', 'initial'],
    ['a misspelt option', { initial: 0, time: 1, tolerance: 1 }, 'invalid-shape', 'tolerance'],
  ])('rejects %s', (_, options, code, path) => {
    expect(
      caught(() =>
        ctmcTransient(
          [
            [-1, 1],
            [3, -3],
          ],
          options as never,
        ),
      ),
    ).toMatchObject({ code, path });
  });

  it('refuses a time that would take forever', () => {
    const size = 3000;
    const transitions = Array.from({ length: size }, (_, i) => ({ from: i, to: (i + 1) % size, rate: 1 }));
    const error = caught(() => ctmcTransient({ states: size, transitions }, { initial: 0, time: 1e9 }));
    expect(error).toMatchObject({ code: 'too-large', path: 'time' });
  });
});
