import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathModel, predict, SidecoreError, type SweepOptions, sweep, withValues, xenPv } from '../../src';

const model = pathModel(xenPv);
const topologies = Object.keys(model.topologies);
const placements = Object.keys(model.placements);

const lists = {
  topology: fc.subarray(topologies, { minLength: 1 }),
  placement: fc.subarray(placements, { minLength: 1 }),
  message: fc.uniqueArray(fc.integer({ min: 1, max: 65_536 }), { minLength: 1, maxLength: 3 }),
  window: fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 3 }),
  batch: fc.constantFrom([8], [1, 20], [4, 'solve'] as (number | string)[]),
  'traffic.segmentation': fc.constantFrom([1], [1, 4]),
  'machine.clock': fc.uniqueArray(fc.double({ min: 1e9, max: 4e9, noNaN: true }), {
    minLength: 1,
    maxLength: 2,
  }),
  'stages.*.cycles': fc.constantFrom([1], [0.5, 2]),
};

/** Some of the axes, in any order. */
const grids = fc
  .shuffledSubarray(Object.keys(lists) as (keyof typeof lists)[], { minLength: 1, maxLength: 4 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => fc.tuple(fc.constant(name), lists[name] as fc.Arbitrary<(number | string)[]>)),
    ),
  )
  .map((entries): SweepOptions['vary'] => Object.fromEntries(entries));

/** The prediction for the values of a row, asked for by itself. */
function single(values: Readonly<Record<string, number | string>>) {
  const {
    'machine.clock': clock,
    'stages.*.cycles': factor,
    'traffic.segmentation': segmentation,
    ...fields
  } = values;
  const numbers: Record<string, number> = {};
  if (clock !== undefined) numbers['machine.clock'] = Number(clock);
  if (factor !== undefined)
    for (const [name, { cycles }] of Object.entries(model.stages))
      numbers[`stages.${name}.cycles`] = cycles * Number(factor);
  return predict(withValues(model, numbers), {
    ...fields,
    ...(segmentation === undefined ? {} : { traffic: { segmentation: Number(segmentation) } }),
  });
}

const ranges: SweepOptions['vary'] = {
  message: { low: 64, high: 65_536, scale: 'logarithmic' },
  window: { low: 1, high: 64 },
  placement: ['none', 'driver-domain'],
  'machine.latency.peer': { low: 40, high: 160 },
};

function thrown(ask: () => unknown): SidecoreError {
  try {
    ask();
  } catch (error) {
    if (error instanceof SidecoreError) return error;
    throw error;
  }
  return expect.unreachable();
}

