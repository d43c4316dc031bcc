import type { Command } from 'commander';
import { SidecoreError, shown } from '../../common';
import type { Dimension } from '../../formats/dimensions';
import { parseQuantity } from '../../formats/parse-quantity';
import { examples } from '../help';
import { countOf } from '../options';
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
  const [report, { breakEven }, { readModelArgument }, { pairsOf }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../placement-pairs'),
  ]);
  const model = await readModelArgument(file, options.template);
  const question = {
    ...rangeOf(options.vary),
    gain: parseQuantity(options.gain, 'ratio', { path: '--gain' }),
    points: countOf(options.points, '--points', 2),
  };
  const answers = pairsOf(model, options, 'all').map((pair) => breakEven(model, { ...pair, ...question }));
  if (options.json) printJson('break-even', { answers });
  else printText(answers.map((one) => report.breakEvenTable(one, tableLook()).trimEnd()).join('\n\n'));
}

/** `message=64B:64KiB`: what to vary, from where to where. */
function rangeOf(given: string): { vary: string; between: { low: number; high: number } } {
  const [, vary, low, high] = /^([^=]+)=([^:]+):([^:]+)$/.exec(given.trim()) ?? [];
  if (vary === undefined)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--vary',
      message: `${shown(given)} does not say what to vary from where to where`,
      hint: 'write it as message=64B:64KiB',
    });
  return { vary, between: { low: numberOf(vary, low), high: numberOf(vary, high) } };
}

const dimensions: Readonly<Record<string, Dimension>> = {
  message: 'size',
  'traffic.message': 'size',
  reply: 'size',
  applicationCycles: 'cycles',
  'machine.clock': 'frequency',
  'network.rate': 'rate',
  'network.roundTrip': 'time',
};

/** A number in SI units, or with a unit where the quantity is known to have one. */
function numberOf(vary: string, given: string): number {
  const plain = Number(given);
  if (given.trim() !== '' && Number.isFinite(plain)) return plain;
  const dimension = Object.hasOwn(dimensions, vary) ? dimensions[vary] : 'ratio';
  return parseQuantity(given, dimension, { path: '--vary' });
}
