import { SidecoreError } from '../../common';
import { checkObservations } from '../../fit/data/check-observations';
import type { Observation } from '../../fit/observation';
import { parseQuantity } from '../parse-quantity';
import { Collector, type ObservationSet } from './collector';
import { type ColumnMap, type Columns, columnsOf, type FieldName } from './columns';
import { type CsvRow, csvRows } from './csv-rows';
import { figuresAndUnit, metricCalled, numberIn, observedValue, RowProblem } from './observed-value';
import { checkRunOptions, type RunOptions } from './run-options';
import { subjectAndLevel } from './subject-level';

export interface ReadObservationsOptions extends RunOptions {
  /** What the columns of a wide table hold; without it the table is tidy. */
  readonly columns?: ColumnMap;
}

/**
 * Reads measurements from a table of separated values (comma, tab, semicolon or bar). A tidy table has one measured
 * quantity a row, in the columns `configuration, topology, placement, message_bytes, window, replicate, metric,
 * subject, value, unit, standard_deviation`, of which `metric` and `value` are needed; a wide table has one run a row
 * and a column map. A column `origin` (`file:line`) says where a row comes from at first. Columns without a meaning are
 * kept as covariates. A row that cannot be read, or that can be read
 * in two ways, is a problem with its line; no row is left out silently. What looks wrong but can be read is a warning.
 *
 * @param options `file` for the origin of the rows; fields of the run that the table does not have
 * @returns observations in SI units, problems and warnings; codes in docs/observations.md
 * @throws SidecoreError when there is no row, a column is missing or stands twice, or an option is wrong
 * @example
 * const { observations, problems } = readObservations(
 *   'placement,metric,value,unit\nnone,throughput,5.7,Gbit/s\nnone,throughput,nan,Gbit/s',
 *   { file: 'lab.csv' },
 * );
 * observations[0].value; // 5.7e9
 * problems[0]; // { code: 'not-a-number', line: 3, ... }
 */
export function readObservations(text: string, options: ReadObservationsOptions = {}): ObservationSet {
  checkRunOptions(text, options, ['columns']);
  const { columns: map, ...run } = options;
  const { file = 'observations' } = run;
  const [header, ...rows] = csvRows(text, file);
  const columns = columnsOf(header.fields, map, `${file}:${header.line}`);
  const table = new TableReader(columns, new Collector(file, run), run);
  for (const row of rows) table.read(row);
  return table.result();
}

class TableReader {
  private readonly seen = new Map<string, number>();
  private readonly filled = new Set<number>();

  constructor(
    private readonly columns: Columns,
    private readonly out: Collector,
    private readonly run: RunOptions,
  ) {}

  read(row: CsvRow): void {
    const { names, metrics } = this.columns;
    if (row.malformed) {
      this.out.problem(
        'unreadable-line',
        row.line,
        'the quotes of this row do not add up; it may have taken the rows behind it',
      );
      return;
    }
    if (row.fields.length !== names.length) {
      const hint = row.fields.length > names.length ? '; a text with the separator in it needs quotes' : '';
      this.out.problem(
        'wrong-field-count',
        row.line,
        `${row.fields.length} fields under ${names.length} columns${hint}`,
      );
      return;
    }
    if (this.repeats(row)) return;
    const common = this.attempt(row, '', () => this.commonFields(row));
    if (!common) return;
    if (metrics.length === 0) this.attempt(row, 'value', () => this.add(row, common, this.tidyValue(row)));
    for (const column of metrics) {
      if (row.fields[column.index] === '') continue;
      this.filled.add(column.index);
      this.attempt(row, column.name, () => {
        const { metric, subject, level, unit } = column;
        const value = observedValue(metric, row.fields[column.index], unit, column.name);
        this.add(row, common, { metric, subject, ...(level && { level }), value, unit });
      });
    }
  }

  result(): ObservationSet {
    for (const { index, name } of this.columns.metrics)
      if (!this.filled.has(index)) this.out.warn('empty-column', 1, `the column "${name}" has no value`);
    this.out.warnings.push(...checkObservations(this.out.observations));
    return this.out.result();
  }

