import { type Command, Option } from 'commander';
import type { Explanation } from '../../predict';
import { formatOfChart } from '../chart-file';
import { exitCodes } from '../exit-codes';
import { writeFile } from '../files';
import { examples } from '../help';
import { countOf } from '../options';
import { printJson, printNote, printText } from '../output';
import { addScenarioOptions } from '../scenario-options';
import type { ScenarioOptions } from '../scenarios';
import { tableLook } from '../terminal';

/** `sidecore explain`: where the gain of one placement over another comes from. */
export function addExplain(root: Command): void {
  const command = root
    .command('explain')
    .summary('where the gain of a placement comes from')
    .description(
      'Divides the gain of one placement over another: of the throughput, among more cores, less reload, switching and transfer; of the cycles per packet, by mechanism. --placement names the two, the earlier one first.',
    );
  addScenarioOptions(command)
    .option('--batch <size>', 'units per notification where a link does not say, or solve')
    .option(
      '--pollution <share>',
      'part of the reload that a driver wandering over the same cores causes',
      '50%',
    )
    .option('--measurement-error <share>', 'standard error of a measured speed-up', '0')
    .option('--draws <count>', 'models drawn for the intervals; 0 for none', '200')
    .option('--level <share>', 'probability that an interval holds', '95%')
    .option('--seed <number>', 'draw others', '1')
    .option('--json', 'print a JSON document instead: schemaVersion, command, explanations; SI units')
    .option('--chart <file>', 'draw it, for one topology: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .addHelpText(
      'after',
      examples([
        ['sidecore explain', 'every topology, from its first placement to the second'],
        ['sidecore explain --topology inter-node-receive --chart why.svg', 'one, as a waterfall'],
        ['sidecore explain my-host.yaml --placement none,hypervisor-too', 'two placements of a file'],
      ]),
    )
    .action(explainCommand);
}

interface ExplainCommandOptions extends ScenarioOptions {
  readonly template?: string;
  readonly pollution: string;
  readonly measurementError: string;
  readonly draws: string;
  readonly level: string;
  readonly seed: string;
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function explainCommand(file: string | undefined, options: ExplainCommandOptions): Promise<void> {
  const [report, { explain }, { readModelArgument }, { pairsOf }, { parseQuantity }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../placement-pairs'),
    import('../../formats/parse-quantity'),
  ]);
  const format = formatOfChart(options.chart, report);
  const model = await readModelArgument(file, options.template);
  const share = (text: string, path: string) => parseQuantity(text, 'ratio', { path });
  const settings = {
    pollution: share(options.pollution, '--pollution'),
    measurementError: share(options.measurementError, '--measurement-error'),
    draws: countOf(options.draws, '--draws', 0),
    level: share(options.level, '--level'),
    seed: countOf(options.seed, '--seed', 0),
  };
  const explanations: Explanation[] = pairsOf(model, options, 'all').map((pair) =>
    explain(model, { ...pair, ...settings }),
  );
  if (options.chart !== undefined && format !== undefined) {
    const { onlyOne } = await import('../placement-pairs');
    const chart = report.explanationChart(onlyOne(explanations), { theme: options.theme });
    writeFile(options.chart, await report.renderChart(chart, { format }), { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.json) printJson('explain', { model: model.name, explanations });
  else
    printText(explanations.map((one) => report.explanationTable(one, tableLook()).trimEnd()).join('\n\n\n'));
  if (!explanations.every(({ converged }) => converged)) process.exitCode = exitCodes.noConvergence;
}
