import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { pathModel, withValues, xenPv } from '../../src';
import { type FitResult, fit as fitModel, suggestMeasurements, validate } from '../../src/fit';
import { dimensions } from '../../src/formats/dimensions';
import { modelNumbers } from '../../src/formats/model-ranges';
import {
  type ChartSpec,
  display,
  fitChart,
  fitTable,
  renderChart,
  suggestionsTable,
  validationChart,
  validationTable,
} from '../../src/report';
import { parameterUnit } from '../../src/report/parameter-label';
import { labNoise, syntheticRuns } from '../fit/synthetic-runs';

const receive = 'stages.netback-receive.cycles';
const runs = (seed: number) =>
  syntheticRuns(withValues(pathModel(xenPv), { [receive]: 2100 }), {
    topology: 'inter-node-receive',
    placements: ['none', 'driver-domain'],
    batches: [2, 8, 32],
    replicates: 2,
    noise: labNoise,
    seed,
  });
const fitted = fitModel(xenPv, runs(1), {
  free: [receive, 'mechanisms.event-channel.*Cycles'],
  tied: { guest: ['stages.tcp-receive.cycles', 'stages.copy-to-user.cycles'] },
  profiles: [receive],
  starts: 1,
});
const validation = validate(fitted.model, runs(2), { bounds: { median: 0.1, coverage: 0.999 } });
const suggestions = suggestMeasurements(fitted.model, {
  answer: { metric: 'throughput', placement: 'driver-domain', message: 64 },
  topologies: ['inter-node-receive'],
  messages: [1448],
  windows: [1, 64],
});

describe('fitTable', () => {
  const table = fitTable(fitted);

  it('says of every parameter what is known of it, in its unit', () => {
    expect(table).toContain('stages.*.cycles (cycles)');
    expect(table).toContain('common factors');
    const line = table.split('\n').find((one) => one.startsWith('  netback-receive'))!;
    const { estimate, lower, upper, shift } = fitted.parameters[receive];
    const whole = (value: number) => Math.round(value).toLocaleString('en');
    expect(line).toContain(`${whole(estimate)}  ${whole(lower!)} .. ${whole(upper!)}`);
    expect(line).toContain(shift!.toFixed(1));
    expect(line).toContain('800 .. 3,000');
  });

  it('has the units of model files for every number of a model', () => {
    for (const [path, { dimension }] of modelNumbers(pathModel(xenPv)))
      if (/^(?:machine|network|contexts|mechanisms|stages)\./.test(path))
        expect([path, parameterUnit(path)]).toEqual([path, dimensions[dimension].unit ?? '']);
  });

  it('tells what is fused by a letter at each of its parameters', () => {
    expect(fitted.fused.length).toBeGreaterThan(0);
    for (const [name, { fused }] of Object.entries(fitted.parameters)) {
      if (fused === null) continue;
      expect(table).toMatch(new RegExp(`${name.split('.')[1]}.*fused: A`));
    }
    expect(table).toContain('times what it was');
  });

  it('keeps to its width, and to plain text unless colour is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 90, max: 200 }), (width) => {
        const lines = fitTable(fitted, { width }).split('\n');
        // A name longer than usual may need more.
        expect(lines.filter((line) => line.length > width + 30)).toEqual([]);
      }),
      { numRuns: 10 },
    );
    expect(table).not.toContain('\u001b');
    expect(fitTable(fitted, { color: true })).toContain('\u001b[1m');
    expect(() => fitTable(fitted, { colour: true } as never)).toThrow(/unknown field/);
  });

  it('shows failure as such, and never NaN', () => {
    const failed = {
      ...fitted,
      converged: false,
      message: 'it went on and on',
      statistics: { ...fitted.statistics, aicc: null, conditionNumber: undefined },
      leaveOut: { by: 'placement', groups: [], errors: [], residuals: [] },
      excluded: [
        { code: 'unit-slip', metric: 'throughput', origin: { file: 'lab.csv', line: 7 } },
        { code: 'unit-slip', metric: 'throughput', origin: { file: 'lab.csv', line: 9 } },
      ],
      parameters: {
        ...fitted.parameters,
        [receive]: {
          ...fitted.parameters[receive],
          atBound: 'upper',
          lower: null,
          upper: null,
          prior: null,
          shift: null,
        },
      },
    } as unknown as FitResult;
    const text = fitTable(failed);
    for (const word of [
      'NO: it went on and on',
      'infinite',
      'needs more measurements',
      'there is one placement: nothing can be left out',
      '2 of throughput: unit-slip, the first at lab.csv:7',
      'at its upper bound',
    ])
      expect(text).toContain(word);
    for (const one of [text, table]) expect(one).not.toMatch(/NaN|undefined|\[object/);
  });
});

