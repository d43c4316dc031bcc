import { describe, expect, it } from 'vitest';
import { breakEven, explain, place, sensitivity, xenPv } from '../../src';
import {
  breakEvenTable,
  type ChartSpec,
  explanationChart,
  explanationTable,
  placementChart,
  placementTable,
  renderChart,
  sensitivityChart,
  sensitivityTable,
} from '../../src/report';

const topology = 'inter-node-receive';
const explanation = explain(xenPv, { topology, draws: 20 });
const refused = explain(xenPv, { topology, window: 2, draws: 0 });
const placed = place(xenPv, { topology, sideCores: 2, draws: 10 });
const sensitive = sensitivity(xenPv, { topology, placement: 'driver-domain' });
const even = breakEven(xenPv, { topology, vary: 'window', between: { low: 1, high: 64 }, gain: 0.5 });

const charts: readonly [string, () => ChartSpec, readonly string[]][] = [
  ['explanation', () => explanationChart(explanation), ['less reload', '30 %', '18,264', '+644']],
  ['explanation without shares', () => explanationChart(refused), ['cycles per packet']],
  ['placement', () => placementChart(placed, { theme: 'dark' }), ['needs a code change', '3.63', '4.44']],
  ['sensitivity', () => sensitivityChart(sensitive), ['stages.netback-send-acknowledgement.cycles', 'batch']],
];

describe('charts of the questions', () => {
  it.each(charts)('draw %s', async (_, chart, words) => {
    const svg = await renderChart(chart(), { format: 'svg' });
    for (const word of words) expect(svg).toContain(word);
    expect(svg).not.toMatch(/NaN|undefined|null,/);
  });

  it('show waterfalls that end at the throughput and the cycles after', () => {
    const [gain, cycles] = explanationChart(explanation).vconcat as {
      data: { values: { from: number; to: number }[] };
    }[];
    const steps = gain.data.values;
    expect(steps[steps.length - 2].to).toBeCloseTo(explanation.throughput.after / 1e9, 9);
    expect(steps[steps.length - 1].to).toBeCloseTo(explanation.throughput.after / 1e9, 9);
    const last = cycles.data.values;
    expect(Math.abs(last[last.length - 2].to - explanation.cycles.after.total)).toBeLessThan(2);
    expect(explanationChart(refused).vconcat).toHaveLength(1);
  });

  it('show both ends of each range, the widest first', () => {
    const { values } = sensitivityChart(sensitive).data as { values: { number: string }[] };
    expect(values[0].number).toBe(sensitive.sensitivities[0].path);
    expect(values).toHaveLength(40);
  });
});

describe('tables of the questions', () => {
  it('say of a placement that changes nothing that it gains nothing, not that it pays', () => {
    const traffic = { kind: 'open' as const, arrivalRate: 1000 };
    const open = { ...xenPv, traffic: { ...xenPv.traffic, ...traffic } };
    const vary = { vary: 'traffic.arrivalRate', between: { low: 1000, high: 5000 } };
    const answer = breakEven(open, { ...vary, topology: 'inter-node-receive', after: 'driver-domain' });
    expect(breakEvenTable(answer)).toMatch(/gains nothing between/);
  });

  const tables: readonly [string, (options?: object) => string][] = [
    ['explanation', (options) => explanationTable(explanation, options)],
    ['refused explanation', (options) => explanationTable(refused, options)],
    ['placement', (options) => placementTable(placed, options)],
    ['sensitivity', (options) => sensitivityTable(sensitive, options)],
    ['break-even', (options) => breakEvenTable(even, options)],
  ];

  it.each(tables)('%s: no NaN, plain without colour, the same words with it', (_, table) => {
    const text = table();
    expect(text).not.toMatch(/NaN|undefined|\[object/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    const codes = /\u001b\[\d+m/g;
    expect(text).not.toMatch(codes);
    expect(table({ color: true }).replace(codes, '')).toBe(text);
    expect(() => table({ colour: true })).toThrow(expect.objectContaining({ code: 'invalid-shape' }));
  });
});
