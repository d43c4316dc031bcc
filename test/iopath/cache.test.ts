import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reloadTransient, touchedLines } from '../../src';

/** Lines of one context that a least-recently-used cache has lost, by simulation of random addresses. */
function simulatedReload(own: number, displacing: number, sets: number, ways: number, runs: number): number {
  let state = 1n;
  const random = () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
  let lost = 0;
  for (let run = 0; run < runs; run++) {
    const mine = new Int32Array(sets);
    const others = new Int32Array(sets);
    for (let i = 0; i < own; i++) mine[Math.floor(random() * sets)] += 1;
    for (let i = 0; i < displacing; i++) others[Math.floor(random() * sets)] += 1;
    for (let s = 0; s < sets; s++)
      lost += Math.max(0, Math.min(mine[s], ways) + Math.min(others[s], ways) - ways);
  }
  return lost / runs;
}

describe('reloadTransient', () => {
  // Computed independently (binomial tables in double precision, checked by Monte-Carlo LRU): docs/theory.md, section 9.
  it.each([
    [1000, 1000, 64, 16, 799.19],
    [1200, 2000, 512, 8, 180.08],
    [250, 3000, 512, 8, 67.58],
    [2000, 2000, 2048, 1, 796.13],
  ])('of %i lines against %i in %i x %i is %f', (own, displacing, sets, ways, expected) => {
    expect(reloadTransient(own, displacing, sets, ways)).toBeCloseTo(expected, 2);
  });

  it('agrees with a simulated cache', () => {
    const simulated = simulatedReload(1157, 1569, 64, 16, 300);
    expect(Math.abs(reloadTransient(1157, 1569, 64, 16) / simulated - 1)).toBeLessThan(0.01);
  });

  const lines = fc.double({ min: 0, max: 5000, noNaN: true });
  const shape = fc.constantFrom([64, 16], [512, 8], [32, 16], [1, 4], [2048, 1]);

  it('lies between 0 and both footprints, and grows with either', () => {
    fc.assert(
      fc.property(
        lines,
        lines,
        shape,
        fc.double({ min: 0, max: 500, noNaN: true }),
        (own, other, [n, k], more) => {
          const lost = reloadTransient(own, other, n, k);
          expect(lost).toBeGreaterThanOrEqual(0);
          expect(lost).toBeLessThanOrEqual(Math.min(own, other) * (1 + 1e-9) + 1e-300);
          expect(reloadTransient(own, other + more, n, k)).toBeGreaterThanOrEqual(lost - 1e-6);
          expect(reloadTransient(own + more, other, n, k)).toBeGreaterThanOrEqual(lost - 1e-6);
        },
      ),
    );
  });

  it('is symmetric, and continuous between whole numbers of lines', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        shape,
        (own, other, [n, k]) => {
          const lost = reloadTransient(own, other, n, k);
          expect(reloadTransient(other, own, n, k)).toBeCloseTo(lost, 6);
          expect(Math.abs(reloadTransient(own - 1e-9, other, n, k) - lost)).toBeLessThan(1e-6);
        },
      ),
    );
  });

  it('takes everything resident when others sweep the whole cache', () => {
    expect(reloadTransient(100, 1e6, 64, 16)).toBeCloseTo(100, 6);
  });
});

describe('a cache that cannot be', () => {
  it.each([
    ['lines that are no number', () => reloadTransient(Number.NaN, 1, 64, 8), 'lines'],
    ['no sets', () => reloadTransient(1, 1, 0, 8), 'sets'],
    ['more ways than can be summed', () => reloadTransient(1, 1, 64, 128), 'ways'],
    ['ways that are no number', () => reloadTransient(1, 1, 64, Number.NaN), 'ways'],
  ])('is refused: %s', (_, ask, path) => {
    expect(ask).toThrow(expect.objectContaining({ code: 'invalid-value', path }));
  });
});

describe('touchedLines', () => {
  it('starts at the lines per unit and saturates at the footprint', () => {
    expect(touchedLines(1200, 500, 8)).toBeCloseTo(1157, 0);
    expect(touchedLines(1e9, 500, 1)).toBeCloseTo(500, 3);
    expect(touchedLines(1200, 500, 1e6)).toBe(1200);
    expect(touchedLines(0, 500, 8)).toBe(0);
  });
});
