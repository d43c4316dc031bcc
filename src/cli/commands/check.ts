import type { Command } from 'commander';
import { exitCodes } from '../exit-codes';
import { examples } from '../help';
import { countOf } from '../options';
import { printJson, printText } from '../output';
import { progressLine } from '../progress';
import { addScenarioOptions } from '../scenario-options';
import type { ScenarioOptions } from '../scenarios';
import { tableLook } from '../terminal';

/** `sidecore check`: what the formulas predict beside a simulation of the same path. */
export function addCheck(root: Command): void {
  const command = root
    .command('check')
    .summary('formula beside simulation')
    .description(
      'Simulates the path packet by packet, with workers that sleep, wake, switch and batch, and sets the prediction beside it.',
    );
  addScenarioOptions(command)
    .option('--replications <count>', 'independent runs', '5')
    .option('--packets <count>', 'packets measured in each run', '20000')
    .option('--seed <number>', 'draw other runs', '1')
    .option('--json', 'print a JSON document instead: schemaVersion, command, checks; SI units')
    .addHelpText(
      'after',
      `${examples([
        ['sidecore check --topology intra-node', 'the template inside one node'],
        ['sidecore check path.yaml --window 16 --variation 0.3', 'near the knee, with fairly regular work'],
      ])}\n\nExit code ${exitCodes.failedCheck} when a simulated throughput lies outside its predicted bracket.`,
    )
    .action(checkCommand);
}

interface CheckCommandOptions extends Omit<ScenarioOptions, 'batch'> {
  readonly template?: string;
  readonly replications: string;
  readonly packets: string;
  readonly seed: string;
  readonly json?: boolean;
}

async function checkCommand(file: string | undefined, options: CheckCommandOptions): Promise<void> {
  const [{ checkTable }, { check }, { readModelArgument }, { scenariosOf }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../scenarios'),
  ]);
  const model = await readModelArgument(file, options.template);
  const scenarios = scenariosOf(model, options);
  const runs = {
    replications: countOf(options.replications, '--replications', 2),
    packets: countOf(options.packets, '--packets', 1),
    seed: countOf(options.seed, '--seed', 0),
  };
  const progress = progressLine();
  const checks = scenarios.map((scenario, i) =>
    check(model, scenario, {
      ...runs,
      onProgress: (share) => progress?.onProgress((i + share) / scenarios.length),
    }),
  );
  progress?.clear();
  if (options.json) printJson('check', { model: model.name, checks });
  else printText(checkTable(checks, tableLook()));
  if (!checks.every(({ withinBracket }) => withinBracket)) process.exitCode = exitCodes.failedCheck;
}
