import type { ClosedCurve } from '../queueing/networks';
import { duration } from './durations';
import { significant } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { textTable } from './text-table';

/**
 * Throughput and response time by population, a line for each.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * curveTable(closedCurve(network));
 */
export function curveTable(curve: ClosedCurve, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const columns = ['customers', 'throughput /s', 'response time'].map((title) => ({
    title,
    align: 'right' as const,
  }));
  const rows = curve.population.map((n, i) => [
    String(n),
    significant(curve.throughput[i], 5),
    duration(curve.responseTime[i], 5),
  ]);
  return `${curve.method}: exact\n\n${textTable(columns, rows, { width, look })}`;
}
