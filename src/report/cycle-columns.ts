import { type CostMechanism, costMechanisms } from '../iopath/charger';
import type { CycleRow } from '../predict/prediction';
import { grouped } from './numbers';
import type { Column } from './text-table';

/** A column of names without a title, and a column of numbers for each title. */
export function numberColumns(titles: readonly string[]): Column[] {
  return [{ title: '', align: 'left' }, ...titles.map((title): Column => ({ title, align: 'right' }))];
}

/** The mechanisms to show, in the order of the ledger: the sharing of the last-level cache only where it is counted. */
export function shownMechanisms(ledgers: readonly CycleRow[]): readonly CostMechanism[] {
  return costMechanisms.filter(
    (mechanism) => mechanism !== 'sharing' || ledgers.some((cycles) => cycles[mechanism] !== 0),
  );
}

/** Columns of a table of cycles per packet: a name, mechanisms, their sum. */
export function cycleColumns(mechanisms: readonly CostMechanism[]): Column[] {
  return numberColumns([...mechanisms, 'total']);
}

export function cycleCells(mechanisms: readonly CostMechanism[], cycles: CycleRow): string[] {
  return [...mechanisms, 'total' as const].map((heading) => grouped(cycles[heading]));
}
