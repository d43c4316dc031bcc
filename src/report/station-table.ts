import { duration } from './durations';
import { grouped, percent, significant } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { type Row, textTable } from './text-table';

/** Rows that were asked for beside the answer itself: a label and its text. */
export type MoreRows = readonly (readonly [label: string, value: string])[];

/**
 * The answer of any station as text: a line for each figure, in the unit that reads best.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * stationTable(mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 }));
 */
export function stationTable(answer: object, more: MoreRows = [], options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const rows: Row[] = [...rowsOf(answer as Figures, ''), ...more];
  const columns = [
    { title: 'figure', align: 'left' as const },
    { title: 'value', align: 'left' as const },
  ];
  const { stable, saturationRate } = answer as { stable?: boolean; saturationRate?: number };
  const limit =
    saturationRate === undefined ? '' : `, the limit is ${significant(saturationRate, 4)} per second`;
  const saturated =
    stable === false ? `${look.bold(`saturated: more arrives than can be served${limit}`)}\n\n` : '';
  return `${saturated}${textTable(columns, rows, { width, look })}`;
}

type Figures = Readonly<Record<string, unknown>>;

/** Most numbers of a list that are printed. */
const mostItems = 8;

function rowsOf(figures: Figures, prefix: string): Row[] {
  return Object.entries(figures).flatMap(([field, value]): Row[] => {
    const label = prefix + words(field);
    if (Array.isArray(value) && value.every((item) => typeof item === 'number')) {
      const rest = value.length > mostItems ? `, ... (${value.length})` : '';
      return [
        [
          label,
          value
            .slice(0, mostItems)
            .map((item) => figure(field, item))
            .join(', ') + rest,
        ],
      ];
    }
    if (Array.isArray(value))
      return value.flatMap((item, i): Row[] => [
        { heading: `${words(field)}: ${(item as { name?: string }).name ?? i + 1}` },
        ...rowsOf(item as Figures, '  '),
      ]);
    if (typeof value !== 'object' || value === null) return [[label, figure(field, value)]];
    const { mean, variance, ...rest } = value as Figures;
    if (typeof mean !== 'number')
      return [{ heading: label }, ...rowsOf(named(field, value as Figures), '  ')];
    const row: Row = [label, duration(mean, 5)];
    const spread = Math.sqrt(variance as number);
    const deviation: Row[] =
      typeof variance === 'number' ? [[`${label}, standard deviation`, duration(spread, 5)]] : [];
    return [row, ...deviation, ...rowsOf(rest, `${label}, `)];
  });
}

/** Times by method carry no unit in their names. */
const tablesOfTimes = ['approximations', 'upperBounds', 'bounds'];

function named(field: string, table: Figures): Figures {
  if (!tablesOfTimes.includes(field)) return table;
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [name, { mean: value }]));
}

/** `waitingTime` as `waiting time`. */
function words(field: string): string {
  return field.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

const times = ['cycleTime', 'weightedWaitingTime', 'twoBranches', 'serviceTime'];

function figure(field: string, value: unknown): string {
  if (value === null) return '-';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return String(value);
  if (field === 'utilization') return percent(value);
  if (times.includes(field)) return duration(value, 5);
  const number = Number.isInteger(value) ? grouped(value) : significant(value, 5);
  return field === 'throughput' || /Rate$/.test(field) ? `${number} /s` : number;
}