describe('sweep over a grid', () => {
  it('gives in every row what predict gives for its values, or its error', () => {
    fc.assert(
      fc.property(grids, (vary) => {
        const grid = sweep(model, { vary });
        const rows = [...grid];
        expect(rows).toHaveLength(grid.rowCount);
        expect(grid.rowCount).toBe(
          Object.values(vary).reduce((product, one) => product * (one as []).length, 1),
        );
        for (const { row, values, outputs, warnings, error } of rows) {
          expect(values).toEqual(grid.valuesAt(row));
          if (error) {
            expect(thrown(() => single(values))).toMatchObject({ ...error });
            expect(Object.values(outputs).every((one) => one === null)).toBe(true);
            continue;
          }
          const alone = single(values);
          expect(outputs).toEqual({
            throughput: alone.throughput,
            'bracket.lower': alone.bracket.lower,
            'bracket.upper': alone.bracket.upper,
            utilization: Math.max(...Object.values(alone.centres).map((centre) => centre.utilization)),
            cyclesPerPacket: alone.cyclesPerPacket,
            'bottleneck.name': alone.bottleneck.name,
          });
          expect(warnings).toEqual([...new Set(alone.warnings.map(({ code }) => code))]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has the same rows in another order when its axes are in another order', () => {
    fc.assert(
      fc.property(grids, (vary) => {
        const key = ({ values, outputs }: { values: object; outputs: object }) =>
          JSON.stringify([Object.entries(values).sort(), outputs]);
        const backwards = Object.fromEntries(Object.entries(vary).reverse());
        const one = [...sweep(model, { vary })].map(key).sort();
        expect([...sweep(model, { vary: backwards })].map(key).sort()).toEqual(one);
      }),
      { numRuns: 15 },
    );
  });

  it('lets the last axis change fastest', () => {
    const { axes, valuesAt } = sweep(model, { vary: { window: [1, 2], message: [64, 128, 256] } });
    expect(axes).toEqual(['window', 'message']);
    expect([0, 1, 2, 3].map(valuesAt)).toEqual([
      { window: 1, message: 64 },
      { window: 1, message: 128 },
      { window: 1, message: 256 },
      { window: 2, message: 64 },
    ]);
  });

  it('takes what does not vary from the scenario, and an axis before it', () => {
    const scenario = { topology: 'intra-node', window: 4, traffic: { segmentation: 2 } };
    const [row] = sweep(model, { vary: { window: [16] }, scenario, outputs: ['topology', 'throughput'] });
    const alone = predict(model, { ...scenario, window: 16 });
    expect(row.outputs).toEqual({ topology: 'intra-node', throughput: alone.throughput });
  });
});

describe('sweep of random draws', () => {
  const designs = fc.record({
    samples: fc.integer({ min: 1, max: 300 }),
    seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
    design: fc.constantFrom('latin-hypercube' as const, 'independent' as const),
  });

  it('is the same for the same seed, whichever part is asked for', () => {
    fc.assert(
      fc.property(designs, fc.nat(), fc.nat(), (random, from, length) => {
        const first = from % random.samples;
        const count = length % (random.samples - first + 1);
        const values = (row: number) => sweep(model, { vary: ranges, random }).valuesAt(row);
        const { rows } = sweep(model, { vary: ranges, random });
        const part = [...rows({ first, count: Math.min(count, 5) })];
        expect(part.map(({ row }) => row)).toEqual(Array.from(part, (_, i) => first + i));
        for (const { row, values: drawn } of part) expect(drawn).toEqual(values(row));
      }),
      { numRuns: 30 },
    );
  });

  it('stays in its ranges, draws whole windows, and has one sample in each part of a Latin hypercube', () => {
    fc.assert(
      fc.property(designs, (random) => {
        const { valuesAt, rowCount } = sweep(model, { vary: ranges, random });
        const drawn = Array.from({ length: rowCount }, (_, row) => valuesAt(row));
        for (const { message, window, 'machine.latency.peer': peer } of drawn) {
          expect(message).toBeGreaterThanOrEqual(64);
          expect(message).toBeLessThanOrEqual(65_536);
          expect([Number.isInteger(window), Number(window) >= 1, Number(window) <= 64]).toEqual([
            true,
            true,
            true,
          ]);
          expect(peer).toBeLessThanOrEqual(160);
        }
        if (random.design === 'independent') return;
        // McKay, Beckman and Conover: each of as many strata as samples has one.
        const strata = drawn.map((row) =>
          Math.floor(((Number(row['machine.latency.peer']) - 40) / 120) * rowCount),
        );
        expect(new Set(strata).size).toBe(rowCount);
        const sizes = drawn.map(({ message }) =>
          Math.floor((Math.log2(Number(message) / 64) / 10) * rowCount),
        );
        expect(new Set(sizes).size).toBe(rowCount);
        const alone = drawn.filter(({ placement }) => placement === 'none').length;
        expect(Math.abs(alone - rowCount / 2)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 40 },
    );
  });

  it('draws axes that do not follow each other, nor another seed', () => {
    const samples = 4000;
    const column = (seed: number, name: string, design: 'independent' | 'latin-hypercube') => {
      const { valuesAt } = sweep(model, {
        vary: { 'machine.clock': { low: 1, high: 2 }, 'machine.latency.peer': { low: 1, high: 2 } },
        random: { samples, seed, design },
      });
      return Array.from({ length: samples }, (_, row) => Number(valuesAt(row)[name]) - 1.5);
    };
    const correlation = (a: number[], b: number[]) => {
      const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
      return sum((i) => a[i] * b[i]) / Math.sqrt(sum((i) => a[i] ** 2) * sum((i) => b[i] ** 2));
    };
    for (const design of ['independent', 'latin-hypercube'] as const) {
      const clock = column(1, 'machine.clock', design);
      // 4 standard errors of the correlation of independent draws, 1 / sqrt(n).
      const limit = 4 / Math.sqrt(samples);
      expect(Math.abs(correlation(clock, column(1, 'machine.latency.peer', design)))).toBeLessThan(limit);
      expect(Math.abs(correlation(clock, column(2, 'machine.clock', design)))).toBeLessThan(limit);
      expect(Math.abs(correlation(clock.slice(1), clock.slice(0, -1)))).toBeLessThan(limit);
      // The variance of a uniform number on a unit interval is 1/12.
      expect(clock.reduce((sum, x) => sum + x * x, 0) / samples).toBeCloseTo(1 / 12, 2);
    }
  });
});

describe('sweep of open load', () => {
  it('needs no rate besides the rates that vary', () => {
    const vary = { 'traffic.arrivalRate': [1e5, 0, 2e5] };
    const [first, none, last] = sweep(xenPv, { vary, scenario: { traffic: { kind: 'open' } } });
    expect(first.outputs.throughput).toBeCloseTo(1e5 * 1448 * 8, 3);
    expect(none.error?.path).toBe('scenario.traffic.arrivalRate');
    expect(last.error).toBeUndefined();
    expect(() => sweep(xenPv, { vary: { window: [1] }, scenario: { traffic: { kind: 'open' } } })).toThrow(
      /above 0/,
    );
  });
});

describe('sweep that goes wrong', () => {
  it('goes on after a row without a prediction', () => {
    const rows = [...sweep(model, { vary: { window: [0, 4] } })];
    expect(rows[0].error).toMatchObject({ code: 'invalid-value', path: 'scenario.window' });
    expect(rows[1].error).toBeUndefined();
    expect(rows[1].outputs.throughput).toBe(predict(model, { window: 4 }).throughput);
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
    expect([rows[0], rows[0].values, rows[0].outputs, rows[0].error].every(Object.isFrozen)).toBe(true);
  });

  it.each<[string, unknown, string, string]>([
    ['an axis that is not there', { vary: { 'machine.clok': [1] } }, 'unknown-name', 'machine.clok'],
    [
      'a field of the traffic that is not there',
      { vary: { 'traffic.size': [1] } },
      'unknown-name',
      'options.vary.traffic.size',
    ],
    [
      'a pattern without a match',
      { vary: { 'stages.*.cost': [1] } },
      'unknown-name',
      'options.vary.stages.*.cost',
    ],
    [
      'an unknown placement',
      { vary: { placement: ['nowhere'] } },
      'unknown-name',
      'options.vary.placement[0]',
    ],
    ['an empty list', { vary: { window: [] } }, 'invalid-value', 'options.vary.window'],
    ['a hole', { vary: { window: new Array(2) } }, 'invalid-value', 'options.vary.window[0]'],
    ['NaN', { vary: { window: [1, Number.NaN] } }, 'invalid-value', 'options.vary.window[1]'],
    ['a text for a number', { vary: { window: ['1'] } }, 'invalid-value', 'options.vary.window[0]'],
    [
      'a range without random',
      { vary: { window: { low: 1, high: 2 } } },
      'invalid-value',
      'options.vary.window',
    ],
    [
      'a range of names',
      { vary: { topology: { low: 1, high: 2 } }, random: { samples: 2 } },
      'invalid-value',
      'options.vary.topology',
    ],
    [
      'a range upside down',
      { vary: { message: { low: 2, high: 1 } }, random: { samples: 2 } },
      'invalid-value',
      'options.vary.message',
    ],
    [
      'logarithms from 0',
      { vary: { message: { low: 0, high: 1, scale: 'logarithmic' } }, random: { samples: 2 } },
      'invalid-value',
      'options.vary.message',
    ],
    [
      'part of a packet',
      { vary: { window: { low: 1.5, high: 3 } }, random: { samples: 2 } },
      'invalid-value',
      'options.vary.window',
    ],
    [
      'no samples',
      { vary: { window: [1] }, random: { samples: 0 } },
      'invalid-value',
      'options.random.samples',
    ],
    [
      'one number twice',
      { vary: { window: [1], 'traffic.window': [2] } },
      'invalid-value',
      'options.vary.traffic.window',
    ],
    [
      'one number twice by a pattern',
      { vary: { 'stages.*.cycles': [1], 'stages.netback-receive.cycles': [2] } },
      'invalid-value',
      'options.vary.stages.netback-receive.cycles',
    ],
    ['an unknown option', { vary: { window: [1] }, workers: 2 }, 'invalid-shape', 'options.workers'],
    [
      'a bad scenario',
      { vary: { window: [1] }, scenario: { message: -1 } },
      'invalid-value',
      'scenario.message',
    ],
    [
      'outputs twice',
      { vary: { window: [1] }, outputs: ['throughput', 'throughput'] },
      'invalid-value',
      'options.outputs',
    ],
    ['too many rows', { vary: { window: [1] }, random: { samples: 2e9 } }, 'too-large', 'options.vary'],
    ['nothing', undefined, 'invalid-value', 'options'],
  ])('refuses %s', (_, options, code, path) => {
    expect(thrown(() => sweep(model, options as SweepOptions))).toMatchObject({ code, path });
  });

  it('ends at an output that no prediction has, and leaves out what one has not', () => {
    const vary = { placement: ['none', 'driver-domain'] };
    expect(thrown(() => [...sweep(model, { vary, outputs: ['nope'] })])).toMatchObject({
      code: 'unknown-name',
    });
    expect(thrown(() => [...sweep(model, { vary, outputs: ['ledger'] })])).toMatchObject({
      code: 'invalid-value',
    });
    const outputs = ['centres.side-core.utilization'];
    const found = [...sweep(model, { vary, outputs })].map((row) => row.outputs[outputs[0]]);
    expect(found).toEqual([null, expect.any(Number)]);
  });

  it('refuses rows beyond its end', () => {
    const grid = sweep(model, { vary: { window: [1, 2] } });
    for (const part of [{ first: 3 }, { first: 1, count: 2 }, { first: -1 }, { count: 0.5 }])
      expect(thrown(() => grid.rows(part)).code).toBe('invalid-value');
    expect(thrown(() => grid.valuesAt(2)).code).toBe('invalid-value');
    expect([...grid.rows({ first: 2 })]).toEqual([]);
  });
});
