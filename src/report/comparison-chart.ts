import type { Comparison } from '../predict/compare';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
  topLegend,
} from './chart-theme';
import { bitRateUnit } from './numbers';
import { reportGroups, reportTitle } from './report-groups';

/**
 * Throughput of payload by topology and placement as grouped bars, each with its value and its speed-up over the
 * topology's first placement. Where the two ends of the bracket differ by more than 1 %, a line leads from the bar,
 * which is the lower end, to the upper one.
 *
 * @throws SidecoreError `invalid-shape` when there is nothing to draw, `invalid-value` for an option
 * @example
 * await renderChart(comparisonChart(compare(xenPv)), { format: 'svg' });
 * @see ledgerChart for where the cycles go, predictionChart for both
 */
export function comparisonChart(comparison: Comparison, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  return chartSpec(throughputView(comparison, reportTitle(comparison)), theme);
}

/** The chart without what makes it a whole specification. */
export function throughputView(comparison: Comparison, subtitle: string): Record<string, unknown> {
  const groups = reportGroups(comparison);
  const { name: unit, size } = bitRateUnit(comparison.predictions.map(({ throughput }) => throughput));
  const upper = `upper ${unit}`;
  const values = groups.flatMap(({ topology, rows }) =>
    rows.map(({ label, prediction }) => ({
      topology,
      placement: label,
      [unit]: prediction.throughput / size,
      [upper]: prediction.bracket.upper / size,
      'packets/s': prediction.packetRate,
      'speed-up': prediction.speedup,
      bottleneck: prediction.bottleneck.name,
    })),
  );
  const placements = [...new Set(values.map(({ placement }) => placement))];
  const most = Math.max(...comparison.predictions.map(({ bracket }) => bracket.upper)) / size;
  const value = (field: string) => `format(datum['${field}'], '.3r')`;
  const label = [
    value(unit),
    `(datum.wide ? '..' + ${value(upper)} : '')`,
    `(datum['speed-up'] === 1 ? '' : ' (' + format(datum['speed-up'], '.2f') + 'x)')`,
  ].join(' + ');
  return {
    title: { text: 'Throughput', subtitle, frame: 'group' },
    description: `Throughput of ${comparison.model} by topology and placement`,
    data: { name: 'throughput', values },
    transform: [
      { calculate: `datum['${upper}'] > 1.01 * datum['${unit}']`, as: 'wide' },
      { calculate: label, as: 'label' },
    ],
    width: chartWidth,
    height: { step: 20 },
    encoding: {
      y: { field: 'topology', type: 'nominal', sort: null, scale: { paddingInner: 0.2, paddingOuter: 0.1 } },
      yOffset: { field: 'placement', type: 'nominal', sort: placements, scale: { paddingInner: 0.12 } },
    },
    layer: [
      {
        mark: 'bar',
        encoding: {
          x: {
            field: unit,
            type: 'quantitative',
            axis: { title: `payload, ${unit}`, tickCount: 6 },
            // Room for the label behind the longest bar.
            scale: { domain: [0, most > 0 ? 1.22 * most : 1], nice: false },
          },
          color: {
            field: 'placement',
            type: 'nominal',
            scale: { domain: placements, range: categoryColors },
            legend: topLegend(placements),
          },
          tooltip: ['topology', 'placement', unit, upper, 'packets/s', 'speed-up', 'bottleneck'].map(
            (field) => ({ field }),
          ),
        },
      },
      {
        transform: [{ filter: 'datum.wide' }],
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x: { field: unit, type: 'quantitative' }, x2: { field: upper } },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6 },
        encoding: { x: { field: upper, type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
}
