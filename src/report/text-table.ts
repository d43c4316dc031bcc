/** Bold and dim in a terminal that shows colour, nothing elsewhere. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const same = (text: string) => text;
const plain: Paint = { bold: same, dim: same };
const ansi: Paint = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
};

export function paint(color: boolean): Paint {
  return color ? ansi : plain;
}

export interface Column {
  /** May have several lines. */
  readonly title: string;
  readonly align: 'left' | 'right';
}

/** Cells, or a line of its own above the rows that follow. */
export type Row = readonly string[] | { readonly heading: string };

/**
 * Lays out a table: columns as wide as their widest cell, the last one wrapped after its commas so that the table
 * stays within `width`.
 */
export function textTable(
  columns: readonly Column[],
  rows: readonly Row[],
  { width, look = plain }: { readonly width: number; readonly look?: Paint },
): string {
  const head = columns.map(({ title }) => title.split('\n'));
  const cells = rows.flatMap((row) => ('heading' in row ? [] : [row.map(printable)]));
  const widths = columns.map((_, c) => widest([...head[c], ...cells.map((row) => row[c])]));
  const last = columns.length - 1;
  const before = widths.slice(0, last).reduce((sum, w) => sum + w + gap.length, 0);
  const room = Math.max(width - before, widest(head[last]), 12);
  widths[last] = Math.min(widths[last], room);

  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (columns[c].align === 'right' ? cell.padStart(widths[c]) : cell.padEnd(widths[c])))
      .join(gap)
      .trimEnd();
  const stacked = (lines: readonly (readonly string[])[], fromBelow: boolean) => {
    const height = Math.max(...lines.map((one) => one.length));
    return Array.from({ length: height }, (_, i) =>
      line(lines.map((one) => one[fromBelow ? i - height + one.length : i] ?? '')),
    );
  };

  const out = stacked(head, true).map(look.dim);
  let r = 0;
  for (const row of rows) {
    if ('heading' in row) out.push(look.bold(printable(row.heading)));
    else {
      const parts = cells[r++];
      out.push(
        ...stacked(
          parts.map((part, c) => (c === last ? wrap(part.split(/(?<=,) /), room) : [part])),
          false,
        ),
      );
    }
  }
  return out.join('\n');
}

const gap = '  ';

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, text.length), 0);
}

/** Joins parts with spaces into lines of at most `width`; a longer part stays whole. */
export function wrap(parts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const part of parts) {
    const longer = current === '' ? part : `${current} ${part}`;
    if (longer.length > width && current !== '') {
      lines.push(current);
      current = part;
    } else current = longer;
  }
  lines.push(current);
  return lines;
}

/** A text of several words beside a label, wrapped under itself; below the label when that is too long. */
export function paragraph(label: string, text: string, indent: number, width: number): string {
  const name = printable(label);
  const lines = wrap(printable(text).split(' '), width - indent).map((line) => ' '.repeat(indent) + line);
  return name.length < indent ? name + lines.join('\n').slice(name.length) : [name, ...lines].join('\n');
}

/** Names come from files: one must not move the cursor or reverse the line. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
