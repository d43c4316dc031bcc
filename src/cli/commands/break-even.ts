import type { Command } from 'commander';
import { parseQuantity } from '../../formats/parse-quantity';
import { examples } from '../help';
import { countOf, once, refuseVaried } from '../options';
import { printJson, printText } from '../output';
import { addScenarioOptions } from '../scenario-options';
import type { ScenarioOptions } from '../scenarios';
import { tableLook } from '../terminal';

/** `sidecore break-even`: from which value of something on a placement pays. */
export function addBreakEven(root: Command): void {
  const command = root
    .command('break-even')
    .summary('from where on a placement pays')
    .description(
      'Finds the values of one quantity at which the gain of one placement over another passes what is asked for. --placement names the two, the earlier one first.',
    )
    .requiredOption(
      '--vary <quantity=low:high>',
      'message, window, batch, applicationCycles, or the path of a number',
      once,
    )
    .option('--gain <share>', 'throughput that must be gained, for example 10%', '0')
    .option('--points <count>', 'values to look at before narrowing down', '65');
  addScenarioOptions(command)
    .option('--batch <size>', 'units per notification where a link does not say, or solve')
    .option('--json', 'print a JSON document instead: schemaVersion, command, answers; SI units')
    .addHelpText(
      'after',
      examples([
        ['sidecore break-even --vary message=64B:64KiB --gain 80%', 'from which message size on'],
        [
          'sidecore break-even --vary "applicationCycles=0:200000 cycles" --gain 10%',
          'how busy the application may be',
        ],
        [
          'sidecore break-even --vary window=1:64 --gain 50% --topology intra-node',
          'how many packets in flight',
        ],
      ]),
    )
    .action(breakEvenCommand);
}

interface BreakEvenCommandOptions extends ScenarioOptions {
  readonly template?: string;
  readonly vary: string;
  readonly gain: string;
  readonly points: string;
  readonly json?: boolean;
}

async function breakEvenCommand(file: string | undefined, options: BreakEvenCommandOptions): Promise<void> {
  const [report, { breakEven }, { readModelArgument }, { pairsOf }, { rangeOf }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../placement-pairs'),
    import('../vary-range'),
  ]);
  const model = await readModelArgument(file, options.template);
  const question = {
    ...rangeOf(model, options.vary),
    gain: parseQuantity(options.gain, 'ratio', { path: '--gain' }),
    points: countOf(options.points, '--points', 2),
  };
  refuseVaried(options, [question.vary]);
  // Arrivals at a rate are open load; --arrival-rate says the same.
  const open = question.vary.replace(/^traffic\./, '') === 'arrivalRate';
  const asked = { ...options, kind: options.kind ?? (open ? ('open' as const) : undefined) };
  const answers = pairsOf(model, asked, 'all').map((pair) => breakEven(model, { ...pair, ...question }));
  if (options.json) printJson('break-even', { answers });
  else printText(answers.map((one) => report.breakEvenTable(one, tableLook()).trimEnd()).join('\n\n'));
}
