import { XMLValidator } from 'fast-xml-parser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { compare, type SidecoreError, xenPv } from '../../src';
import { type ChartSpec, chartFormat, comparisonChart, predictionChart, renderChart } from '../../src/report';

const comparison = compare(
  xenPv,
  ['none', 'driver-domain'].map((placement) => ({ topology: 'inter-node-receive', placement })),
);
const spec = predictionChart(comparison);

async function failure(promise: Promise<unknown>): Promise<SidecoreError> {
  return promise.then(
    () => expect.unreachable(),
    (error) => error,
  );
}

describe('chartFormat', () => {
  it.each([
    ['answer.svg', 'svg'],
    ['a/b.c/ANSWER.PNG', 'png'],
    ['x.html', 'html'],
    ['x.vl.json', 'vl.json'],
  ])('takes %s for %s', (name, format) => {
    expect(chartFormat(name)).toBe(format);
  });

  it.each(['answer', 'answer.pdf', 'answer.json', 'svg', '', undefined])(
    'rejects %s and says what it knows',
    (name) => {
      expect(() => chartFormat(name as string)).toThrow(/end it in \.svg, \.png, \.html, \.vl\.json/);
    },
  );
});

describe('renderChart', () => {
  afterEach(() => {
    vi.doUnmock('vega');
    vi.doUnmock('@resvg/resvg-js');
    vi.resetModules();
  });

  it('draws the same SVG every time, also at the same time', async () => {
    const [one, two] = await Promise.all([
      renderChart(spec, { format: 'svg' }),
      renderChart(spec, { format: 'svg' }),
    ]);
    expect(one).toBe(two);
    expect(await renderChart(spec, { format: 'svg' })).toBe(one);
    expect(XMLValidator.validate(one)).toBe(true);
    expect(one).toContain('driver-domain');
  });

  it('leaves its argument as it was', async () => {
    const before = JSON.stringify(spec);
    await renderChart(spec, { format: 'svg', theme: 'dark' });
    expect(JSON.stringify(spec)).toBe(before);
  });

  it('draws on the background of the theme', async () => {
    const [light, dark] = await Promise.all(
      (['light', 'dark'] as const).map((theme) => renderChart(spec, { format: 'svg', theme })),
    );
    expect(light).toContain('fill="#ffffff"/>');
    expect(dark).toContain('fill="#0d1117"/>');
    expect(await renderChart(predictionChart(comparison, { theme: 'dark' }), { format: 'svg' })).toBe(dark);
  });

  it('draws PNG with text, larger by the scale', async () => {
    const small = await renderChart(spec, { format: 'png', scale: 1 });
    const large = await renderChart(spec, { format: 'png', scale: 2 });
    expect([...small.slice(1, 4)]).toEqual([...new TextEncoder().encode('PNG')]);
    const width = (png: Uint8Array) => new DataView(png.buffer, png.byteOffset).getUint32(16);
    expect(width(large)).toBe(2 * width(small));
  });

  it('writes the specification itself as vl.json, without drawing', async () => {
    vi.doMock('vega', () => {
      throw new Error("Cannot find package 'vega'");
    });
    vi.resetModules();
    const { renderChart: fresh } = await import('../../src/report');
    expect(JSON.parse(await fresh(spec, { format: 'vl.json' }))).toEqual(spec);
  });

  it('says what to install when Vega is missing', async () => {
    vi.doMock('vega', () => {
      throw new Error("Cannot find package 'vega'");
    });
    vi.resetModules();
    const { renderChart: fresh } = await import('../../src/report');
    const error = await failure(fresh(spec, { format: 'svg' }));
    expect(error.code).toBe('missing-dependency');
    expect(error.message).toContain('npm install vega vega-lite');
  });

  it('says what to install when the maker of PNGs is missing, or any font', async () => {
    vi.doMock('@resvg/resvg-js', () => {
      throw new Error("Cannot find package '@resvg/resvg-js'");
    });
    vi.resetModules();
    const first = await import('../../src/report');
    const missing = await failure(first.renderChart(spec, { format: 'png' }));
    expect(missing.code).toBe('missing-dependency');
    expect(missing.message).toContain('npm install @resvg/resvg-js');

    // The real drawer, blind to the fonts of this machine.
    const { Resvg } = await vi.importActual<typeof import('@resvg/resvg-js')>('@resvg/resvg-js');
    class WithoutFonts extends Resvg {
      constructor(svg: string, options: object) {
        super(svg, { ...options, font: { loadSystemFonts: false } });
      }
    }
    vi.doMock('@resvg/resvg-js', () => ({ Resvg: WithoutFonts }));
    vi.resetModules();
    const second = await import('../../src/report');
    const fontless = await failure(second.renderChart(spec, { format: 'png' }));
    expect(fontless.code).toBe('missing-dependency');
    expect(fontless.message).toContain('no font');
  });

  it('makes a page that loads nothing, suits both screens and has the numbers as tables', async () => {
    const page = await renderChart(spec, { format: 'html' });
    expect(page).not.toMatch(/<(script|link|img|iframe|object)\b/i);
    expect(page).not.toMatch(/\b(src|href)\s*=|@import|url\((?!#)/i);
    const addresses = [...page.matchAll(/https?:\/\/[^"'\s<]+/g)].map(([address]) => address);
    // Names of XML vocabularies, not places.
    expect(new Set(addresses)).toEqual(
      new Set(['http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xlink']),
    );
    expect(page).toContain("default-src 'none'");
    expect(page.match(/<svg /g)).toHaveLength(2);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page.match(/<table>/g)).toHaveLength(2);
    expect(page).toContain('<th scope="col">placement</th>');
    expect(page).toContain('<td>driver-domain</td>');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('makes a page for one theme when asked', async () => {
    const page = await renderChart(spec, { format: 'html', theme: 'dark' });
    expect(page.match(/<svg /g)).toHaveLength(1);
    expect(page).not.toContain('prefers-color-scheme');
  });

  it('writes hostile names as text', async () => {
    const name = '<script>alert("1")</script>';
    const hostile: typeof comparison = {
      ...comparison,
      model: name,
      predictions: comparison.predictions.map((one) => ({
        ...one,
        topology: name,
        placement: `${one.placement}"'&`,
      })),
    };
    const page = await renderChart(predictionChart(hostile), { format: 'html' });
    expect(page).not.toContain('<script');
    const svg = await renderChart(comparisonChart(hostile), { format: 'svg' });
    expect(XMLValidator.validate(svg)).toBe(true);
    expect(svg).toContain('&lt;script');
  });

  it.each([
    ['an empty specification', {}, {}, 'spec'],
    ['no specification', null, {}, 'spec'],
    ['a mark that there is not', { mark: 'blob', encoding: {} }, {}, 'spec'],
    ['data elsewhere', { data: { url: 'https://example.org/a.csv' }, mark: 'bar' }, {}, 'spec'],
    [
      'pictures elsewhere',
      {
        data: { values: [{ at: 'https://example.org/a.png' }] },
        mark: 'image',
        encoding: { url: { field: 'at' } },
      },
      {},
      'spec',
    ],
    ['an unknown format', spec, { format: 'pdf' }, 'options.format'],
    ['an unknown theme', spec, { theme: 'sepia' }, 'options.theme'],
    ['no size', spec, { scale: 0 }, 'options.scale'],
    ['a poster', spec, { scale: 1000 }, 'options.scale'],
    ['an unknown option', spec, { width: 3 }, 'options.width'],
  ])('rejects %s', async (_, given, options, path) => {
    const error = await failure(
      renderChart(given as unknown as ChartSpec, { format: 'svg', ...options } as { format: 'svg' }),
    );
    expect(error.name).toBe('SidecoreError');
    expect(error.path).toBe(path);
  });
});
