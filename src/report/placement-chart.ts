import type { PlacementAnswer } from '../predict/place/placed';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
  topLegend,
} from './chart-theme';
import { bitRateUnit, significant } from './numbers';
import { movesOf } from './placement-table';

const kinds = ['today', 'needs a code change'];

/**
 * Throughput against side-cores: every placement that was found as a point, by whether it is possible today, and the
 * best for each number of side-cores joined by a line, the Pareto front.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * await renderChart(placementChart(place(xenPv, { topology: 'inter-node-receive', changes: 1 })), { format: 'svg' });
 * @see placementTable
 */
export function placementChart(answer: PlacementAnswer, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  const { name: unit, size } = bitRateUnit(answer.candidates.map(({ throughput }) => throughput));
  const points = answer.candidates.map((one) => ({
    'side-cores': one.sideCores.length,
    [unit]: one.throughput / size,
    kind: one.changes.length === 0 ? kinds[0] : kinds[1],
    moved: movesOf(answer, one),
  }));
  const front = answer.front.map(({ limit, candidate }) => ({
    'side-cores': limit,
    [unit]: candidate.throughput / size,
    label: significant(candidate.throughput / size),
  }));
  const most = Math.max(...points.map((point) => Number(point[unit])));
  const x = {
    field: 'side-cores',
    type: 'quantitative',
    scale: { domain: [0, Math.max(1, answer.sideCores.length)], nice: false, padding: 32 },
    axis: {
      title: 'side-cores',
      values: Array.from({ length: answer.sideCores.length + 1 }, (_, i) => i),
      format: 'd',
    },
  };
  const y = {
    field: unit,
    type: 'quantitative',
    scale: { domain: [0, 1.12 * most], nice: false },
    axis: { title: `payload, ${unit}`, grid: true, tickCount: 6 },
  };
  return chartSpec(
    {
      title: {
        text: 'What side-cores bring',
        subtitle: `${answer.model}, ${answer.topology}, from ${answer.from}`,
        frame: 'group',
      },
      description: `Throughput of the best placements of ${answer.model}, ${answer.topology}, by side-cores`,
      width: chartWidth,
      height: 280,
      layer: [
        {
          data: { name: 'front', values: front },
          mark: { type: 'line', strokeWidth: 2, color: categoryColors[0] },
          encoding: { x, y },
        },
        {
          data: { name: 'placements', values: points },
          mark: { type: 'point', filled: true, size: 80, opacity: 0.9 },
          encoding: {
            x,
            y,
            color: {
              field: 'kind',
              type: 'nominal',
              scale: { domain: kinds, range: [categoryColors[1], categoryColors[2]] },
              legend: topLegend(kinds),
            },
            tooltip: ['side-cores', unit, 'kind', 'moved'].map((field) => ({ field })),
          },
        },
        {
          data: { name: 'labels', values: front },
          mark: { type: 'text', baseline: 'bottom', dy: -9 },
          encoding: { x, y, text: { field: 'label' } },
        },
      ],
    },
    theme,
  );
}
