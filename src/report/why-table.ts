import { costMechanisms } from '../iopath/charger';
import type { ComparedPrediction } from '../predict/compare';
import { grouped, signed, times } from './numbers';
import type { ReportGroup } from './report-groups';
import { type Column, type Paint, type Row, textTable } from './text-table';

const columns: readonly Column[] = [
  { title: '', align: 'left' },
  { title: 'by\ncycles', align: 'right' },
  { title: 'by\ncores', align: 'right' },
  { title: 'cycles/\npacket', align: 'right' },
  { title: '\nof which', align: 'left' },
];

/**
 * Why every placement but the first of a topology carries what it carries; empty when nothing is compared.
 *
 * Packets per second are cycles per second over cycles per packet, so a speed-up is the product of two factors: by
 * fewer cycles per packet, and by more cycles per second, that is, more cores kept busy. The change of the cycles is
 * the sum of the changes of the mechanisms, whatever the order.
 */
export function whyTable(groups: readonly ReportGroup[], width: number, look: Paint): string {
  const rows = groups.flatMap(({ topology, rows: [first, ...others] }): Row[] => {
    const reasons = others.flatMap(({ label, prediction }) =>
      prediction.payload === first.prediction.payload
        ? [[`  ${label}`, ...reason(first.prediction, prediction)]]
        : [],
    );
    return reasons.length === 0 ? [] : [{ heading: `${topology}, against ${first.label}` }, ...reasons];
  });
  return rows.length === 0 ? '' : textTable(columns, rows, { width, look });
}

function reason(before: ComparedPrediction, after: ComparedPrediction): string[] {
  const byCycles = before.cyclesPerPacket / after.cyclesPerPacket;
  const byCores = after.throughput / before.throughput / byCycles;
  const terms = costMechanisms
    .map((mechanism) => ({
      mechanism,
      change: after.ledger.total[mechanism] - before.ledger.total[mechanism],
    }))
    .filter(({ change }) => Math.abs(change) >= 0.5)
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
  const change = after.cyclesPerPacket - before.cyclesPerPacket;
  return [
    times(byCycles),
    times(byCores),
    Math.abs(change) < 0.5 ? grouped(0) : signed(change),
    terms.map((term) => `${term.mechanism} ${signed(term.change)}`).join(', '),
  ];
}
