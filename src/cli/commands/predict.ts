import { type Command, Option } from 'commander';
import type { Comparison } from '../../predict';
import { formatOfChart } from '../chart-file';
import { exitCodes } from '../exit-codes';
import { writeFile } from '../files';
import { examples } from '../help';
import { printJson, printNote, printText } from '../output';
import { addScenarioOptions } from '../scenario-options';
import type { ScenarioOptions } from '../scenarios';
import { tableLook } from '../terminal';

/** `sidecore predict`: what a path carries, topology by topology, under each placement. */
export function addPredict(root: Command): void {
  const command = root
    .command('predict')
    .summary('what a path carries, with and without offload')
    .description(
      'Predicts throughput, its bracket, the bottleneck and the cycles per packet of every topology under every placement.',
    );
  addScenarioOptions(command)
    .option('--batch <size>', 'units per notification where a link does not say, or solve')
    .option('--ledger', 'also the cycles per packet by mechanism')
    .option('--stages', 'also the cycles per packet of every stage')
    .option('--json', 'print a JSON document instead: schemaVersion, command, model, predictions; SI units')
    .option('--chart <file>', 'draw it: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .addHelpText(
      'after',
      examples([
        ['sidecore predict', 'inter-node and intra-node, with and without a side-core'],
        ['sidecore predict my-host.yaml --ledger', 'and where the cycles go'],
        ['sidecore predict --topology intra-node --message 64B', 'small messages inside one node'],
        ['sidecore predict --batch solve --chart answer.svg', 'batches in balance, as a picture'],
      ]),
    )
    .action(predictCommand);
}

interface PredictOptions extends ScenarioOptions {
  readonly template?: string;
  readonly ledger?: boolean;
  readonly stages?: boolean;
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function predictCommand(file: string | undefined, options: PredictOptions): Promise<void> {
  const [report, { compare }, { readModelArgument }, { scenariosOf }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../scenarios'),
  ]);
  const format = formatOfChart(options.chart, report);
  const model = await readModelArgument(file, options.template);
  const comparison = compare(model, scenariosOf(model, options));
  if (options.chart !== undefined && format !== undefined) {
    const { theme } = options;
    const picture = await report.renderChart(report.predictionChart(comparison), { format, theme });
    writeFile(options.chart, picture, { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.json) printJson('predict', comparison);
  else printText(tables(report, comparison, options));
  if (!comparison.predictions.every(({ converged }) => converged)) process.exitCode = exitCodes.noConvergence;
}

function tables(
  report: typeof import('../../report'),
  comparison: Comparison,
  { ledger, stages }: PredictOptions,
): string {
  const look = tableLook();
  const parts = [report.comparisonTable(comparison, look)];
  if (ledger) parts.push(report.ledgerTable(comparison, look));
  if (stages)
    for (const prediction of comparison.predictions) parts.push(report.stageLedgerTable(prediction, look));
  return parts.map((part) => part.trimEnd()).join('\n\n');
}
