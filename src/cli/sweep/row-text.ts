import type { Sweep, SweepRow, SweepValue } from '../../predict';

export const sweepFormats = ['csv', 'ndjson'] as const;
export type SweepFormat = (typeof sweepFormats)[number];

/** The first line of a table; of NDJSON there is none. */
export function headerText({ axes, outputs }: Sweep, format: SweepFormat): string {
  return format === 'csv' ? `${[...axes, ...outputs, 'warnings', 'error'].map(cell).join(',')}\n` : '';
}

/** How the line of a row starts: what varies in it. */
export function startText(row: number, values: SweepRow['values'], format: SweepFormat): string {
  if (format === 'ndjson') return `${JSON.stringify({ row, values }).slice(0, -1)},`;
  return cells(values);
}

/** A row as a line of text, with every digit. */
export function rowText(row: SweepRow, format: SweepFormat): string {
  if (format === 'ndjson') return `${JSON.stringify(row, finiteOrText)}\n`;
  const { values, outputs, warnings, error } = row;
  return `${cells(values)}${cells(outputs)}${warnings.join(' ')},${error?.code ?? ''}\n`;
}

type Cell = SweepValue | boolean | null;

function cells(fields: Readonly<Record<string, Cell>>): string {
  let line = '';
  for (const name in fields) line += `${cell(fields[name])},`;
  return line;
}

function cell(value: Cell): string {
  if (typeof value === 'number') return String(value);
  if (value === null) return '';
  const text = String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function finiteOrText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
