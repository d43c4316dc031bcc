import type { ErrorSummary, FitResidual } from '../fit/fit-result';
import { errorSize, metricName, metricRange, metricValue } from './metric-values';
import { grouped, percent } from './numbers';
import type { Column, Row } from './text-table';

export const errorColumns: readonly Column[] = [
  { title: '', align: 'left' },
  ...['measured', 'median\nerror', '90th\npercentile', 'worst', 'in 95 %\ninterval'].map(
    (title): Column => ({ title, align: 'right' }),
  ),
];

/** A heading and a line for each metric. */
export function errorRows(heading: string, errors: readonly ErrorSummary[]): Row[] {
  return [
    { heading },
    ...errors.map(({ metric, count, median, p90, largest, coverage }) => [
      `  ${metric}`,
      grouped(count),
      errorSize(metric, median),
      errorSize(metric, p90),
      errorSize(metric, largest),
      percent(coverage),
    ]),
  ];
}

export const residualColumns: readonly Column[] = [
  { title: '', align: 'left' },
  { title: 'measured', align: 'right' },
  { title: 'predicted', align: 'right' },
  { title: '95 % interval', align: 'right' },
  { title: 'std.\nresidual', align: 'right' },
  { title: 'from', align: 'left' },
];

/** The measurements that are furthest off, in their standard deviations. */
export function worstRows(residuals: readonly FitResidual[], count: number): Row[] {
  const worst = [...residuals]
    .sort((a, b) => Math.abs(b.standardized) - Math.abs(a.standardized))
    .slice(0, count);
  return worst.flatMap((one): Row[] => {
    const { configuration, topology, placement, message, window, metric, origin } = one;
    const name = configuration === '' ? '' : `${configuration}: `;
    const print = (value: number) => metricValue(metric, value);
    return [
      { heading: `${name}${topology}, ${placement}, ${grouped(message)} B, window ${grouped(window)}` },
      [
        `  ${metricName(one)}`,
        print(one.measured),
        print(one.predicted),
        metricRange(metric, one.lower, one.upper),
        `${one.standardized > 0 ? '+' : ''}${one.standardized.toFixed(1)}`,
        `${origin.file}:${origin.line}`,
      ],
    ];
  });
}
