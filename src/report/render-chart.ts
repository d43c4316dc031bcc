import { oneOf, onlyFields, plainObject, positive, SidecoreError } from '../common';
import { type ChartFormat, chartFormats } from './chart-format';
import { type ChartSpec, type ChartTheme, chartThemes, withTheme } from './chart-theme';
import { drawHtml } from './draw-html';
import { drawPng } from './draw-png';
import { drawSvg } from './draw-svg';

/** What `renderChart` is asked. */
export interface RenderOptions<Format extends ChartFormat = ChartFormat> {
  readonly format: Format;
  /** Default: the theme that the chart was made for; of a page, both, as its reader prefers. */
  readonly theme?: ChartTheme;
  /** Pixels of a PNG for each unit of the chart; default 2. */
  readonly scale?: number;
  /** Font files for a PNG besides the fonts of the machine. */
  readonly fontFiles?: readonly string[];
}

/**
 * Draws a chart: `svg` and `html` as text, `png` as bytes, `vl.json` as the text of its Vega-Lite specification. The
 * page is self-contained, suits light and dark screens and has the chart's numbers as a table.
 *
 * Needs the optional packages vega and vega-lite, and for PNG @resvg/resvg-js; `vl.json` needs none.
 *
 * @throws SidecoreError `missing-dependency` when one of them, or for PNG a font, is not installed; `invalid-value`
 * for an option, or for a specification that cannot be drawn or that does not have its data inside
 * @example
 * const svg = await renderChart(predictionChart(compare(xenPv)), { format: 'svg' });
 * @see chartFormat
 */
export async function renderChart<Format extends ChartFormat>(
  spec: ChartSpec,
  options: RenderOptions<Format>,
): Promise<Format extends 'png' ? Uint8Array : string>;
export async function renderChart(spec: ChartSpec, options: RenderOptions): Promise<Uint8Array | string> {
  plainObject(spec, 'spec');
  onlyFields(plainObject(options, 'options'), ['format', 'theme', 'scale', 'fontFiles'], 'options');
  const format = oneOf(options.format, chartFormats, 'options.format');
  const theme = options.theme === undefined ? undefined : oneOf(options.theme, chartThemes, 'options.theme');
  const scale = scaleOf(options.scale ?? 2);
  const themed = theme === undefined ? spec : withTheme(spec, theme);
  if (format === 'vl.json') return `${JSON.stringify(themed, null, 2)}\n`;
  if (format === 'html') return drawHtml(spec, theme);
  const svg = await drawSvg(themed);
  return format === 'png' ? drawPng(svg, scale, options.fontFiles ?? []) : `${svg}\n`;
}

/** A picture of a thousand times its size would be memory and no picture. */
const largestScale = 16;

function scaleOf(value: number): number {
  const scale = positive(value, 'options.scale');
  if (scale > largestScale)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options.scale',
      message: `${scale} is above ${largestScale}`,
    });
  return scale;
}
