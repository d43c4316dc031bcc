import { SidecoreError } from '../../common';
import type { ObservedLevel, ObservedMetric } from '../../fit/observation';
import { didYouMean } from '../suggest';
import { metricCalled, RowProblem } from './observed-value';
import { subjectAndLevel } from './subject-level';

/** Columns of the format, each with other names that are taken for it. */
export const fieldNames = [
  'configuration',
  'topology',
  'placement',
  'message_bytes',
  'window',
  'replicate',
  'metric',
  'subject',
  'value',
  'unit',
  'standard_deviation',
  'origin',
] as const;
export type FieldName = (typeof fieldNames)[number];

const aliases: Readonly<Record<string, FieldName>> = {
  config: 'configuration',
  message: 'message_bytes',
  rep: 'replicate',
  sd: 'standard_deviation',
  stddev: 'standard_deviation',
};

/** What a column of a wide table holds: a field of the run, or a measured metric. */
export type ColumnMeaning =
  | FieldName
  | { readonly metric: ObservedMetric; readonly subject?: string; readonly unit?: string };

/** Column name -> what it holds. */
export type ColumnMap = Readonly<Record<string, ColumnMeaning>>;

export interface MetricColumn {
  readonly index: number;
  readonly name: string;
  readonly metric: ObservedMetric;
  readonly subject: string;
  readonly level?: ObservedLevel;
  readonly unit: string;
}

/** The header, understood. */
export interface Columns {
  readonly names: readonly string[];
  readonly fields: Readonly<Partial<Record<FieldName, number>>>;
  /** Columns of a wide table; none in a tidy one. */
  readonly metrics: readonly MetricColumn[];
  /** Columns without a meaning here: covariates. */
  readonly others: readonly number[];
}

/**
 * Understands a header.
 *
 * @throws SidecoreError when a name stands twice, a mapped column is not there, or a tidy table lacks a column
 */
export function columnsOf(names: readonly string[], map: ColumnMap | undefined, location: string): Columns {
  const fail = (message: string, hint?: string, path = '') =>
    new SidecoreError({ code: 'invalid-shape', location, path, message, hint });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw fail(`two columns are named "${twice}"`, 'rename one of them');
  const fields: Partial<Record<FieldName, number>> = {};
  const metrics: MetricColumn[] = [];
  const others: number[] = [];
  for (const mapped of Object.keys(map ?? {}))
    if (!names.includes(mapped))
      throw fail(
        'the table has no such column',
        didYouMean(mapped, names, `it has ${names.join(', ')}`),
        `columns.${mapped}`,
      );
  names.forEach((name, index) => {
    const meaning = map && Object.hasOwn(map, name) ? map[name] : fieldCalled(name);
    if (meaning === undefined) others.push(index);
    else if (typeof meaning === 'string') {
      if (!fieldNames.includes(meaning))
        throw fail(
          `"${meaning}" is not a field of a run`,
          didYouMean(meaning, fieldNames, `known: ${fieldNames.join(', ')}`),
          `columns.${name}`,
        );
      if (fields[meaning] !== undefined)
        throw fail(`the columns "${names[fields[meaning]]}" and "${name}" both hold ${meaning}`);
      fields[meaning] = index;
    } else metrics.push({ index, name, ...metricColumn(meaning, name, fail) });
  });
  if (metrics.length === 0)
    for (const needed of ['metric', 'value'] as const)
      if (fields[needed] === undefined)
        throw fail(
          `there is no column "${needed}"`,
          'a tidy table has metric, value and unit; for a wide one give a column map',
        );
  if (metrics.length > 0 && fields.metric !== undefined)
    throw fail('a table with a column "metric" is tidy and needs no column map for metrics');
  return { names, fields, metrics, others };
}

function fieldCalled(name: string): FieldName | undefined {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
  if (Object.hasOwn(aliases, plain)) return aliases[plain];
  return fieldNames.find((field) => field === plain);
}

function metricColumn(
  { metric, subject = '', unit = '' }: Exclude<ColumnMeaning, string>,
  name: string,
  fail: (message: string, hint?: string, path?: string) => SidecoreError,
): Pick<MetricColumn, 'metric' | 'subject' | 'level' | 'unit'> {
  try {
    return { metric: metricCalled(metric), ...subjectAndLevel(metric, subject), unit };
  } catch (error) {
    if (error instanceof RowProblem) throw fail(error.message, undefined, `columns.${name}`);
    throw error;
  }
}
