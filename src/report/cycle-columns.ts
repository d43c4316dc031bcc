import { costMechanisms } from '../iopath/charger';
import type { CycleRow } from '../predict/prediction';
import { grouped } from './numbers';
import type { Column } from './text-table';

const headings = [...costMechanisms, 'total'] as const;

/** A column of names without a title, and a column of numbers for each title. */
export function numberColumns(titles: readonly string[]): Column[] {
  return [{ title: '', align: 'left' }, ...titles.map((title): Column => ({ title, align: 'right' }))];
}

/** Columns of a table of cycles per packet: a name, the mechanisms in the order of the ledger, their sum. */
export const cycleColumns = numberColumns(headings);

export function cycleCells(cycles: CycleRow): string[] {
  return headings.map((heading) => grouped(cycles[heading]));
}
