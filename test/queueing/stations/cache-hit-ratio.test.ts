import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cacheHitRatio } from '../../../src/queueing';
import { expectPlain } from './general-laws';
import { closeTo, expectRejections } from './markovian-laws';

const weights = fc.array(fc.double({ min: 0.001, max: 10, noNaN: true }), { minLength: 2, maxLength: 7 });
const policies = ['lru', 'fifo', 'random'] as const;
const methods = ['exact', 'characteristic-time'] as const;

/** Stationary distribution of LRU by its ordered contents: product of p / (1 - sum of those above). */
function lruByEnumeration(p: number[], capacity: number): number[] {
  const hits = p.map(() => 0);
  const walk = (content: number[], probability: number, used: number) => {
    if (content.length === capacity) {
      for (const item of content) hits[item] += probability;
      return;
    }
    for (let i = 0; i < p.length; i++)
      if (!content.includes(i)) {
        const rest = p.reduce((sum, value, j) => (content.includes(j) ? sum : sum + value), 0);
        walk([...content, i], (probability * p[i]) / rest, used + p[i]);
      }
  };
  walk([], 1, 0);
  return hits;
}

/** FIFO and random: content in proportion to the product of its probabilities. */
function randomByEnumeration(p: number[], capacity: number): number[] {
  const hits = p.map(() => 0);
  let total = 0;
  for (let set = 0; set < 2 ** p.length; set++) {
    const content = p.map((_, i) => i).filter((i) => set & (1 << i));
    if (content.length !== capacity) continue;
    const weight = content.reduce((product, i) => product * p[i], 1);
    total += weight;
    for (const i of content) hits[i] += weight;
  }
  return hits.map((hit) => hit / total);
}

