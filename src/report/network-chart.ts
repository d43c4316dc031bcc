import type { NetworkSolution } from '../queueing/networks';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
} from './chart-theme';

/**
 * Utilisation and mean number of customers of every station as bars, stacked by class. A saturated station has a bar
 * without an end: its number of customers is left out.
 *
 * @throws SidecoreError `invalid-value` for an option
 * @example
 * await renderChart(networkChart(solve(network)), { format: 'svg' });
 */
export function networkChart(solution: NetworkSolution, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  const values = Object.entries(solution.stations).flatMap(([station, { classes }]) =>
    Object.entries(classes).map(([name, { utilization, queueLength }], place) => ({
      station,
      class: name,
      place,
      utilization: Number.isFinite(utilization) ? utilization : null,
      customers: Number.isFinite(queueLength) ? queueLength : null,
    })),
  );
  const classes = Object.keys(solution.classes);
  const bars = (field: string, title: string) => ({
    width: chartWidth,
    height: { step: 24 },
    mark: { type: 'bar' },
    encoding: {
      y: { field: 'station', type: 'nominal', sort: null },
      x: { field, type: 'quantitative', stack: 'zero', axis: { title, tickCount: 6 } },
      color: {
        field: 'class',
        type: 'nominal',
        scale: { domain: classes, range: categoryColors.slice(1) },
        legend: classes.length > 1 ? { title: null, orient: 'top', direction: 'horizontal' } : null,
      },
      order: { field: 'place', type: 'quantitative' },
      tooltip: ['station', 'class', 'utilization', 'customers'].map((one) => ({ field: one })),
    },
  });
  const method = `${solution.method}, ${solution.exact ? 'exact' : 'approximate'}`;
  return chartSpec(
    {
      title: { text: 'Stations', subtitle: method },
      description: `Utilization and customers by station: ${method}`,
      data: { name: 'stations', values },
      vconcat: [bars('utilization', 'utilization'), bars('customers', 'customers, waiting and in service')],
      spacing: 28,
    },
    theme,
  );
}
