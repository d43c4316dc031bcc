import { displayHook, SidecoreError, shown } from '../common';
import { type ChartOptions, type ChartSpec, chartTheme, withTheme } from './chart-theme';
import { drawSvg } from './draw-svg';
import { escaped } from './escaped';
import { viewOf } from './view-of';

/** One answer in the forms that a notebook may show; it takes the richest that it knows. */
export interface Display {
  /** The table as in a terminal. */
  readonly 'text/plain': string;
  /** The chart, where it can be drawn, over the table. */
  readonly 'text/html': string;
  /** The chart; absent where the answer has none, or where vega and vega-lite are not installed. */
  readonly 'image/svg+xml'?: string;
  /** The chart as a specification; absent where the answer has none. */
  readonly 'application/vnd.vegalite.v5+json'?: ChartSpec;
}

/**
 * Any answer of this package, or a chart of it, as a table and a picture for a notebook. Answers show themselves so in
 * Deno's Jupyter kernel when they end a cell; elsewhere, or for another theme, ask here. What is returned shows itself
 * in a notebook too.
 *
 * @throws SidecoreError `invalid-shape` when there is nothing to show, `invalid-value` for an option
 * @example
 * (await display(predict(xenPv)))['text/plain'].split(':')[0]; // 'xen-pv'
 * @see renderChart
 */
export async function display(answer: object, options: ChartOptions = {}): Promise<Display> {
  const theme = chartTheme(options);
  if (typeof answer !== 'object' || answer === null)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'answer',
      message: `${shown(answer)} is not an answer`,
      hint: 'give what a function of this package returned',
    });
  const view = viewOf(answer);
  const chart = view.chart && withTheme(view.chart, theme);
  const svg = chart && (await drawn(chart));
  const bundle: Display = {
    'text/plain': view.table,
    'text/html': page(view.table, chart, svg),
    ...(svg === undefined ? {} : { 'image/svg+xml': svg }),
    ...(chart === undefined ? {} : { 'application/vnd.vegalite.v5+json': chart }),
  };
  Object.defineProperty(bundle, displayHook, { value: () => bundle });
  return Object.freeze(bundle);
}

/** Undefined without the packages that draw: a table is an answer too. */
async function drawn(chart: ChartSpec): Promise<string | undefined> {
  try {
    return await drawSvg(chart);
  } catch (error) {
    if (error instanceof SidecoreError && error.code === 'missing-dependency') return undefined;
    throw error;
  }
}

/** The picture stands in a frame of its own, because ids of several pictures on one page would clash. */
function page(table: string, chart: ChartSpec | undefined, svg: string | undefined): string {
  const text = table === '' ? '' : `<pre style="line-height: 1.3">${escaped(table)}</pre>`;
  if (chart === undefined) return text;
  if (svg === undefined) return `${text}<p>For the chart: npm install vega vega-lite</p>`;
  const title = escaped(String(chart.description ?? 'chart'));
  return `<img alt="${title}" src="data:image/svg+xml,${encodeURIComponent(svg)}">${text}`;
}
