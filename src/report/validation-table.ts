import type { BoundCheck, Validation } from '../fit/validation';
import { errorColumns, errorRows, residualColumns, worstRows } from './error-rows';
import { grouped, percent } from './numbers';
import { excludedLines, remarkLines } from './remark-lines';
import { type TableOptions, tableOptions } from './table-options';
import { type Row, textTable } from './text-table';

const mostResiduals = 5;

/** Groups beyond these are in the JSON answer; the worst are shown. */
const mostGroups = 20;

/**
 * A validation as text for a terminal: errors and coverage of the prediction intervals by metric, over all data and by
 * group; the stated bounds and whether they hold; the measurements that are furthest off, with file and line.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * validationTable(validate(fitted.model, observations, { bounds: { median: 0.05, coverage: 0.9 } }));
 * @see validationChart
 */
export function validationTable(validation: Validation, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { groups, bounds, residuals, observations, measurements } = validation;
  const section = (title: string, text: string) => (text === '' ? [] : [`${look.bold(title)}\n${text}`]);
  const table = (columns: Parameters<typeof textTable>[0], rows: readonly Row[]) =>
    rows.length === 0 ? '' : textTable(columns, rows, { width, look });
  const rows = [
    ...errorRows(`all data: ${percent(validation.coverage)} in their intervals`, validation.errors),
    ...(groups.length > 1
      ? groups.slice(0, mostGroups).flatMap(({ group, errors }) => errorRows(group, errors))
      : []),
    ...(groups.length > mostGroups ? [{ heading: `and ${groups.length - mostGroups} more groups` }] : []),
  ];
  return `${[
    look.bold(
      `${validation.model}: ${grouped(observations)} observations, ${grouped(measurements)} measurements that were predicted`,
    ),
    ...section('errors', table(errorColumns, rows)),
    ...section('bounds', table(boundColumns, bounds.map(boundCells))),
    ...section('furthest off', table(residualColumns, worstRows(residuals, mostResiduals))),
    ...section('not used', excludedLines(validation.excluded, width)),
    ...section('warnings', remarkLines(validation.warnings, width)),
  ].join('\n\n')}\n`;
}

const boundColumns = [
  { title: '', align: 'left' },
  { title: 'bound', align: 'right' },
  { title: 'found', align: 'right' },
  { title: '', align: 'left' },
] as const;

const boundTexts: Readonly<Record<BoundCheck['bound'], string>> = {
  median: 'median error at most',
  p90: '90th percentile of the errors at most',
  utilization: 'median error of utilisations at most',
  coverage: 'in 95 % intervals at least',
};

function boundCells({ bound, group, limit, found, met }: BoundCheck): string[] {
  const print = (share: number) => `${(100 * share).toFixed(1)} ${bound === 'utilization' ? 'pt' : '%'}`;
  return [
    `  ${boundTexts[bound]}${group === '' ? '' : `, ${group}`}`,
    print(limit),
    found === null ? '-' : print(found),
    met ? 'met' : found === null ? 'MISSED: nothing to check it with' : 'MISSED',
  ];
}
