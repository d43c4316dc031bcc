import type { CostMechanism } from '../../iopath/charger';
import { ledgerOf } from '../ledger';
import type { SolvedScenario } from '../predict';
import type { BeforeAfter, SavedCycles } from './explanation';
import { intervalOf } from './intervals';

export type SavedRow = Readonly<Record<CostMechanism | 'total', number>>;

/** Cycles per packet of a solved path. */
export function rowOf({ planned, solved }: SolvedScenario): SavedRow {
  return ledgerOf(planned, solved.costs).total;
}

/** What some mechanisms save from one placement to the other, over all cycles that are saved. */
export function savedCycles(
  own: BeforeAfter<SavedRow>,
  drawnRows: readonly BeforeAfter<SavedRow>[],
  mechanisms: readonly (CostMechanism | 'total')[],
  level: number,
): SavedCycles {
  const savedBy = ({ before, after }: BeforeAfter<SavedRow>) =>
    mechanisms.reduce((sum, mechanism) => sum + before[mechanism] - after[mechanism], 0);
  const saves = ({ before, after }: BeforeAfter<SavedRow>) => before.total - after.total > 0.5;
  const shareOf = (rows: BeforeAfter<SavedRow>) => savedBy(rows) / (rows.before.total - rows.after.total);
  const interval = intervalOf(drawnRows.map(savedBy), level);
  const saving = drawnRows.filter(saves);
  // Where a good part of the draws saves nothing, the shares of the others are not typical.
  const typical = saving.length >= ((1 + level) / 2) * drawnRows.length;
  const shareInterval = typical ? intervalOf(saving.map(shareOf), level) : undefined;
  return {
    cycles: savedBy(own),
    ...(interval === undefined ? {} : { interval }),
    ...(saves(own) ? { share: shareOf(own) } : {}),
    ...(saves(own) && shareInterval !== undefined ? { shareInterval } : {}),
  };
}
