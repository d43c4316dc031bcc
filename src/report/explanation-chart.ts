import { costMechanisms } from '../iopath/charger';
import type { Explanation } from '../predict/explain/explanation';
import { type ChartOptions, type ChartSpec, chartSpec, chartTheme, chartWidth } from './chart-theme';
import { causeLabel } from './explanation-sentences';
import { bitRateUnit, significant } from './numbers';

const colors = { total: '#8c959f', adds: '#009e73', takes: '#d55e00' };

interface Step {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly kind: keyof typeof colors;
  readonly text: string;
}

/**
 * Two waterfalls: from the throughput before to that after by cause, as far as shares can be given, and from the cycles
 * per packet before to those after by mechanism. Steps of the first stand one on another on a logarithmic axis, on
 * which the parts of the gain are lengths.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * await renderChart(explanationChart(explain(xenPv, { topology: 'inter-node-receive' })), { format: 'svg' });
 * @see explanationTable
 */
export function explanationChart(explanation: Explanation, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  const { model, topology, placements } = explanation;
  const views = [...throughputSteps(explanation), cycleSteps(explanation)];
  return chartSpec(
    {
      title: {
        text: `Why ${placements.after} instead of ${placements.before}`,
        subtitle: `${model}, ${topology}`,
        frame: 'group',
      },
      description: `Waterfall of the gain of ${placements.after} over ${placements.before} for ${model}, ${topology}`,
      vconcat: views,
      spacing: 36,
    },
    theme,
  );
}

function throughputSteps({ throughput, shares, placements }: Explanation): object[] {
  if (shares === undefined) return [];
  const { size, name } = bitRateUnit([throughput.before, throughput.after]);
  const [before, after] = [throughput.before / size, throughput.after / size];
  let level = before;
  const lowest = Math.min(before, after);
  const steps: Step[] = shares.map(({ causes, gain, share }) => {
    const from = level;
    level *= Math.exp(gain);
    return {
      label: causeLabel(causes),
      from,
      to: level,
      kind: gain < 0 ? 'takes' : 'adds',
      text: `${Math.round(100 * share) + 0} %`,
    };
  });
  const floor = 0.85 * Math.min(lowest, ...steps.map(({ to }) => to));
  const total = (label: string, to: number): Step => ({
    label,
    from: floor,
    to,
    kind: 'total',
    text: significant(to),
  });
  return [
    waterfall(`throughput, ${name}, on a logarithmic axis`, 'log', [
      total(placements.before, before),
      ...steps,
      total(placements.after, after),
    ]),
  ];
}

function cycleSteps({ cycles, placements }: Explanation): object {
  let level = cycles.before.total;
  const steps = costMechanisms.flatMap((mechanism): Step[] => {
    const change = cycles.after[mechanism] - cycles.before[mechanism];
    if (Math.abs(change) < 0.5) return [];
    const from = level;
    level += change;
    return [
      {
        label: mechanism,
        from,
        to: level,
        kind: change > 0 ? 'takes' : 'adds',
        text: `${change > 0 ? '+' : '-'}${Math.abs(Math.round(change)).toLocaleString('en-US')}`,
      },
    ];
  });
  const total = (label: string, to: number): Step => ({
    label,
    from: 0,
    to,
    kind: 'total',
    text: Math.round(to).toLocaleString('en-US'),
  });
  return waterfall('cycles per packet', 'linear', [
    total(placements.before, cycles.before.total),
    ...steps,
    total(placements.after, cycles.after.total),
  ]);
}

function waterfall(title: string, scale: 'log' | 'linear', steps: readonly Step[]): object {
  const most = Math.max(...steps.flatMap(({ from, to }) => [from, to]));
  const least = scale === 'log' ? Math.min(...steps.flatMap(({ from, to }) => [from, to])) : 0;
  const domain = scale === 'log' ? [least, most * (most / least) ** 0.12] : [0, 1.12 * most];
  return {
    width: chartWidth,
    height: { step: 24 },
    data: { name: title, values: steps.map((step) => ({ ...step, end: Math.max(step.from, step.to) })) },
    encoding: { y: { field: 'label', type: 'nominal', sort: null, axis: { title: null } } },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          x: {
            field: 'from',
            type: 'quantitative',
            scale: { type: scale, domain, nice: false, zero: false },
            axis: { title, tickCount: 6 },
          },
          x2: { field: 'to' },
          color: {
            field: 'kind',
            type: 'nominal',
            scale: { domain: Object.keys(colors), range: Object.values(colors) },
            legend: null,
          },
          tooltip: ['label', 'from', 'to', 'text'].map((field) => ({ field })),
        },
      },
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 6 },
        encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'text' } },
      },
    ],
  };
}
