import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseBootstrap, parametricBootstrap, type RandomStream, summarizeBootstrap } from '../../../src/fit';
import { refuses } from '../errors';

const data = [3, 5, 4, 6, 2, 8, 1, 9];
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const meanOf = {
  cases: data.length,
  refit: (cases: Int32Array) => [mean(Array.from(cases, (i) => data[i]))],
};
const normalMean = {
  simulate: (random: RandomStream) => Array.from({ length: 25 }, () => 3 + 2 * random.normal()),
  refit: (values: number[]) => [mean(values)],
};

describe('caseBootstrap', () => {
  it('gives the standard error of a mean: the population standard deviation over sqrt(n)', () => {
    const centre = mean(data);
    const exact = Math.sqrt(mean(data.map((y) => (y - centre) ** 2)) / data.length);
    const { estimates, failed } = caseBootstrap(meanOf, { replicates: 4000 });
    // the standard error of a standard deviation from 4000 samples is 1.1 %: within five of them
    expect(Math.abs(estimates[0].standardError! / exact - 1)).toBeLessThan(0.06);
    expect(Math.abs(estimates[0].mean - centre)).toBeLessThan((5 * exact) / Math.sqrt(4000));
    expect(failed).toBe(0);
  });

  it('draws each case within its stratum, and as many as there are', () => {
    const strata = ['a', 'b', 'a', 'b', 'b', 'c'];
    const seen = new Set<number>();
    caseBootstrap(
      {
        cases: strata,
        refit: (cases) => {
          const names = Array.from(cases, (i) => strata[i])
            .sort()
            .join('');
          expect(names).toBe('aabbbc');
          for (const i of cases) seen.add(i);
          return [1];
        },
      },
      { replicates: 50 },
    );
    expect(seen.size).toBe(6);
  });

  it('gives in slices what it gives at once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 18 }), fc.integer({ min: 0, max: 1000 }), (cut, seed) => {
        const whole = caseBootstrap(meanOf, { replicates: 20, seed });
        const left = caseBootstrap(meanOf, { replicates: cut, seed });
        const right = caseBootstrap(meanOf, { replicates: 20 - cut, first: cut, seed });
        expect([...left.samples, ...right.samples]).toEqual(whole.samples);
        const { estimates, replicates, level } = whole;
        expect(summarizeBootstrap([...left.samples, ...right.samples])).toEqual({
          estimates,
          replicates,
          level,
        });
        expect(caseBootstrap(meanOf, { replicates: 20, seed: seed + 1 }).samples).not.toEqual(whole.samples);
      }),
    );
  });

  it('counts fits without an answer, and leaves them out', () => {
    const answer = caseBootstrap(
      { cases: 5, refit: (_cases, replicate) => (replicate % 3 === 0 ? null : [replicate]) },
      { replicates: 10 },
    );
    expect([answer.failed, answer.replicates, answer.samples[0]]).toEqual([4, 6, [1]]);
    expect(caseBootstrap({ cases: 5, refit: () => null }, { replicates: 3 })).toMatchObject({
      failed: 3,
      estimates: [],
    });
  });

  it('tells its progress and can be stopped', () => {
    const shares: number[] = [];
    caseBootstrap(meanOf, { replicates: 4, onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([0, 0.25, 0.5, 0.75, 1]);
    refuses(() => caseBootstrap(meanOf, { signal: { aborted: true } }), 'aborted', 'signal');
  });

  it('refuses what it cannot read', () => {
    refuses(() => caseBootstrap({ ...meanOf, cases: 0 }), 'invalid-value', 'cases');
    refuses(() => caseBootstrap({ ...meanOf, cases: [] }), 'invalid-shape', 'cases');
    refuses(() => caseBootstrap({ ...meanOf, cases: [1, null] as never }), 'invalid-value', 'cases[1]');
    refuses(() => caseBootstrap(meanOf, { replicates: 1 }), 'invalid-value', 'replicates');
    refuses(() => caseBootstrap(meanOf, { seed: -1 }), 'invalid-value', 'seed');
    refuses(() => caseBootstrap(meanOf, { level: 2 }), 'invalid-value', 'level');
    refuses(() => caseBootstrap(meanOf, { samples: 9 } as never), 'invalid-shape', 'options.samples');
    refuses(
      () => caseBootstrap({ cases: 3, refit: (_, i) => new Array(i + 1).fill(0) }),
      'invalid-shape',
      'refit',
    );
    refuses(() => caseBootstrap({ cases: 3, refit: () => [Number.NaN] }), 'invalid-value', 'samples[0][0]');
  });
});

describe('parametricBootstrap', () => {
  it('gives the standard error and the interval of a normal mean: 2 / sqrt(25), +/- 1.96 of it', () => {
    const { estimates } = parametricBootstrap(normalMean, { replicates: 4000 });
    expect(Math.abs(estimates[0].standardError! / 0.4 - 1)).toBeLessThan(0.06);
    expect(Math.abs(estimates[0].lower - (3 - 1.96 * 0.4))).toBeLessThan(0.06);
    expect(Math.abs(estimates[0].upper - (3 + 1.96 * 0.4))).toBeLessThan(0.06);
  });

  it('depends on nothing but its seed, replicate by replicate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: 0, max: 1e6 }), (seed, first) => {
        const one = parametricBootstrap(normalMean, { replicates: 3, seed, first });
        expect(one).toEqual(parametricBootstrap(normalMean, { replicates: 3, seed, first }));
        expect(new Set(one.samples.map(([value]) => value)).size).toBe(3);
        expect(Object.isFrozen(one.samples)).toBe(true);
      }),
    );
  });

  it('refuses unknown fields', () => {
    refuses(() => parametricBootstrap({ ...normalMean, draw: 1 } as never), 'invalid-shape', 'draw');
  });
});

describe('summarizeBootstrap', () => {
  it('interpolates between order statistics, and nests intervals by level', () => {
    expect(summarizeBootstrap([[1], [2], [3]], { level: 0.5 }).estimates[0]).toMatchObject({
      mean: 2,
      median: 2,
      standardError: 1,
      lower: 1.5,
      upper: 2.5,
    });
    const samples = fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true })), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 0.9, noNaN: true }), (rows, level) => {
        const [narrow] = summarizeBootstrap(rows, { level }).estimates;
        const [wide] = summarizeBootstrap(rows, { level: level + 0.1 }).estimates;
        const values = rows.map(([value]) => value);
        const order = [
          Math.min(...values),
          wide.lower,
          narrow.lower,
          narrow.median,
          narrow.upper,
          wide.upper,
          Math.max(...values),
        ];
        for (let i = 1; i < order.length; i++) expect(order[i]).toBeGreaterThanOrEqual(order[i - 1] - 1e-9);
      }),
    );
    expect(summarizeBootstrap([])).toMatchObject({ replicates: 0, estimates: [] });
    expect(summarizeBootstrap([[4]]).estimates[0].standardError).toBe(null);
  });
});