describe('validationTable', () => {
  it('tells which bounds hold', () => {
    const table = validationTable(validation);
    expect(table).toMatch(/median error at most\s+10\.0 %\s+\d+\.\d %\s+met/);
    const missed = validation.bounds.find(({ bound }) => bound === 'coverage')!;
    expect(/in 95 % intervals at least.*MISSED/.test(table)).toBe(!missed.met);
    expect(table).toContain('driver-domain');
    expect(table).not.toMatch(/NaN|undefined|\[object/);
    expect(() => validationTable(validation, { width: 3 })).toThrow(/width/);
  });

  it('shows twenty groups of many', () => {
    const [group] = validation.groups;
    const many = {
      ...validation,
      groups: Array.from({ length: 33 }, (_, i) => ({ ...group, group: `cell ${i}` })),
    };
    expect(validationTable(many)).toContain('and 13 more groups');
  });
});

describe('suggestionsTable', () => {
  it('has a line for each suggestion, and the interval of today', () => {
    const table = suggestionsTable(suggestions);
    expect(table).toContain(
      'next measurement for throughput: inter-node-transmit, driver-domain, 64 B, window 64',
    );
    expect(table.match(/^inter-node-receive /gm)).toHaveLength(suggestions.suggestions.length);
    expect(table).toContain(
      `-${(100 * suggestions.suggestions[0].shrinkage).toFixed(suggestions.suggestions[0].shrinkage < 0.0995 ? 1 : 0)} %`,
    );
    const none = {
      ...suggestions,
      suggestions: [],
      warnings: [{ code: 'nothing-to-learn', path: 'x', message: 'why' }],
    };
    expect(suggestionsTable(none)).toContain('nothing-to-learn: x: why');
  });
});

describe('charts of fits', () => {
  it.each([
    [
      'fitChart',
      fitChart(fitted, { theme: 'dark' }),
      fitted.residuals.length,
      ['Profiles', 'Residuals', receive],
    ],
    [
      'validationChart',
      validationChart(validation),
      validation.residuals.length,
      ['Residuals', 'their 95 % intervals'],
    ],
  ] as [string, ChartSpec, number, string[]][])(
    '%s has a point for every measurement',
    async (_, spec, count, words) => {
      const svg = await renderChart(spec, { format: 'svg' });
      expect(XMLValidator.validate(svg)).toBe(true);
      for (const word of words) expect(svg).toContain(word);
      const points = svg.match(/aria-roledescription="point"/g) ?? [];
      // In the panels, and again among the residuals.
      expect(points.length).toBeGreaterThanOrEqual(2 * count);
      expect(svg).not.toMatch(/NaN|undefined/);
    },
  );

  it('refuse unknown options', () => {
    expect(() => fitChart(fitted, { colour: 1 } as never)).toThrow(/unknown field/);
    expect(() => validationChart(validation, { theme: 'pink' } as never)).toThrow(/theme/);
  });

  it('stand in notebooks with their tables', async () => {
    for (const [answer, words] of [
      [fitted, 'fitted to'],
      [validation, 'in 95 % intervals at least'],
      [suggestions, 'next measurement'],
    ] as const) {
      const shown = await display(answer);
      expect(shown['text/plain']).toContain(words);
      expect(Symbol.for('Jupyter.display') in answer).toBe(true);
    }
    expect((await display(fitted))['image/svg+xml']).toContain('<svg');
  });
});
