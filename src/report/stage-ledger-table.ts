import type { Prediction, StageLedger } from '../predict/prediction';
import { cycleCells, cycleColumns, shownMechanisms } from './cycle-columns';
import { type TableOptions, tableOptions } from './table-options';
import { type Row, textTable } from './text-table';

/**
 * The ledger of one prediction stage by stage, as text for a terminal: cycles per packet by mechanism, under the
 * core that runs the stage and the context that it belongs to. A stage that does not run once per packet has its
 * visits per packet behind its name.
 *
 * @throws SidecoreError `invalid-value` for an option
 * @example
 * stageLedgerTable(predict(xenPv, { topology: 'inter-node-receive', placement: 'driver-domain' }));
 * @see ledgerTable
 */
export function stageLedgerTable(prediction: Prediction, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { ledger, model, topology, placement } = prediction;
  const shown = shownMechanisms([ledger.total]);
  const rows: Row[] = Object.entries(ledger.cores).flatMap(([core, cycles]) => {
    const stages = ledger.stages.filter((stage) => stage.core === core);
    const contexts = [...new Set(stages.map(({ context }) => context))];
    return [
      [core, ...cycleCells(shown, cycles)],
      ...contexts.flatMap((context): Row[] => [
        { heading: ` ${context}` },
        ...stages
          .filter((stage) => stage.context === context)
          .map((stage) => [`  ${stageLabel(stage)}`, ...cycleCells(shown, stage.cycles)]),
      ]),
    ];
  });
  rows.push(['whole path', ...cycleCells(shown, ledger.total)]);
  const title = look.bold(`${model}: ${topology}, ${placement}; cycles per packet`);
  return `${title}\n\n${textTable(cycleColumns(shown), rows, { width, look })}\n`;
}

/** The stage without its host, which the core's name above has too. */
function stageLabel({ stage, core, visits }: StageLedger): string {
  const host = core.slice(0, core.indexOf('/') + 1);
  const name = stage.startsWith(host) ? stage.slice(host.length) : stage;
  return visits === 1 ? name : `${name} x${Number(visits.toPrecision(2))}`;
}
