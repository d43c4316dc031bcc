import type { Sweep, SweepRow } from '../predict';
import type { ChartSpec } from './chart-theme';
import { grouped, significant } from './numbers';
import { mostSweepChartRows, sweepChart } from './sweep-chart';
import { textTable } from './text-table';

/** Rows of a sweep that a notebook prints; the others are in its chart. */
const mostRows = 20;

/** A sweep as a table of its first rows, and a chart where one can show it. */
export function sweepView(sweep: Sweep): { readonly table: string; readonly chart?: ChartSpec } {
  const { axes, outputs, rowCount } = sweep;
  const columns = [...axes, ...outputs].map((title) => ({ title, align: 'right' as const }));
  const rows = [...sweep.rows({ count: Math.min(rowCount, mostRows) })].map(({ values, outputs: found }) =>
    [...axes.map((axis) => values[axis]), ...outputs.map((output) => found[output])].map(cell),
  );
  const rest = rowCount > mostRows ? `\n... ${grouped(rowCount)} rows in all` : '';
  const table = `${textTable(columns, rows, { width: 200 })}${rest}\n`;
  if (rowCount > mostSweepChartRows) return { table };
  const all = [...sweep];
  const numbers = axes.filter((axis) => varies(all, axis)).length;
  return numbers === 1 || numbers === 2 ? { table, chart: sweepChart(all) } : { table };
}

function varies(rows: readonly SweepRow[], axis: string): boolean {
  return rows.some(({ values }) => typeof values[axis] === 'number' && values[axis] !== rows[0].values[axis]);
}

function cell(value: number | string | boolean | null): string {
  return typeof value === 'number' ? significant(value, 5) : String(value ?? '-');
}
