import { createReadStream, truncateSync } from 'node:fs';
import { SidecoreError } from '../../common';
import type { Sweep } from '../../predict';
import { headerText, rowText, type SweepFormat, startText } from './row-text';

/** No line of a sweep is so long. */
const longestLine = 2 ** 20;

/**
 * Finds how many rows of a sweep a file has, and cuts off a half line at its end. The file must be of this sweep: its
 * header, what varied in every row, the whole of its first and last row and the half line are compared.
 *
 * @returns the number of rows; undefined when there is not even a header
 */
export async function resumeAt(file: string, sweep: Sweep, format: SweepFormat): Promise<number | undefined> {
  const header = headerText(sweep, format);
  let lineNumber = 0;
  let rows = header === '' ? 0 : -1;
  let end = 0;
  let last = '';
  for await (const { line, bytes, whole } of linesOf(file)) {
    lineNumber += 1;
    const row = rows;
    const next = () => (row < 0 ? header : textOf(sweep, format, row));
    if (row >= sweep.rowCount) throw foreign(file, lineNumber);
    if (!whole) {
      // A character may have been cut in two, which reads as a replacement character.
      if (!next().startsWith(line.replace(/\ufffd+$/, ''))) throw foreign(file, lineNumber);
      break;
    }
    if (row > 0 ? !line.startsWith(startText(row, sweep.valuesAt(row), format)) : next() !== `${line}\n`)
      throw foreign(file, lineNumber);
    last = line;
    end += bytes;
    rows += 1;
  }
  if (rows > 1 && textOf(sweep, format, rows - 1) !== `${last}\n`) throw foreign(file, lineNumber);
  truncateSync(file, end);
  return end === 0 ? undefined : rows;
}

function textOf(sweep: Sweep, format: SweepFormat, row: number): string {
  const [made] = sweep.rows({ first: row, count: 1 });
  return rowText(made, format);
}

interface Line {
  readonly line: string;
  readonly bytes: number;
  /** False of what stands behind the last line feed. */
  readonly whole: boolean;
}

/** Lines of a file, with their length. */
async function* linesOf(file: string): AsyncIterable<Line> {
  let rest = '';
  const lineOf = (text: string, whole: boolean) => ({
    line: Buffer.from(text, 'latin1').toString(),
    bytes: text.length + 1,
    whole,
  });
  // A character a byte, so that the lengths are those of the file.
  for await (const chunk of createReadStream(file, { encoding: 'latin1' })) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop()!;
    if (rest.length > longestLine) throw foreign(file, 1);
    for (const part of parts) yield lineOf(part, true);
  }
  if (rest !== '') yield lineOf(rest, false);
}

function foreign(file: string, line: number): SidecoreError {
  return new SidecoreError({
    code: 'invalid-value',
    location: `${file}:${line}`,
    message: 'this line is not of the sweep that is to go on',
    hint: 'give the same model and options as before, or another --out',
  });
}
