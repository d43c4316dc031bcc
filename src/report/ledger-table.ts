import { type CostMechanism, missLevels } from '../iopath/charger';
import type { Comparison } from '../predict/compare';
import { cycleCells, cycleColumns, numberColumns, shownMechanisms } from './cycle-columns';
import { levelHeadings } from './level-headings';
import { grouped } from './numbers';
import { headingOf, type ReportGroup, reportGroups, reportTitle } from './report-groups';
import { type TableOptions, tableOptions } from './table-options';
import { type Row, textTable } from './text-table';

/**
 * Where the cycles of a packet go, as text for a terminal: for every topology and placement the cycles per packet by
 * mechanism, in all and by core, and the loads per packet that missed the first-level cache by where they were
 * satisfied.
 *
 * @throws SidecoreError `invalid-shape` when there is nothing to report, `invalid-value` for an option
 * @example
 * ledgerTable(compare(xenPv, [{ topology: 'inter-node-receive', placement: 'driver-domain' }]));
 * @see stageLedgerTable
 */
export function ledgerTable(comparison: Comparison, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const groups = reportGroups(comparison);
  const shown = shownMechanisms(comparison.predictions.map(({ ledger }) => ledger.total));
  return `${[
    look.bold(reportTitle(comparison)),
    `${look.bold('cycles per packet')}\n${textTable(cycleColumns(shown), cycleRows(groups, shown), { width, look })}`,
    `${look.bold('loads per packet that missed the first-level cache, by what satisfied them')}\n${textTable(
      numberColumns(missLevels.map((level) => levelHeadings[level])),
      missRows(groups),
      { width, look },
    )}`,
  ].join('\n\n')}\n`;
}

function cycleRows(groups: readonly ReportGroup[], shown: readonly CostMechanism[]): Row[] {
  return groups.flatMap((group) => [
    { heading: headingOf(group) },
    ...group.rows.flatMap(({ label, prediction: { ledger } }) => {
      const cores = Object.entries(ledger.cores);
      const [only] = cores;
      if (cores.length === 1) return [[`  ${label} (${only[0]})`, ...cycleCells(shown, ledger.total)]];
      return [
        [`  ${label}`, ...cycleCells(shown, ledger.total)],
        ...cores.map(([name, cycles]) => [`    ${name}`, ...cycleCells(shown, cycles)]),
      ];
    }),
  ]);
}

function missRows(groups: readonly ReportGroup[]): Row[] {
  return groups.flatMap((group) => [
    { heading: headingOf(group) },
    ...group.rows.map(({ label, prediction: { ledger } }) => [
      `  ${label}`,
      ...missLevels.map((level) => grouped(ledger.misses[level])),
    ]),
  ]);
}
