import { SidecoreError, shown } from '../common';
import type { ChartSpec } from './chart-theme';
import { loadOptional } from './load-optional';
import { textWidth } from './text-width';

/** Vega's measure of text, of which its type declarations say nothing. */
interface TextMetrics {
  width: (item: TextItem, text: string) => number;
  readonly estimateWidth: TextMetrics['width'];
}

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}

/**
 * Draws a chart as SVG: the same bytes every time. Nothing is fetched: a specification that names a file or an address
 * instead of having its data inside is refused.
 *
 * @param prefix of the ids in the picture, so that a page can hold several
 */
export async function drawSvg(spec: ChartSpec, prefix = 'chart'): Promise<string> {
  const [vega, { compile }] = await loadOptional(
    () => Promise.all([import('vega'), import('vega-lite')]),
    'vega vega-lite',
  );
  const problems: string[] = [];
  const logger = errorsInto(problems) as never;
  const refuse = async (address: unknown) => {
    problems.push(`it asks for ${shown(address)}, but a chart has its data inside`);
    throw new Error('refused');
  };
  try {
    // Vega marks the rows of its data, so it gets a copy.
    const copy = JSON.parse(JSON.stringify(spec));
    const view = new vega.View(vega.parse(compile(copy, { logger }).spec), {
      renderer: 'none',
      logger,
      loader: { load: refuse, sanitize: refuse, http: refuse, file: refuse, options: {} } as never,
    });
    withTextWidth((vega as unknown as { textMetrics: TextMetrics }).textMetrics, () => view.run());
    const svg = await view.toSVG();
    view.finalize();
    if (problems.length === 0) return renumbered(svg, prefix);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  throw new SidecoreError({
    code: 'invalid-value',
    path: 'spec',
    message: `cannot be drawn: ${problems[0]}`,
    hint: 'give what a chart function of this package returns, or a Vega-Lite specification with its data inside',
  });
}

/** A logger that keeps errors and is silent otherwise. */
function errorsInto(problems: string[]): object {
  const silent = () => logger;
  const logger = {
    level: silent,
    warn: silent,
    info: silent,
    debug: silent,
    error: (...parts: readonly unknown[]) => {
      problems.push(parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' '));
      return logger;
    },
  };
  return logger;
}

/**
 * Lays out with our widths of text where Vega has no canvas to measure with. The first run of a view without data to
 * load is synchronous, so nobody else's view sees the difference.
 */
function withTextWidth(metrics: TextMetrics, run: () => void): void {
  if (metrics.width !== metrics.estimateWidth) {
    run();
    return;
  }
  metrics.width = ({ fontSize = 11, fontWeight, limit = 0 }, line) => {
    const bold = fontWeight === 'bold' || Number(fontWeight) >= 600;
    const width = textWidth(String(line ?? '').trim(), fontSize, bold);
    return limit > 0 ? Math.min(limit, width) : width;
  };
  try {
    run();
  } finally {
    metrics.width = metrics.estimateWidth;
  }
}

/** Vega numbers its clip paths and gradients on and on; here they start at 1. */
function renumbered(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  for (const [, id] of svg.matchAll(/<(?:clipPath|linearGradient|radialGradient|pattern) id="([^"]+)"/g))
    names.set(id, `${prefix}-${names.size + 1}`);
  return svg
    .replace(/(<[a-zA-Z]+ id=")([^"]+)"/g, (whole, start, id) =>
      names.has(id) ? `${start}${names.get(id)}"` : whole,
    )
    .replace(/url\(#([^)]+)\)/g, (whole, id) => (names.has(id) ? `url(#${names.get(id)})` : whole));
}
