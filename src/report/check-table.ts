import type { Check, CheckRow } from '../predict';
import { bitRateUnit, grouped, percent, significant } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, type Row, textTable } from './text-table';

const columns: readonly Column[] = [
  { title: 'quantity', align: 'left' },
  { title: 'predicted', align: 'right' },
  { title: 'simulated', align: 'right' },
  { title: '+-', align: 'right' },
  { title: 'difference', align: 'right' },
];

/** Formula beside simulation, one table for each check, with 95 % intervals over the replications. */
export function checkTable(checks: readonly Check[], options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const rows = checks.flatMap((one): Row[] => {
    const { topology, placement, window, kind, load } = one.prediction;
    const offered = load ? `${grouped(load.arrivalRate)} packets/s` : `window ${window}`;
    const heading = `${topology}, ${placement}: ${kind}, ${offered}, ${one.replications} runs of ${one.packets} packets`;
    const verdict = one.withinBracket ? [] : [['  outside the predicted bracket', '', '', '', '']];
    return [{ heading }, ...one.rows.map((row) => cells(one, row)), ...verdict];
  });
  return textTable(columns, rows, { width, look });
}

function cells(check: Check, { quantity, subject, predicted, simulated, difference }: CheckRow): string[] {
  const { print, name } = printing(check, quantity);
  const apart =
    quantity === 'utilization' || quantity === 'lossShare'
      ? `${(100 * difference).toFixed(1)} points`
      : signedPercent(difference);
  const label = subject === '' ? name : `${name} ${subject}`;
  return [`  ${label}`, print(predicted), print(simulated.mean), print(simulated.halfWidth), apart];
}

function printing(
  check: Check,
  quantity: CheckRow['quantity'],
): { name: string; print: (value: number) => string } {
  const unit = bitRateUnit([check.prediction.throughput]);
  switch (quantity) {
    case 'throughput':
      return { name: `throughput, ${unit.name}`, print: (value) => significant(value / unit.size) };
    case 'cycleTime':
      return {
        name: check.prediction.load ? 'response time, us' : 'cycle time, us',
        print: (value) => significant(value * 1e6),
      };
    case 'lossShare':
      return { name: 'lost', print: percent };
    case 'utilization':
      return { name: 'utilisation', print: percent };
    case 'batch':
      return { name: 'batch', print: (value) => significant(value) };
  }
}

function signedPercent(share: number): string {
  return `${share > 0 ? '+' : ''}${(100 * share).toFixed(1)} %`;
}
