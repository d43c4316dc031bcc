import type { SensitivityAnswer } from '../predict/sensitivity';
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

const ends = ['at the low end of its range', 'at the high end'];
/** Bars that fit a page. */
const mostBars = 20;

/**
 * A tornado: the throughput at both ends of the range of each number, those that matter most on top, at most 20; a rule
 * marks the throughput at the model's own values. Numbers without a range have no bar.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * await renderChart(sensitivityChart(sensitivity(xenPv, { topology: 'intra-node' })), { format: 'svg' });
 * @see sensitivityTable
 */
export function sensitivityChart(answer: SensitivityAnswer, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  const { size, name: unit } = bitRateUnit([answer.throughput]);
  const now = answer.throughput / size;
  const ranged = answer.sensitivities.filter(({ low, high }) => low && high).slice(0, mostBars);
  const values = ranged.flatMap(({ path, low, high }) =>
    [low!, high!].map((end, i) => ({
      number: path,
      end: ends[i],
      now,
      [unit]: end.throughput / size,
      value: significant(end.value),
      bottleneck: end.bottleneck,
    })),
  );
  const reached = [now, ...values.map((one) => Number(one[unit]))];
  const [least, most] = [Math.min(...reached), Math.max(...reached)];
  const room = 0.06 * (most - least || most);
  return chartSpec(
    {
      title: {
        text: 'What the throughput depends on',
        subtitle: `${answer.model}, ${answer.topology}, ${answer.placement}: ${significant(now)} ${unit}`,
        frame: 'group',
      },
      description: `Throughput of ${answer.model} at both ends of the range of each number`,
      data: { name: 'tornado', values },
      width: chartWidth,
      height: { step: 20 },
      encoding: {
        y: {
          field: 'number',
          type: 'nominal',
          sort: ranged.map(({ path }) => path),
          axis: { title: null, labelLimit: 500 },
        },
      },
      layer: [
        {
          mark: 'bar',
          encoding: {
            x: {
              field: 'now',
              type: 'quantitative',
              scale: { domain: [Math.max(0, least - room), most + room], nice: false, zero: false },
              axis: { title: `payload, ${unit}`, tickCount: 6 },
            },
            x2: { field: unit },
            color: {
              field: 'end',
              type: 'nominal',
              scale: { domain: ends, range: [categoryColors[1], categoryColors[2]] },
              legend: topLegend(ends),
            },
            tooltip: ['number', 'end', 'value', unit, 'bottleneck'].map((field) => ({ field })),
          },
        },
        {
          mark: { type: 'rule', strokeWidth: 1 },
          encoding: { x: { field: 'now', type: 'quantitative' }, y: null },
        },
      ],
    },
    theme,
  );
}
