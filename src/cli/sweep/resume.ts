import { createReadStream, truncateSync } from 'node:fs';
import { SidecoreError } from '../../common';
import type { Sweep } from '../../predict';
import { headerText, rowText, type SweepFormat, startText } from './row-text';

/** No line of a sweep is so long. */
const longestLine = 2 ** 20;

/**
 * Finds how many rows of a sweep a file has, and cuts off a half line at its end. The file must be of this sweep: its
 * header, what varied in every row, and the whole of its first and last row are compared.
 *
 * @returns the number of rows; undefined when there is not even a header
 */
export async function resumeAt(file: string, sweep: Sweep, format: SweepFormat): Promise<number | undefined> {
  const header = headerText(sweep, format);
  let lineNumber = 0;
  let rows = header === '' ? 0 : -1;
  let end = 0;
  let last = '';
  for await (const { line, bytes } of linesOf(file)) {
    lineNumber += 1;
    const row = rows;
    if (
      row < 0 ? `${line}\n` !== header : row >= sweep.rowCount || !isRow(sweep, format, row, line, row === 0)
    )
      throw foreign(file, lineNumber);
    last = line;
    end += bytes;
    rows += 1;
  }
  if (rows > 1 && !isRow(sweep, format, rows - 1, last, true)) throw foreign(file, lineNumber);
  truncateSync(file, end);
  return rows < 0 || lineNumber === 0 ? undefined : rows;
}

/** Whether a line is that of a row: what varies in it, or all of it. */
function isRow(sweep: Sweep, format: SweepFormat, row: number, line: string, whole: boolean): boolean {
  if (!whole) return line.startsWith(startText(row, sweep.valuesAt(row), format));
  const [made] = sweep.rows({ first: row, count: 1 });
  return rowText(made, format) === `${line}\n`;
}

/** Lines of a file that end in a line feed, with their length. */
async function* linesOf(file: string): AsyncIterable<{ readonly line: string; readonly bytes: number }> {
  let rest = '';
  // A character a byte, so that the lengths are those of the file.
  for await (const chunk of createReadStream(file, { encoding: 'latin1' })) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    if (rest.length > longestLine) throw foreign(file, 1);
    for (const part of parts) yield { line: Buffer.from(part, 'latin1').toString(), bytes: part.length + 1 };
  }
}

function foreign(file: string, line: number): SidecoreError {
  return new SidecoreError({
    code: 'invalid-value',
    location: `${file}:${line}`,
    message: 'this line is not of the sweep that is to go on',
    hint: 'give the same model and options as before, or another --out',
  });
}
