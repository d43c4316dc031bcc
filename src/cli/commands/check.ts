import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { exitCodes } from '../exit-codes';
import { examples } from '../help';
import { countOf, mostWorkers } from '../options';
import { printJson, printText } from '../output';
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
    .option(
      '--workers <count>',
      'threads, which change no number; default: as many as processors when it takes long',
    )
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
  readonly workers?: string;
  readonly json?: boolean;
}

async function checkCommand(file: string | undefined, options: CheckCommandOptions): Promise<void> {
  const [{ checkTable }, { runChecks }, { readModelArgument }, { scenariosOf }] = await Promise.all([
    import('../../report'),
    import('../run-checks'),
    import('../read-model'),
    import('../scenarios'),
  ]);
  const model = await readModelArgument(file, options.template);
  const scenarios = scenariosOf(model, options);
  const runs = {
    replications: countOf(options.replications, '--replications', 2),
    packets: countOf(options.packets, '--packets', 1, mostPackets),
    seed: countOf(options.seed, '--seed', 0),
  };
  const checks = await runChecks(model, scenarios, runs, workersOf(options.workers, scenarios.length, runs));
  if (options.json) printJson('check', { model: model.name, checks });
  else printText(checkTable(checks, tableLook()));
  if (!checks.every(({ withinBracket }) => withinBracket)) process.exitCode = exitCodes.failedCheck;
}

/** Packets that one run takes a minute or more for. */
const mostPackets = 100_000_000;

/** Packets in all that are worth the start of threads: about half a second of simulation. */
const packetsWorthThreads = 300_000;

function workersOf(
  given: string | undefined,
  scenarios: number,
  { replications, packets }: { readonly replications: number; readonly packets: number },
): number {
  if (given !== undefined) return countOf(given, '--workers', 1, mostWorkers);
  return scenarios * replications * packets < packetsWorthThreads ? 1 : availableParallelism();
}
