import { oneOf, onlyFields, plainObject } from '../common';
import { textWidth } from './text-width';

/**
 * A chart as a Vega-Lite specification: plain JSON with its data inside, for `renderChart`, a notebook or any other
 * Vega-Lite viewer. It uses features of version 5 only. It is not frozen, because Vega marks the rows of its data.
 */
export interface ChartSpec {
  readonly $schema: string;
  readonly [field: string]: unknown;
}

/** Backgrounds that a chart can be for. */
export const chartThemes = ['light', 'dark'] as const;
/** Background that a chart is for. */
export type ChartTheme = (typeof chartThemes)[number];

/** What every chart can be asked. */
export interface ChartOptions {
  /** Background that the chart is for; default `light`. */
  readonly theme?: ChartTheme;
}

/** The theme that the options of a chart ask for. */
export function chartTheme(options: ChartOptions): ChartTheme {
  onlyFields(plainObject(options, 'options'), ['theme'], 'options');
  return oneOf(options.theme ?? 'light', chartThemes, 'options.theme');
}

/** A whole specification around a view. */
export function chartSpec(view: Readonly<Record<string, unknown>>, theme: ChartTheme): ChartSpec {
  return { $schema: 'https://vega.github.io/schema/vega-lite/v5.json', ...view, config: themeConfig(theme) };
}

/** The same chart for another background. */
export function withTheme(spec: ChartSpec, theme: ChartTheme): ChartSpec {
  return { ...spec, config: { ...plainConfig(spec.config), ...themeConfig(theme) } };
}

function plainConfig(config: unknown): object {
  return typeof config === 'object' && config !== null ? config : {};
}

/**
 * Colours that stay apart for readers with any colour vision, in print and on both backgrounds (Okabe and Ito, Color
 * Universal Design, 2008); grey, for what the others are compared with, comes first.
 */
export const categoryColors = [
  '#8c959f',
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
  '#b3a500',
  '#44546a',
  '#7a4988',
  '#8a5a00',
  '#7fc97f',
];

/** A legend above the chart, in as many columns as fit its width; none for a single entry. */
export function topLegend(labels: readonly string[]): Record<string, unknown> | null {
  if (labels.length < 2) return null;
  const widths = labels.map((label) => textWidth(label, legendFontSize, false) + 34);
  const fits = widths.reduce((sum, width) => sum + width, 0) <= chartWidth + 100;
  const columns = fits ? labels.length : Math.max(1, Math.floor((chartWidth + 100) / Math.max(...widths)));
  return { title: null, orient: 'top', direction: 'horizontal', columns };
}

const legendFontSize = 12;

/** Pixels of a plotting area; a chart with its labels fits a page of text. */
export const chartWidth = 520;

const font = 'Helvetica Neue, Helvetica, Arial, DejaVu Sans, sans-serif';
const inks = {
  light: { background: '#ffffff', text: '#1f2328', faint: '#59636e', grid: '#e4e8ec', axis: '#9aa4ae' },
  dark: { background: '#0d1117', text: '#e6edf3', faint: '#9da7b1', grid: '#262c34', axis: '#5a646e' },
};

function themeConfig(theme: ChartTheme): Record<string, unknown> {
  const { background, text, faint, grid, axis } = inks[theme];
  return {
    background,
    font,
    padding: 16,
    view: { stroke: null },
    axis: {
      labelColor: text,
      labelFontSize: 12,
      labelLimit: 400,
      titleColor: faint,
      titleFontSize: 12,
      titleFontWeight: 'normal',
      titlePadding: 8,
      gridColor: grid,
      domainColor: axis,
      tickColor: axis,
    },
    axisX: { labelFlush: false, ticks: false, domain: false, labelColor: faint, labelPadding: 6 },
    axisY: { ticks: false, labelPadding: 8, grid: false, title: null },
    header: { labelColor: text, labelFontSize: 12, labelFontWeight: 'bold' },
    legend: {
      labelColor: text,
      titleColor: faint,
      labelFontSize: legendFontSize,
      labelLimit: 400,
      symbolType: 'square',
      symbolSize: 120,
    },
    title: {
      color: text,
      fontSize: 15,
      subtitleColor: faint,
      subtitleFontSize: 12,
      anchor: 'start',
      offset: 12,
    },
    text: { color: text, fontSize: 12 },
    rule: { color: text },
  };
}
