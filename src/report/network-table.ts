import type { NetworkBounds, NetworkSolution, OpenNetworkSolution } from '../queueing/networks';
import { duration } from './durations';
import { percent, significant } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, paragraph, type Row, textTable } from './text-table';

/** What `networkTable` is asked. */
export interface NetworkTableOptions extends TableOptions {
  /** Bounds to print beside the throughput, if there are any. */
  readonly bounds?: NetworkBounds;
}

/**
 * The solution of a queueing network as text: the method, why it was taken and whether it is exact; then every class;
 * then every station, by class where there are several; then what saturates, and warnings.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * networkTable(solve(network), { bounds: networkBounds(network) });
 */
export function networkTable(solution: NetworkSolution, options: NetworkTableOptions = {}): string {
  const { bounds, ...rest } = options;
  const { width, look } = tableOptions(rest);
  return [
    paragraph('', methodLine(solution), 0, width).trimStart(),
    textTable(classColumns(bounds), classRows(solution, bounds), { width, look }),
    textTable(stationColumns, stationRows(solution), { width, look }),
    ...saturationLines(solution).map((line) => look.bold(line)),
    ...solution.warnings.map(({ code, message, path }) =>
      paragraph(
        '',
        [`${code}:`, path, message].filter((part) => part !== '').join(' '),
        2,
        width,
      ).trimStart(),
    ),
  ].join('\n\n');
}

function methodLine({ method, exact, reason = '', converged, iterations }: NetworkSolution): string {
  const kind = exact ? 'exact' : 'approximate';
  const known = reason.startsWith(kind) ? reason : [kind, reason].filter((part) => part !== '').join('; ');
  const steps = converged === undefined ? '' : `; ${iterations} steps${converged ? '' : ', NOT converged'}`;
  return `${method}: ${known}${steps}`;
}

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

function classColumns(bounds: NetworkBounds | undefined): Column[] {
  return [
    left('class'),
    right('throughput /s'),
    ...(bounds ? [right('bounds')] : []),
    right('response time'),
    right('customers'),
  ];
}

function classRows({ classes, chains = {} }: NetworkSolution, bounds: NetworkBounds | undefined): Row[] {
  const rows = (table: NetworkSolution['classes'], title: (name: string) => string) =>
    Object.entries(table).map(([name, { throughput, responseTime, queueLength }]) => {
      const range = bounds?.classes[name]?.throughput;
      return [
        title(name),
        significant(throughput, 4),
        ...(bounds ? [range ? `${significant(range.lower, 4)} .. ${significant(range.upper, 4)}` : ''] : []),
        duration(responseTime),
        significant(queueLength, 4),
      ];
    });
  return [...rows(classes, (name) => name), ...rows(chains, (name) => `chain ${name}`)];
}

const stationColumns = [
  left('station'),
  left('class'),
  right('throughput /s'),
  right('utilization'),
  right('customers'),
  right('per visit'),
  right('per passage'),
];

function stationRows({ stations, classes }: NetworkSolution): Row[] {
  const several = Object.keys(classes).length > 1;
  return Object.entries(stations).flatMap(([name, { classes: own, ...all }]) => {
    const rows: string[][] = [];
    if (several) rows.push([name, 'all', ...figures(all), '', '']);
    for (const [one, result] of Object.entries(own)) {
      if (several && result.queueLength === 0) continue;
      const times = [
        result.responseTime === null ? '' : duration(result.responseTime),
        duration(result.residenceTime),
      ];
      rows.push([several ? '' : name, one, ...figures(result), ...times]);
    }
    return rows;
  });
}

function figures(of: { throughput: number; utilization: number; queueLength: number }): string[] {
  return [significant(of.throughput, 4), percent(of.utilization), significant(of.queueLength, 4)];
}

function saturationLines(solution: NetworkSolution): string[] {
  const { saturation } = solution as Partial<OpenNetworkSolution>;
  if (saturation === undefined || saturation.station === null)
    return solution.stable ? [] : ['saturated: more arrives than a station can serve'];
  const factor = `${significant(saturation.scale, 4)} times these arrival rates`;
  return [
    solution.stable
      ? `${saturation.station} saturates first, at ${factor}`
      : `saturated: ${saturation.station} can serve no more than ${factor}`,
  ];
}