describe('cacheHitRatio', () => {
  it('is exact against enumeration, for every item', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 6 }), (popularity, places) => {
        const capacity = Math.min(places, popularity.length - 1);
        const sum = popularity.reduce((total, value) => total + value, 0);
        const p = popularity.map((value) => value / sum);
        const lru = cacheHitRatio({ popularity, capacity, method: 'exact' });
        for (const [i, hit] of lruByEnumeration(p, capacity).entries())
          closeTo(lru.itemHitRatios[i], hit, 1e-9, 1e-11);
        for (const policy of ['fifo', 'random'] as const) {
          const other = cacheHitRatio({ popularity, capacity, policy, method: 'exact' });
          for (const [i, hit] of randomByEnumeration(p, capacity).entries())
            closeTo(other.itemHitRatios[i], hit, 1e-9, 1e-11);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('fills the cache, favours the popular, and does not depend on order or unit', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 6 }), (popularity, places) => {
        const capacity = Math.min(places, popularity.length - 1);
        for (const policy of policies)
          for (const method of methods) {
            const answer = cacheHitRatio({ popularity, capacity, policy, method });
            expectPlain(answer);
            const items = answer.itemHitRatios;
            closeTo(
              items.reduce((sum, hit) => sum + hit, 0),
              capacity,
              1e-9,
            );
            expect(answer.hitRatio).toBeLessThanOrEqual(1);
            for (let i = 1; i < items.length; i++)
              if (popularity[i] > popularity[0] * (1 + 1e-9))
                expect(items[i]).toBeGreaterThanOrEqual(items[0] - 1e-10);
            const other = cacheHitRatio({
              popularity: [...popularity].reverse().map((value) => value * 1e6),
              capacity,
              policy,
              method,
            });
            closeTo(other.hitRatio, answer.hitRatio, 1e-9);
            if (capacity + 1 < popularity.length) {
              const larger = cacheHitRatio({ popularity, capacity: capacity + 1, policy, method });
              expect(larger.hitRatio).toBeGreaterThan(answer.hitRatio);
            }
          }
      }),
      { numRuns: 40 },
    );
  });

  it('is capacity / items when all items are alike, for one place the sum of p squared', () => {
    for (const policy of policies)
      for (const method of methods)
        closeTo(
          cacheHitRatio({ popularity: { items: 60, zipfExponent: 0 }, capacity: 12, policy, method })
            .hitRatio,
          0.2,
          1e-11,
        );
    for (const policy of policies)
      closeTo(
        cacheHitRatio({ popularity: [5, 3, 2], capacity: 1, policy, method: 'exact' }).hitRatio,
        0.38,
        1e-11,
      );
  });

  it('prefers LRU to FIFO, and has a characteristic time as near as documented for a hundred items', () => {
    const popularity = { items: 100, zipfExponent: 0.8 };
    for (const capacity of [10, 30, 70]) {
      const ratio = (policy: (typeof policies)[number], method: (typeof methods)[number]) =>
        cacheHitRatio({ popularity, capacity, policy, method }).hitRatio;
      expect(ratio('lru', 'exact')).toBeGreaterThan(ratio('fifo', 'exact'));
      closeTo(ratio('lru', 'characteristic-time'), ratio('lru', 'exact'), 0.005);
      closeTo(ratio('fifo', 'characteristic-time'), ratio('fifo', 'exact'), 0.015);
    }
  });

  it('stays exact for large FIFO and random caches: complete content, ratio as the characteristic time tends to', () => {
    const popularity = { items: 20_000, zipfExponent: 1 };
    const exact = cacheHitRatio({ popularity, capacity: 1000, policy: 'random', method: 'exact' });
    closeTo(
      exact.itemHitRatios.reduce((sum, hit) => sum + hit, 0),
      1000,
      1e-9,
    );
    closeTo(exact.hitRatio, cacheHitRatio({ popularity, capacity: 1000, policy: 'random' }).hitRatio, 1e-3);
  });

  it('answers at the ends: no place, room for all, items never asked for', () => {
    for (const policy of policies)
      for (const method of methods) {
        expect(cacheHitRatio({ popularity: [1, 2], capacity: 0, policy, method }).hitRatio).toBe(0);
        expect(cacheHitRatio({ popularity: [1, 2], capacity: 9, policy, method }).hitRatio).toBe(1);
        const unused = cacheHitRatio({ popularity: [0, 3, 2, 0, 1], capacity: 2, policy, method });
        const used = cacheHitRatio({ popularity: [3, 2, 1], capacity: 2, policy, method });
        expect(unused.itemHitRatios[0]).toBe(0);
        closeTo(unused.hitRatio, used.hitRatio, 1e-11);
      }
    expect(cacheHitRatio({ popularity: [1, 2], capacity: 2 }).characteristicTime).toBe(
      Number.POSITIVE_INFINITY,
    );
    const steep = cacheHitRatio({
      popularity: { items: 50, zipfExponent: 30 },
      capacity: 3,
      method: 'exact',
    });
    expect(steep.hitRatio).toBeGreaterThan(1 - 1e-8);
    expectPlain(steep);
  });

  it('rejects bad input', () => {
    expectRejections(cacheHitRatio, { popularity: [3, 2, 1], capacity: 2 }, [
      [{ popularity: [] }, 'invalid-value', 'popularity'],
      [{ popularity: [0, 0] }, 'invalid-value', 'popularity'],
      [{ popularity: [1, -1] }, 'invalid-value', 'popularity[1]'],
      [{ popularity: { items: 0, zipfExponent: 1 } }, 'invalid-value', 'popularity.items'],
      [{ popularity: { items: 3, zipfExponent: -1 } }, 'invalid-value', 'popularity.zipfExponent'],
      [{ popularity: { items: 3, alpha: 1 } }, 'invalid-shape', 'popularity.alpha'],
      [{ capacity: 1.5 }, 'invalid-value', 'capacity'],
      [{ policy: 'mru' }, 'invalid-value', 'policy'],
      [{ method: 'che' }, 'invalid-value', 'method'],
      [
        { popularity: { items: 100_000, zipfExponent: 1 }, capacity: 1000, method: 'exact' },
        'too-large',
        'method',
      ],
    ]);
  });
});
