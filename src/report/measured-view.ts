import type { FitResidual } from '../fit/fit-result';
import { type ObservedMetric, observedMetrics } from '../fit/observation';
import { categoryColors, chartWidth, topLegend } from './chart-theme';
import { durationUnit } from './durations';
import { metricName } from './metric-values';
import { bitRateUnit } from './numbers';

type View = Readonly<Record<string, unknown>>;

/** How a metric is drawn: its name with the unit, and what its values are divided by. */
function scaleOf(metric: ObservedMetric, values: readonly number[]): { title: string; size: number } {
  if (metric === 'throughput') {
    const { name, size } = bitRateUnit(values);
    return { title: `throughput, ${name}`, size };
  }
  const name = metric.replaceAll('_', ' ');
  if (metric === 'utilization' || metric === 'loss') return { title: `${name}, %`, size: 0.01 };
  const { unit } = observedMetrics[metric];
  if (unit === 's') {
    const { name: time, size } = durationUnit(values.reduce((most, value) => Math.max(most, value), 0));
    return { title: `${name}, ${time}`, size };
  }
  return { title: unit === '1' ? name : `${name}, ${unit}`, size: 1 };
}

/** Where a logarithmic axis has its lines: 1, 2 and 5 of each decade, of many decades only 1. */
function logTicks(low: number, high: number): number[] {
  const steps = high > 1000 * low ? [1] : [1, 2, 5];
  const decades = Array.from(
    { length: Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, k) => Math.floor(Math.log10(low)) + k,
  );
  return decades
    .flatMap((decade) => steps.map((step) => Number(`${step}e${decade}`)))
    .filter((value) => value >= low && value <= high);
}

/** One colour for each placement, the same in all views of a chart. */
export function placementColor(residuals: readonly FitResidual[]): Record<string, unknown> {
  const names = [...new Set(residuals.map(({ placement }) => placement))];
  return {
    field: 'placement',
    type: 'nominal',
    sort: null,
    scale: { domain: names, range: names.map((_, i) => categoryColors[(i + 1) % categoryColors.length]) },
    legend: names.length > 1 ? { ...topLegend(names), symbolOpacity: 1 } : null,
  };
}

/** Predicted over measured, a panel for each metric, with 95 % intervals and the line where both are equal. */
export function measuredView(residuals: readonly FitResidual[], title: string, subtitle: string): View {
  const metrics = [...new Set(residuals.map(({ metric }) => metric))];
  const columns = Math.min(metrics.length, 2);
  const side = columns === 1 ? 340 : (chartWidth - 40) / 2;
  const panels = metrics.map((metric) => {
    const own = residuals.filter((one) => one.metric === metric);
    const { title: axis, size } = scaleOf(
      metric,
      own.map(({ measured }) => measured),
    );
    const values = own.map((one) => ({
      measured: one.measured / size,
      predicted: one.predicted / size,
      lower: one.lower / size,
      upper: one.upper / size,
      placement: one.placement,
      what: `${metricName(one)}: ${one.topology}, ${one.message} B, window ${one.window}`,
    }));
    const ends = values.flatMap(({ measured, predicted }) => [measured, predicted]);
    const low = 0.9 * Math.min(...ends);
    const high = 1.1 * Math.max(...ends);
    // Much of a range on a plain scale would crowd in a corner.
    const log = low > 0 && high > 10 * low;
    const scale = { type: log ? 'log' : 'linear', domain: [low, high], nice: false, zero: false };
    const ticks = log ? { values: logTicks(low, high) } : { tickCount: 5 };
    const at = (field: string, label: string, grid: boolean) => ({
      field,
      type: 'quantitative',
      scale,
      axis: { title: label, grid, ...ticks, format: high < 1000 ? '.3~r' : '~s', labelOverlap: true },
    });
    return {
      width: side,
      height: side,
      layer: [
        {
          data: {
            values: [
              { measured: low, predicted: low },
              { measured: high, predicted: high },
            ],
          },
          mark: { type: 'line', strokeWidth: 1, strokeDash: [5, 4], color: categoryColors[0] },
          encoding: { x: at('measured', `measured ${axis}`, true), y: at('predicted', 'predicted', true) },
        },
        {
          data: { name: metric, values },
          mark: { type: 'rule', strokeWidth: 1, opacity: 0.5, clip: true },
          encoding: {
            x: at('measured', `measured ${axis}`, true),
            y: at('lower', 'predicted', true),
            y2: { field: 'upper' },
            color: placementColor(residuals),
          },
        },
        {
          data: { name: metric, values },
          mark: { type: 'point', filled: true, size: 28, opacity: 0.9 },
          encoding: {
            x: at('measured', `measured ${axis}`, true),
            y: at('predicted', 'predicted', true),
            color: placementColor(residuals),
            tooltip: ['what', 'placement', 'measured', 'predicted', 'lower', 'upper'].map((field) => ({
              field,
            })),
          },
        },
      ],
    };
  });
  return { title: { text: title, subtitle }, concat: panels, columns, spacing: 24 };
}

/** Residuals in their standard deviations, a strip for each placement and metric. */
export function residualView(residuals: readonly FitResidual[]): View {
  const several = new Set(residuals.map(({ metric }) => metric)).size > 1;
  const values = residuals.map((one) => ({
    row: several ? `${one.placement}, ${one.metric.replaceAll('_', ' ')}` : one.placement,
    placement: one.placement,
    residual: one.standardized,
    what: `${metricName(one)}: ${one.topology}, ${one.message} B, window ${one.window}`,
    from: `${one.origin.file}:${one.origin.line}`,
  }));
  const reach = values.reduce((most, { residual }) => Math.max(most, Math.abs(residual)), 2.5);
  return {
    title: {
      text: 'Residuals',
      subtitle: 'ln(measured / predicted) in standard deviations; 19 of 20 belong between the outer lines',
    },
    width: chartWidth,
    height: { step: 22 },
    layer: [
      {
        data: { values: [{ at: -2 }, { at: 0 }, { at: 2 }] },
        mark: { type: 'rule', strokeDash: [5, 4], color: categoryColors[0] },
        encoding: { x: { field: 'at', type: 'quantitative' } },
      },
      {
        data: { name: 'residuals', values },
        mark: { type: 'point', filled: true, size: 36, opacity: 0.6 },
        encoding: {
          x: {
            field: 'residual',
            type: 'quantitative',
            scale: { domain: [-reach, reach], nice: true },
            axis: { title: 'measured below prediction  |  above', grid: true },
          },
          y: { field: 'row', type: 'nominal', sort: null },
          color: { ...placementColor(residuals), legend: null },
          tooltip: ['what', 'placement', 'residual', 'from'].map((field) => ({ field })),
        },
      },
    ],
  };
}
