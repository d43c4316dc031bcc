import type { CostMechanism } from '../iopath/charger';
import type { Comparison } from '../predict/compare';
import {
  type ChartOptions,
  type ChartSpec,
  chartSpec,
  chartTheme,
  chartWidth,
  topLegend,
} from './chart-theme';
import { shownMechanisms } from './cycle-columns';
import { reportGroups, reportTitle } from './report-groups';

/** Greys for the work itself, colours for what a placement changes. */
const mechanismColors: Readonly<Record<CostMechanism, string>> = {
  base: '#a3adb8',
  intrinsic: '#6b7785',
  activation: '#e3b93c',
  switch: '#cc79a7',
  reload: '#d55e00',
  transfer: '#0072b2',
  sharing: '#009e73',
};

/**
 * Cycles per packet by mechanism, as one stacked bar for each placement of each topology.
 *
 * @throws SidecoreError `invalid-shape` when there is nothing to draw, `invalid-value` for an option
 * @example
 * await renderChart(ledgerChart(compare(xenPv), { theme: 'dark' }), { format: 'svg' });
 * @see comparisonChart for what the path carries, ledgerTable for the numbers
 */
export function ledgerChart(comparison: Comparison, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  return chartSpec(cyclesView(comparison, reportTitle(comparison)), theme);
}

/** The chart without what makes it a whole specification. */
export function cyclesView(comparison: Comparison, subtitle: string): Record<string, unknown> {
  const groups = reportGroups(comparison);
  const values = groups.flatMap(({ topology, rows }) =>
    rows.map(({ label, prediction: { ledger } }) => ({ topology, placement: label, ...ledger.total })),
  );
  const shown = shownMechanisms(values);
  const most = Math.max(...values.map(({ total }) => total));
  return {
    title: { text: 'Cycles per packet', subtitle, frame: 'group' },
    description: `Cycles per packet of ${comparison.model} by topology, placement and mechanism`,
    data: { name: 'cycles per packet', values },
    vconcat: groups.map(({ topology, rows }, g) => ({
      title: { text: topology, fontSize: 12, offset: 4, frame: 'group' },
      width: chartWidth,
      height: rowHeight * rows.length,
      transform: [{ filter: { field: 'topology', equal: topology } }],
      encoding: { y: { field: 'placement', type: 'nominal', sort: null, scale: { padding: 0.09 } } },
      layer: [
        {
          transform: [
            { fold: shown, as: ['mechanism', 'cycles'] },
            { calculate: `indexof(${JSON.stringify(shown)}, datum.mechanism)`, as: 'order' },
          ],
          mark: 'bar',
          encoding: {
            x: {
              field: 'cycles',
              type: 'quantitative',
              // One axis, below the last topology.
              axis: {
                title: 'cycles per packet',
                tickCount: 6,
                format: ',d',
                ...(g < groups.length - 1 ? bare : {}),
              },
              // Room for the total behind the longest bar.
              scale: { domain: [0, most > 0 ? 1.12 * most : 1], nice: false },
            },
            order: { field: 'order', type: 'quantitative' },
            color: {
              field: 'mechanism',
              type: 'nominal',
              scale: {
                domain: shown,
                range: shown.map((mechanism) => mechanismColors[mechanism]),
              },
              legend: topLegend(shown),
            },
            tooltip: ['topology', 'placement', 'mechanism', 'cycles'].map((field) => ({ field })),
          },
        },
        {
          mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6 },
          encoding: {
            x: { field: 'total', type: 'quantitative' },
            text: { field: 'total', type: 'quantitative', format: ',.0f' },
          },
        },
      ],
    })),
    bounds: 'flush',
    spacing: 30,
  };
}

const rowHeight = 20;
const bare = { labels: false, title: null };
