import Papa from 'papaparse';
import { SidecoreError } from '../../common';

/** One row of a table, trimmed, with the physical line that it begins on (quoted fields may hold line breaks). */
export interface CsvRow {
  readonly fields: readonly string[];
  readonly line: number;
  /** The quotes of the row do not add up. */
  readonly malformed: boolean;
}

/**
 * Reads comma-, tab-, semicolon- or bar-separated values. Empty lines and lines that begin with # are passed over, a
 * byte order mark too.
 *
 * @throws SidecoreError `invalid-syntax` when there is no row
 */
export function csvRows(text: string, file: string): CsvRow[] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const rows: CsvRow[] = [];
  let line = 1;
  let counted = 0;
  Papa.parse<string[]>(body, {
    delimiter: delimiterOf(body),
    step({ data, errors, meta }) {
      const fields = data.map((field) => field.trim());
      const comment = fields[0]?.startsWith('#');
      if (!comment && fields.some((field) => field !== ''))
        rows.push({ fields, line, malformed: errors.some(({ type }) => type === 'Quotes') });
      line += lineBreaks(body.slice(counted, meta.cursor));
      counted = meta.cursor;
    },
  });
  if (rows.length === 0)
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: `${file}:1`,
      message: 'there is no row in this table',
    });
  return rows;
}

/** The separator that the header uses most, outside quotes. */
function delimiterOf(text: string): string {
  const header =
    text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#')) ?? '';
  const bare = header.replace(/"[^"]*"/g, '');
  let best = ',';
  for (const one of ['\t', ';', '|']) if (bare.split(one).length > bare.split(best).length) best = one;
  return best;
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}
