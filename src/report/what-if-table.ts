import type { NetworkSolution } from '../queueing/networks';
import { duration } from './durations';
import { significant } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { textTable } from './text-table';

/** One quantity that has taken several values in turn. */
export interface WhatIf {
  readonly type: string;
  readonly className?: string;
  readonly stationName?: string;
  readonly values: readonly number[];
}

/**
 * Throughput and response time of every class for each value of a what-if.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * whatIfTable(model.whatIf, whatIfNetworks(model).map((network) => solve(network)));
 */
export function whatIfTable(
  whatIf: WhatIf,
  solutions: readonly NetworkSolution[],
  options: TableOptions = {},
): string {
  const { width, look } = tableOptions(options);
  const names = Object.keys(solutions[0]?.classes ?? {});
  const columns = [
    'value',
    ...names.flatMap((name) => [`${name}\nthroughput /s`, `${name}\nresponse time`]),
  ].map((title) => ({ title, align: 'right' as const }));
  const rows = solutions.map(({ classes }, i) => [
    significant(whatIf.values[i], 5),
    ...names.flatMap((name) => [
      significant(classes[name].throughput, 4),
      duration(classes[name].responseTime),
    ]),
  ]);
  const about = [whatIf.className ? `class ${whatIf.className}` : 'all classes, as factors'];
  if (whatIf.stationName) about.push(`station ${whatIf.stationName}`);
  return `What if: ${whatIf.type} of ${about.join(' at ')}\n\n${textTable(columns, rows, { width, look })}`;
}