  private cell(row: CsvRow, name: FieldName): string {
    const index = this.columns.fields[name];
    return index === undefined ? '' : row.fields[index];
  }

  /** A row that says the same as an earlier one is left out when it names its replicate: it is no second run. */
  private repeats(row: CsvRow): boolean {
    const key = JSON.stringify(row.fields);
    const first = this.seen.get(key);
    this.seen.set(key, first ?? row.line);
    if (first === undefined || this.cell(row, 'replicate') === '') return false;
    this.out.problem(
      'duplicate-row',
      row.line,
      `the same as line ${first}, replicate included; it is not taken twice`,
    );
    return true;
  }

  private attempt<T>(row: CsvRow, column: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (error instanceof RowProblem) this.out.problem(error.code, row.line, error.message, column);
      else if (error instanceof SidecoreError)
        this.out.problem('unknown-unit', row.line, error.message, error.path);
      else throw error;
      return undefined;
    }
  }

  private commonFields(row: CsvRow) {
    const { run } = this;
    const message = quantity(this.cell(row, 'message_bytes'), 'message_bytes') ?? run.message;
    const window = quantity(this.cell(row, 'window'), 'window') ?? run.window;
    const replicate = this.cell(row, 'replicate') || run.replicate;
    const covariates: Record<string, number | string> = { ...run.covariates };
    for (const index of this.columns.others) {
      const text = row.fields[index];
      if (text === '') continue;
      const name = this.columns.names[index];
      covariates[name === '__proto__' ? 'proto' : name] = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)
        ? Number(text)
        : text;
    }
    return {
      configuration: this.cell(row, 'configuration') || (run.configuration ?? ''),
      topology: this.cell(row, 'topology') || (run.topology ?? ''),
      placement: this.cell(row, 'placement') || (run.placement ?? ''),
      ...(message === undefined ? {} : { message }),
      ...(window === undefined ? {} : { window }),
      ...(replicate === undefined ? {} : { replicate }),
      covariates,
    };
  }

  private tidyValue(
    row: CsvRow,
  ): Pick<Observation, 'metric' | 'subject' | 'level' | 'value' | 'unit' | 'standardDeviation'> {
    const metric = metricCalled(this.cell(row, 'metric'));
    const text = this.cell(row, 'value');
    const [, unit] = figuresAndUnit(text, this.cell(row, 'unit'));
    const spread = this.cell(row, 'standard_deviation');
    const [figures, spreadUnit] = figuresAndUnit(spread, '');
    return {
      metric,
      ...subjectAndLevel(metric, this.cell(row, 'subject')),
      value: observedValue(metric, text, unit),
      unit,
      ...(spread === ''
        ? {}
        : { standardDeviation: observedValue(metric, figures, spreadUnit || unit, 'standard_deviation') }),
    };
  }

  private add(
    row: CsvRow,
    { covariates, ...common }: ReturnType<TableReader['commonFields']>,
    measured: ReturnType<TableReader['tidyValue']>,
  ): void {
    const written = /^(.+):(\d+)$/.exec(this.cell(row, 'origin'));
    const origin = written
      ? { file: written[1], line: Number(written[2]) }
      : { file: this.out.file, line: row.line };
    this.out.take({ ...common, ...measured, origin, covariates });
  }
}

/** A number of bytes or packets; empty when it is not known. */
function quantity(text: string, field: 'message_bytes' | 'window'): number | undefined {
  if (text === '') return undefined;
  const bare = /^[-+]?[\d.]+(?:[eE][-+]?\d+)?$/.test(text);
  const value =
    bare || !/^[-+.\d]/.test(text)
      ? numberIn(text, field)
      : parseQuantity(text, field === 'window' ? 'window' : 'size', { path: field });
  if (value > 0) return value;
  throw new RowProblem(
    'out-of-range',
    `${field} ${text} is not above 0; leave it empty when it is not known`,
  );
}
