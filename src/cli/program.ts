import { Command } from 'commander';
import { version } from '../../package.json';
import { addBreakEven } from './commands/break-even';
import { addCheck } from './commands/check';
import { addExplain } from './commands/explain';
import { addFit } from './commands/fit';
import { addImport } from './commands/import';
import { addInit } from './commands/init';
import { addPlace } from './commands/place';
import { addPredict } from './commands/predict';
import { addSensitivity } from './commands/sensitivity';
import { addSolve } from './commands/solve';
import { addStation } from './commands/station';
import { addSweep } from './commands/sweep';
import { addTemplates } from './commands/templates';
import { addValidate } from './commands/validate';
import { exitCodes } from './exit-codes';
import { examples } from './help';

/** Every command, in the order of `--help`. A command's file only declares it; what it runs is imported when it runs. */
const commands = [
  addPredict,
  addExplain,
  addPlace,
  addSensitivity,
  addBreakEven,
  addCheck,
  addSweep,
  addTemplates,
  addInit,
  addSolve,
  addStation,
  addImport,
  addFit,
  addValidate,
];

/** The command line as a tree. Parsing it runs the command. */
export function program(): Command {
  const root = new Command('sidecore')
    .description(
      'Predicts what an I/O path carries, with and without the driver on a core of its own, and says why.',
    )
    .version(version, '-V, --version', 'print the version')
    .option('--no-color', 'print without colour (also: environment variable NO_COLOR)')
    .on('option:no-color', () => {
      process.env.NO_COLOR = '1';
    })
    .helpOption('-h, --help', 'explain a command')
    .configureHelp({ showGlobalOptions: true, sortOptions: false })
    // Usage errors are thrown and printed with all others, not by commander.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const add of commands) add(root);
  root.addHelpText(
    'after',
    `${examples([
      ['sidecore predict', 'the built-in Xen path, with and without a side-core'],
      ['sidecore init --out my-host.yaml', 'a model file to edit'],
      ['sidecore predict my-host.yaml --ledger', 'its answer, with cycles by mechanism'],
    ])}

Exit codes: ${exitCodes.ok} answered, ${exitCodes.failedCheck} a check in the answer failed, ${exitCodes.badInput} bad input, ${exitCodes.noConvergence} no convergence.`,
  );
  return root;
}
