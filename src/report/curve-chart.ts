import type { ClosedCurve, NetworkBounds } from '../queueing/networks';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
} from './chart-theme';

/** Most points of a line: more cannot be told apart. */
const mostPoints = 200;

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
  const values = points.flatMap((i) => {
    const population = curve.population[i];
    const exact = {
      line: 'exact',
      population,
      throughput: curve.throughput[i],
      'response time': curve.responseTime[i],
    };
    const range = bounds && Object.values(bounds(population).classes)[0];
    if (!range) return [exact];
    const bound = (line: 'lower' | 'upper') => ({
      line: `${line} bound`,
      population,
      throughput: range.throughput[line],
      'response time': range.responseTime[line],
    });
    return [exact, bound('upper'), bound('lower')];
  });
  const lines = [...new Set(values.map(({ line }) => line))];
  // Bounds may lie far out; the picture is about the curve.
  const room = (field: 'throughput' | 'response time') =>
    Math.max(...values.filter(({ line }) => line === 'exact').map((one) => one[field]), 0) * 1.25 || 1;
  const view = (field: 'throughput' | 'response time', unit: string) => ({
    width: chartWidth,
    height: 220,
    mark: { type: 'line', clip: true, strokeWidth: 2 },
    encoding: {
      x: { field: 'population', type: 'quantitative', axis: { title: 'customers' } },
      y: {
        field,
        type: 'quantitative',
        axis: { title: `${field}, ${unit}`, grid: true },
        scale: { domain: [0, room(field)] },
      },
      color: {
        field: 'line',
        type: 'nominal',
        sort: lines,
        scale: { domain: lines, range: [categoryColors[1], categoryColors[0], categoryColors[2]] },
        legend: lines.length > 1 ? { title: null, orient: 'top', direction: 'horizontal' } : null,
      },
    },
  });
  return chartSpec(
    {
      title: { text: 'Throughput and response time', subtitle: curve.method },
      description: 'Throughput and response time by population',
      data: { name: 'curve', values },
      vconcat: [view('throughput', 'passages per second'), view('response time', 'seconds')],
      spacing: 28,
    },
    theme,
  );
}
