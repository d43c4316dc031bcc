import type { Command } from 'commander';
import { SidecoreError } from '../../common/error';
import type { ImportedSet } from '../../formats';
import { exitCodes } from '../exit-codes';
import { readText, writeFile } from '../files';
import { examples } from '../help';
import type { ImportArguments } from '../import-arguments';
import { addImportOptions } from '../import-options';
import { printJson, printNote, printText } from '../output';
import { reportError } from '../report-error';

/** `sidecore import`: what measuring tools print, as one table of observations. */
export function addImport(root: Command): void {
  const command = root
    .command('import')
    .summary('turn the output of measuring tools into observations')
    .description(
      'Reads output of iperf3, netperf, perf stat, xentop and sysstat, and tables, and writes one tidy table of observations. Says of each file what was read and what was not.',
    )
    .argument('<files...>', 'files to read; - for stdin');
  addImportOptions(command)
    .option('-o, --out <file>', 'write the table to this file; without it, or for -, to stdout')
    .option('--force', 'overwrite that file')
    .option('--json', 'print a JSON document: files, observations, problems, warnings; SI units')
    .addHelpText(
      'after',
      `${examples([
        ['sidecore import run.json --placement none --topology intra-node', 'one run of iperf3'],
        [
          'sidecore import lab/*.json --name-pattern "{placement}_{message}.json" -o obs.csv',
          'facts from names',
        ],
        [
          'sidecore import perf.csv --packets 7.8e5 --subject cpu1=driver-core',
          'counters of perf stat -x, -A',
        ],
        [
          'sidecore import wide.csv --column "gbps=throughput@Gbit/s" --column len=message_bytes',
          'a wide table',
        ],
      ])}

Columns of a wide table: --column NAME=FIELD, or NAME=METRIC[:SUBJECT][@UNIT].
Exit codes: 1 when a row or a run could not be taken, 2 when a file could not be read.`,
    )
    .action(importCommand);
}

interface ImportCommandOptions extends ImportArguments {
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

interface Imported extends ImportedSet {
  readonly file: string;
}

async function importCommand(files: readonly string[], options: ImportCommandOptions): Promise<void> {
  const [formats, { importOptions }] = await Promise.all([
    import('../../formats'),
    import('../import-arguments'),
  ]);
  const { out = '-', force = false } = options;
  const read: Imported[] = [];
  const errors: unknown[] = [];
  for (const path of files) {
    try {
      const { name, text } = await readText(path);
      const given = importOptions(options, formats.readRunName, name);
      read.push({ file: name, ...formats.importObservations(text, { ...given, file: name }) });
    } catch (error) {
      if (!(error instanceof SidecoreError) || error.path.startsWith('--')) throw error;
      errors.push(error);
    }
  }
  const observations = read.flatMap((one) => one.observations);
  const problems = read.flatMap((one) => one.problems);
  const warnings = unique([
    ...read.flatMap((one) => one.warnings),
    ...formats.checkObservations(observations),
  ]);
  const summaries = read.map(({ file, format, ...set }) => ({
    file,
    format,
    observations: set.observations.length,
    problems: set.problems.length,
  }));
  for (const { file, format, observations: taken } of summaries)
    printNote(`${file}: ${format}, ${taken} ${taken === 1 ? 'observation' : 'observations'}`);
  for (const { file, line, code, message } of problems)
    printNote(`not taken [${code}] ${file}:${line}: ${message}`);
  for (const { code, path, message } of warnings) printNote(`warning [${code}] ${path}: ${message}`);
  for (const error of errors) process.exitCode = reportError(error, []);
  if (errors.length > 0) {
    printNote('nothing was written, because not all files could be read');
    return;
  }
  if (problems.length > 0) process.exitCode = exitCodes.failedCheck;
  if (options.json) printJson('import', { files: summaries, observations, problems, warnings });
  else if (observations.length === 0) {
    printNote('there is nothing to write');
    return;
  }
  const table = formats.writeObservations(observations);
  if (out !== '-') {
    writeFile(out, table, { overwrite: force });
    printNote(`wrote ${observations.length} observations to ${out}`);
  } else if (!options.json) printText(table.trimEnd());
}

function unique<T>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}
