import type { Comparison } from '../predict/compare';
import { type ChartOptions, type ChartSpec, chartSpec, chartTheme } from './chart-theme';
import { throughputView } from './comparison-chart';
import { cyclesView } from './ledger-chart';
import { reportTitle } from './report-groups';

/**
 * The whole answer as one picture: what every placement carries, and below it where the cycles of a packet go.
 *
 * @throws SidecoreError `invalid-shape` when there is nothing to draw, `invalid-value` for an option
 * @example
 * await renderChart(predictionChart(compare(xenPv)), { format: 'html' });
 * @see comparisonChart, ledgerChart
 */
export function predictionChart(comparison: Comparison, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  return chartSpec(
    {
      description: `Throughput and cycles per packet of ${comparison.model} by topology and placement`,
      vconcat: [
        throughputView(comparison, reportTitle(comparison)),
        cyclesView(comparison, 'by the mechanism that spends them'),
      ],
      spacing: 28,
      resolve: { scale: { color: 'independent', x: 'independent', y: 'independent' } },
    },
    theme,
  );
}
