import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ctmcAbsorption,
  ctmcFirstPassage,
  ctmcTransient,
  dtmcAbsorption,
  dtmcFirstPassage,
  dtmcSteadyState,
} from '../../../src/queueing';
import { birthDeath, caught, closeTo, discretized, generators } from './chains';

/** Makes state 0 absorbing. */
const stopped = (rows: number[][], at: number) =>
  rows.map((row, i) => (i === 0 ? row.map((_, j) => (j === 0 ? at : 0)) : row));

describe('ctmcFirstPassage', () => {
  it('gives the busy period of M/M/1/K: from 1 to 0 it takes (1 - rho^K) / (mu - lambda)', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 3, noNaN: true }), fc.integer({ min: 1, max: 40 }), (rho, k) => {
        const rows = birthDeath(new Array(k).fill(rho), new Array(k).fill(1));
        let expected = 0;
        for (let n = 0; n < k; n++) expected += rho ** n;
        closeTo(ctmcFirstPassage(rows, { to: 0 }).meanTime[1], expected, 1e-11);
      }),
    );
  });

  it('obeys m_i = 1/q_i + sum p_ij m_j, and time to one of several states is at most that to one of them', () => {
    fc.assert(
      fc.property(generators, (rows) => {
        const one = ctmcFirstPassage(rows, { to: 0 }).meanTime;
        const either = ctmcFirstPassage(rows, { to: [0, 1] }).meanTime;
        expect(one[0]).toBe(0);
        rows.forEach((row, i) => {
          expect(either[i]).toBeLessThanOrEqual(one[i] * (1 + 1e-12));
          if (i === 0) return;
          const next = row.reduce((sum, rate, j) => (i === j ? sum : sum + rate * one[j]), 1);
          closeTo(one[i], next / -row[i], 1e-12);
        });
      }),
    );
  });

  it('is infinite where the arrival may not happen', () => {
    const rows = [
      [-2, 1, 1],
      [0, 0, 0],
      [1, 0, -1],
    ];
    expect(ctmcFirstPassage(rows, { to: 2 }).meanTime).toEqual([
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
      0,
    ]);
    // What lies behind the state to reach does not matter.
    expect(ctmcFirstPassage(rows, { to: 0 }).meanTime).toEqual([0, Number.POSITIVE_INFINITY, 1]);
    expect(ctmcFirstPassage(rows, { to: [1, 2] }).meanTime[0]).toBe(0.5);
  });

  it('rejects an empty or unknown list of states', () => {
    expect(caught(() => ctmcFirstPassage([[0]], { to: [] }))).toMatchObject({
      code: 'invalid-shape',
      path: 'to',
    });
    expect(caught(() => ctmcFirstPassage([[0]], { to: [3] }))).toMatchObject({
      code: 'unknown-name',
      path: 'to[0]',
    });
    expect(caught(() => ctmcFirstPassage([[0]], { to: 'a' }))).toMatchObject({
      code: 'invalid-value',
      path: 'to',
    });
  });
});

