import type { ClosedCurve, NetworkBounds } from '../queueing/networks';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
} from './chart-theme';
import { durationUnit } from './durations';

/** Most points of a line: more cannot be told apart. */
const mostPoints = 200;

const rate = 'throughput, passages/s';

/** What `curveChart` is asked. */
export interface CurveChartOptions extends ChartOptions {
  /** Bounds on the one class for a population, drawn as thin lines. */
  readonly bounds?: (population: number) => NetworkBounds;
}

/**
 * Throughput and response time over the population as two lines, between their bounds.
 *
 * @throws SidecoreError `invalid-value` for an option
 * @example
 * const bounds = (population: number) => asymptoticBounds(withPopulation(network, population));
 * await renderChart(curveChart(closedCurve(network), { bounds }), { format: 'svg' });
 */
export function curveChart(curve: ClosedCurve, options: CurveChartOptions = {}): ChartSpec {
  const { bounds, ...rest } = options;
  const theme = chartTheme(rest);
  const every = Math.max(1, Math.ceil(curve.population.length / mostPoints));
  const last = curve.population.length - 1;
  const points = curve.population.map((_, i) => i).filter((i) => i % every === 0 || i === last);
  const unit = durationUnit(curve.responseTime.reduce((most, time) => Math.max(most, time), 0));
  const time = `response time, ${unit.name}`;
  const row = (line: string, population: number, throughput: number, seconds: number) => ({
    line,
    population,
    [rate]: throughput,
    [time]: seconds / unit.size,
  });
  const exact = points.map((i) =>
    row('exact', curve.population[i], curve.throughput[i], curve.responseTime[i]),
  );
  const limits = points.flatMap((i) => {
    const range = bounds && Object.values(bounds(curve.population[i]).classes)[0];
    if (!range) return [];
    return (['lower', 'upper'] as const).map((line) =>
      row(`${line} bound`, curve.population[i], range.throughput[line], range.responseTime[line]),
    );
  });
  // The last is drawn on top.
  const values = [...limits, ...exact];
  const lines = [...new Set(values.map(({ line }) => line))];
  const color = {
    field: 'line',
    type: 'nominal',
    sort: null,
    scale: { domain: lines, range: lines.map((line) => categoryColors[line === 'exact' ? 1 : 0]) },
    legend:
      lines.length > 1 ? { title: null, orient: 'top', direction: 'horizontal', symbolType: 'stroke' } : null,
  };
  // Bounds may lie far out; the picture is about the curve.
  const room = (field: string) => 1.25 * Math.max(0, ...exact.map((one) => Number(one[field]))) || 1;
  const view = (field: string) => ({
    width: chartWidth,
    height: 220,
    encoding: {
      x: {
        field: 'population',
        type: 'quantitative',
        axis: { title: 'customers', tickMinStep: 1, format: ',d' },
        scale: { domain: [0, Math.max(1, curve.population.length)], nice: false },
      },
      y: {
        field,
        type: 'quantitative',
        axis: { title: field, grid: true, tickCount: 6 },
        scale: { domain: [0, room(field)], nice: false },
      },
      color,
    },
    layer: [
      {
        transform: [{ filter: "datum.line !== 'exact'" }],
        mark: { type: 'line', clip: true, strokeWidth: 1.5, strokeDash: [5, 4] },
      },
      {
        transform: [{ filter: "datum.line === 'exact'" }],
        mark: { type: 'line', clip: true, strokeWidth: 2.5, point: exact.length === 1 },
      },
    ],
  });
  return chartSpec(
    {
      title: { text: 'Throughput and response time', subtitle: curve.method },
      description: 'Throughput and response time by population',
      data: { name: 'curve', values },
      vconcat: [view(rate), view(time)],
      spacing: 28,
    },
    theme,
  );
}
