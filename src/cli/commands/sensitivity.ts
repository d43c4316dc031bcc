import { type Command, Option } from 'commander';
import { formatOfChart } from '../chart-file';
import { writeFile } from '../files';
import { examples } from '../help';
import { collectNames } from '../options';
import { printJson, printNote, printText } from '../output';
import { addScenarioOptions } from '../scenario-options';
import type { ScenarioOptions } from '../scenarios';
import { tableLook } from '../terminal';

/** `sidecore sensitivity`: which numbers of the model the throughput depends on. */
export function addSensitivity(root: Command): void {
  const command = root
    .command('sensitivity')
    .summary('which numbers matter')
    .description(
      'Gives the elasticity of the throughput to the numbers of the model, and the throughput at both ends of their ranges, those that matter most first.',
    );
  addScenarioOptions(command)
    .option('--batch <size>', 'units per notification where a link does not say, or solve')
    .option(
      '--parameters <paths>',
      'ranges, all, or paths separated by commas (default: ranges)',
      collectNames,
    )
    .option('--json', 'print a JSON document instead: schemaVersion, command, answer; SI units')
    .option('--chart <file>', 'draw a tornado: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .addHelpText(
      'after',
      examples([
        [
          'sidecore sensitivity --topology inter-node-receive --placement driver-domain',
          'what to measure first',
        ],
        ['sidecore sensitivity path.yaml --parameters all --chart tornado.svg', 'every number of a file'],
      ]),
    )
    .action(sensitivityCommand);
}

interface SensitivityCommandOptions extends ScenarioOptions {
  readonly template?: string;
  readonly parameters?: readonly string[];
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function sensitivityCommand(
  file: string | undefined,
  options: SensitivityCommandOptions,
): Promise<void> {
  const [report, { sensitivity }, { readModelArgument }, { oneScenario }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../placement-pairs'),
  ]);
  const format = formatOfChart(options.chart, report);
  const model = await readModelArgument(file, options.template);
  const [only, ...more] = options.parameters ?? ['ranges'];
  const parameters = more.length === 0 && (only === 'ranges' || only === 'all') ? only : options.parameters!;
  const answer = sensitivity(model, { ...oneScenario(model, options), parameters });
  if (options.chart !== undefined && format !== undefined) {
    const chart = report.sensitivityChart(answer, { theme: options.theme });
    writeFile(options.chart, await report.renderChart(chart, { format }), { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.json) printJson('sensitivity', { answer });
  else printText(report.sensitivityTable(answer, tableLook()).trimEnd());
}