describe('ctmcAbsorption', () => {
  it('agrees with first passage, adds up the time in the states, and ends somewhere', () => {
    fc.assert(
      fc.property(generators, (rows) => {
        const start = rows.length - 1;
        const result = ctmcAbsorption(stopped(rows, 0), { initial: start });
        closeTo(result.meanTime, ctmcFirstPassage(rows, { to: 0 }).meanTime[start], 1e-12);
        closeTo(
          result.sojournTime.reduce((a, b) => a + b, 0),
          result.meanTime,
          1e-12,
        );
        closeTo(result.probabilities[0], 1, 1e-12);
        result.meanTimeFrom.forEach((time, i) => {
          expect(time).toBeGreaterThanOrEqual(i === 0 ? 0 : Number.MIN_VALUE);
        });
      }),
    );
  });

  it('spends the time that the transient spends', () => {
    const rows = [
      [0, 0, 0],
      [1, -3, 2],
      [0.5, 0.5, -1],
    ];
    const late = ctmcTransient(rows, { initial: 1, time: 300 });
    const result = ctmcAbsorption(rows, { initial: 1 });
    closeTo(late.sojournTime[1], result.sojournTime[1], 1e-12);
    closeTo(late.sojournTime[2], result.sojournTime[2], 1e-12);
  });

  it('tells the ends apart: gambler with rates 2 up, 1 down (Feller 1968, vol. 1, section XIV.2)', () => {
    const rows = birthDeath([0, 2, 2, 2], [1, 1, 1, 0]);
    const result = ctmcAbsorption(rows, { initial: 2 });
    closeTo(result.probabilities[0], (0.5 ** 2 - 0.5 ** 4) / (1 - 0.5 ** 4), 1e-13);
    closeTo(result.probabilities[0] + result.probabilities[4], 1, 1e-14);
  });

  it('never ends when it may be caught in a class of several states', () => {
    const rows = [
      [0, 0, 0, 0],
      [1, -2, 1, 0],
      [0, 0, -1, 1],
      [0, 0, 1, -1],
    ];
    const result = ctmcAbsorption(rows, { initial: 1 });
    expect(result.meanTime).toBe(Number.POSITIVE_INFINITY);
    expect(result.probabilities).toEqual([0.5, 0, 0, 0]);
    expect(
      caught(() =>
        ctmcAbsorption(
          [
            [-1, 1],
            [1, -1],
          ],
          { initial: 0 },
        ),
      ),
    ).toMatchObject({ code: 'unsupported' });
  });
});

describe('dtmcFirstPassage', () => {
  it('returns to a state after 1 / p steps, and obeys m_i = 1 + sum p_ij m_j', () => {
    fc.assert(
      fc.property(generators, (rates) => {
        const rows = discretized(rates);
        const { probabilities } = dtmcSteadyState(rows);
        const { meanSteps } = dtmcFirstPassage(rows, { to: 1 });
        closeTo(meanSteps[1], 1 / probabilities[1], 1e-9);
        rows.forEach((row, i) => {
          const next = row.reduce((sum, p, j) => (j === 1 ? sum : sum + p * meanSteps[j]), 1);
          closeTo(meanSteps[i], next, 1e-10);
        });
      }),
    );
  });

  it('returns to a state of several, and never to a transient one', () => {
    expect(
      dtmcFirstPassage(
        [
          [0, 1],
          [1, 0],
        ],
        { to: [0, 1] },
      ).meanSteps,
    ).toEqual([1, 1]);
    expect(
      dtmcFirstPassage(
        [
          [0, 1],
          [0, 1],
        ],
        { to: 0 },
      ).meanSteps[0],
    ).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('dtmcAbsorption', () => {
  it('walks i (n - i) steps between two barriers (Feller 1968, vol. 1, section XIV.3)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 60 }), (n) => {
        const rows = Array.from({ length: n + 1 }, (_, i) =>
          Array.from({ length: n + 1 }, (_, j) =>
            i === 0 || i === n ? Number(i === j) : Math.abs(i - j) === 1 ? 0.5 : 0,
          ),
        );
        const result = dtmcAbsorption(rows, { initial: 1 });
        closeTo(result.meanSteps, n - 1, 1e-12);
        closeTo(result.probabilities[n], 1 / n, 1e-12);
        result.meanStepsFrom.forEach((steps, i) => {
          closeTo(steps, i * (n - i), 1e-11);
        });
        closeTo(
          result.visits.reduce((a, b) => a + b, 0),
          n - 1,
          1e-12,
        );
      }),
    );
  });

  it('is over at once when it starts at the end', () => {
    expect(
      dtmcAbsorption(
        [
          [1, 0],
          [0.5, 0.5],
        ],
        { initial: 0 },
      ),
    ).toMatchObject({
      meanSteps: 0,
      probabilities: [1, 0],
      visits: [0, 0],
      meanStepsFrom: [0, 2],
    });
  });

  it('rejects a chain without an end, and a bad start', () => {
    expect(
      caught(() =>
        dtmcAbsorption(
          [
            [0, 1],
            [1, 0],
          ],
          { initial: 0 },
        ),
      ),
    ).toMatchObject({ code: 'unsupported' });
    expect(caught(() => dtmcAbsorption([[1]], { initial: [0.5] }))).toMatchObject({ path: 'initial' });
  });
});
