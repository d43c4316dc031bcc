import fc from 'fast-check';
import { compile } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import { compare, costMechanisms, xenPv } from '../../src';
import { type ChartSpec, comparisonChart, ledgerChart, predictionChart, renderChart } from '../../src/report';
import { arbitraryComparison } from './arbitrary-comparison';

const placements = ['none', 'driver-domain', 'driver-domain-other-socket'];
const all = compare(
  xenPv,
  Object.keys(xenPv.topologies).flatMap((topology) =>
    placements.map((placement) => ({ topology, placement })),
  ),
);

/** What Vega-Lite has to say against a specification. */
function complaints(spec: ChartSpec): string[] {
  const said: string[] = [];
  const say = (...texts: readonly unknown[]) => {
    said.push(texts.join(' '));
    return logger;
  };
  const logger = { level: () => logger, error: say, warn: say, info: () => logger, debug: () => logger };
  compile(JSON.parse(JSON.stringify(spec)), { logger: logger as never });
  return said;
}

const rowsOf = (spec: ChartSpec) =>
  (spec.data as { readonly values: readonly Readonly<Record<string, string | number>>[] }).values;
/** Texts in the order in which they are drawn. */
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe.each([
  ['comparisonChart', comparisonChart],
  ['ledgerChart', ledgerChart],
  ['predictionChart', predictionChart],
])('%s', (_, chart) => {
  it('is plain JSON of version 5 that Vega-Lite takes without a warning', () => {
    const spec = chart(all);
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
    expect(spec.$schema).toMatch(/vega-lite\/v5\.json$/);
    expect(complaints(spec)).toEqual([]);
  });

  it('differs between the themes in its looks alone', () => {
    const { config: light, ...view } = chart(all);
    const { config: dark, ...same } = chart(all, { theme: 'dark' });
    expect(same).toEqual(view);
    expect(dark).not.toEqual(light);
  });

  it('names every topology and placement', async () => {
    const seen = texts(await renderChart(chart(all), { format: 'svg' }));
    for (const name of [...Object.keys(xenPv.topologies), ...placements]) expect(seen).toContain(name);
  });

  it('takes random comparisons without a warning', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        expect(complaints(chart(comparison))).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('rejects bad input', () => {
    expect(() => chart({ ...all, predictions: [] })).toThrow(
      /comparison\.predictions: there is no prediction/,
    );
    expect(() => chart(all, { theme: 'sepia' as never })).toThrow(
      /options\.theme: "sepia" is not one of light, dark/,
    );
    expect(() => chart(all, { width: 3 } as never)).toThrow(/options\.width: unknown field/);
  });
});

describe('comparisonChart', () => {
  it('has the throughput and bracket of each prediction as its data, in one unit', () => {
    const rows = rowsOf(comparisonChart(all));
    expect(rows).toHaveLength(all.predictions.length);
    all.predictions.forEach((one, i) => {
      expect(rows[i]).toMatchObject({
        topology: one.topology,
        placement: one.placement,
        'speed-up': one.speedup,
      });
      expect(rows[i]['Gbit/s']).toBe(one.throughput / 1e9);
      expect(rows[i]['upper Gbit/s']).toBe(one.bracket.upper / 1e9);
    });
  });

  it('writes value and speed-up behind a bar, and the bracket where it is wide', async () => {
    const labels = texts(await renderChart(comparisonChart(all), { format: 'svg' }));
    for (const { throughput, speedup } of all.predictions)
      expect(labels).toContain(
        (throughput / 1e9).toPrecision(3) + (speedup === 1 ? '' : ` (${speedup.toFixed(2)}x)`),
      );
    const narrow = compare(xenPv, [{ topology: 'inter-node', placement: 'driver-domain', window: 16 }]);
    const seen = texts(await renderChart(comparisonChart(narrow), { format: 'svg' }));
    expect(seen.some((text) => /^\d\.\d\d\.\.\d\.\d\d$/.test(text))).toBe(true);
  });

  it('has no labels on top of each other', async () => {
    const svg = await renderChart(predictionChart(all), { format: 'svg' });
    const groups = [...svg.matchAll(/class="mark-text role-mark[^>]*>(.*?)<\/g>/gs)].map(([, group]) =>
      [...group.matchAll(/translate\([\d.]+,([\d.]+)\)/g)].map(([, y]) => Number(y)).sort((a, b) => a - b),
    );
    expect(groups.flat()).toHaveLength(2 * all.predictions.length);
    // A line of text is 12 pixels high.
    for (const rows of groups)
      for (const [i, y] of rows.slice(1).entries()) expect(y - rows[i]).toBeGreaterThanOrEqual(14);
  });
});

describe('ledgerChart', () => {
  it('has the ledger of each prediction as its data, and a colour for each mechanism', () => {
    const spec = ledgerChart(all);
    const sharing = ledgerChart(
      compare({ ...xenPv, machine: { ...xenPv.machine, llcSharingExponent: 0.5 } }),
    );
    const ledgers = all.predictions.map(({ ledger }) => ({ ...ledger.total }));
    expect(rowsOf(spec)).toMatchObject(ledgers);
    const colors = (one: ReturnType<typeof ledgerChart>) =>
      new Set(
        JSON.stringify(one)
          .match(/"range":\[[^\]]*\]/)![0]
          .match(/#[0-9a-f]{6}/g)!,
      ).size;
    // Sharing of the last-level cache is shown where it is counted.
    expect(colors(spec)).toBe(costMechanisms.length - 1);
    expect(colors(sharing)).toBe(costMechanisms.length);
  });

  it('writes the total behind each bar with separated thousands', async () => {
    const seen = texts(await renderChart(ledgerChart(all), { format: 'svg' }));
    for (const { cyclesPerPacket } of all.predictions)
      expect(seen).toContain(Math.round(cyclesPerPacket).toLocaleString('en-US'));
  });
});
