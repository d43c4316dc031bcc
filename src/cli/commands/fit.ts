import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { SidecoreError } from '../../common';
import type { FitOptions, FitResult, Observation, Suggestions, SuggestOptions } from '../../fit';
import type { PathModel } from '../../iopath/model';
import { formatOfChart } from '../chart-file';
import { exitCodes } from '../exit-codes';
import { checkTarget, writeFile } from '../files';
import type { FitArguments } from '../fit-arguments';
import { examples } from '../help';
import type { ImportArguments } from '../import-arguments';
import { addImportOptions } from '../import-options';
import { collectNames, collectTexts, countOf, mostWorkers } from '../options';
import { printJson, printNote, printText } from '../output';
import { progressLine } from '../progress';
import { tableLook } from '../terminal';

/** `sidecore fit`: numbers of a model from measurements, and how sure they are. */
export function addFit(root: Command): void {
  const command = root
    .command('fit')
    .summary('fit a model to measurements')
    .description(
      'Estimates numbers of a model from measurements, and says how sure they are, how well the model predicts, and what the data cannot tell. Writes a model file that predict, explain, sweep and place take as it is.',
    )
    .argument('[model]', 'model file, or - for stdin; with --template the first file of measurements')
    .argument('[data...]', 'files of measurements: tables, or what measuring tools print')
    .option('--template <name>', 'a built-in model instead of a file')
    .option('-o, --out <file>', 'write the fitted model to this file')
    .option('--force', 'overwrite that file')
    .option(
      '--free <paths>',
      'numbers to fit, * for any name: "stages.*.cycles"; default: all with a range',
      collectNames,
    )
    .option('--fixed <paths>', 'of them, those that stay as they are', collectNames)
    .option('--tie <name=paths>', 'give several numbers one common factor; repeatable', collectTexts)
    .option('--no-priors', 'do not take the ranges of the model as known beforehand')
    .addOption(
      new Option('--loss <name>', 'squares: outliers pull with all their distance')
        .choices(['soft-l1', 'squares'])
        .default('soft-l1'),
    )
    .option('--model-error <share>', 'where the estimate of what the model misses starts, for example 5%')
    .option('--starts <count>', 'searches from different places', '3')
    .option('--seed <number>', 'of everything random', '1')
    .option('--ladder', 'compare models without and with cache terms, and take the one that the data support')
    .addOption(
      new Option('--leave-out <by>', 'predict measurements from fits without them').choices([
        'placement',
        'cell',
        'configuration',
      ]),
    )
    .option('--bootstrap <count>', 'also intervals from so many refits of drawn cases')
    .option('--workers <count>', 'threads of the bootstrap; default: as many as processors when it is long')
    .option('--profile <parameters>', 'also follow the profile of these parameters', collectNames)
    .option('--suggest', 'say which measurement to make next, for --answer')
    .option(
      '--answer <text>',
      'what is to become surer: "throughput topology=NAME placement=NAME", or the path of a number',
    )
    .option(
      '--candidates <text>',
      'what can be measured: "placement=none message=64B,1KiB window=1,64 metric=throughput"',
    )
    .option('--json', 'print a JSON document: fit, suggestions, problems; SI units')
    .option('--chart <file>', 'draw predicted over measured: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    );
  addImportOptions(command)
    .addHelpText(
      'after',
      `${examples([
        [
          'sidecore fit my-host.yaml lab/*.csv --out fitted.yaml',
          'the numbers of a model file that have a range',
        ],
        [
          'sidecore fit my-host.yaml lab.csv --leave-out cell --ladder',
          'and how well it predicts what it has not seen',
        ],
        [
          'sidecore fit --template xen-pv lab.csv --free "stages.netback-*.cycles" --tie "guest=stages.netfront-*.cycles"',
          'some numbers alone, some by a common factor',
        ],
        [
          'sidecore fit fitted.yaml --suggest --answer "throughput topology=intra-node placement=driver-domain"',
          'of a fitted model: what to measure next',
        ],
      ])}\n\nExit codes: ${exitCodes.failedCheck} when a row could not be taken, ${exitCodes.noConvergence} when the search did not converge; then no model is written.`,
    )
    .action(fitCommand);
}

interface FitCommandOptions extends FitArguments, ImportArguments {
  readonly template?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly bootstrap?: string;
  readonly workers?: string;
  readonly suggest?: boolean;
  readonly answer?: string;
  readonly candidates?: string;
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function fitCommand(
  first: string | undefined,
  others: readonly string[],
  options: FitCommandOptions,
): Promise<void> {
  const [report, { readModelArgument }, { readObservationFiles }, given] = await Promise.all([
    import('../../report'),
    import('../read-model'),
    import('../read-observations'),
    import('../fit-arguments'),
  ]);
  const format = formatOfChart(options.chart, report, options.out);
  if (options.out !== undefined) checkTarget(options.out, { overwrite: options.force ?? false });
  const answer = options.answer === undefined ? undefined : given.answerOf(options.answer);
  const grid = options.candidates === undefined ? {} : given.candidatesOf(options.candidates);
  if ((options.suggest ?? false) !== (answer !== undefined))
    throw new SidecoreError({
      code: 'invalid-usage',
      path: answer ? '--answer' : '--suggest',
      message: 'one of --suggest and --answer alone says nothing',
      hint: 'for example --suggest --answer "throughput topology=intra-node placement=driver-domain"',
    });
  if (first === undefined && options.template === undefined)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: 'model',
      message: 'there is no model',
      hint: 'name a model file, or a built-in model with --template',
    });
  const files = options.template === undefined || first === undefined ? others : [first, ...others];
  const model = await readModelArgument(options.template === undefined ? first : undefined, options.template);
  if (files.length === 0 && answer === undefined)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: 'data',
      message: 'there is nothing to fit the model to',
      hint: 'name files of measurements; `sidecore import` reads what tools print',
    });
  const { observations, problems } = await readObservationFiles(files, options);
  const result = files.length === 0 ? null : await fitted(model, observations, options);
  const suggestions =
    answer && (await suggested(result?.model ?? model, { ...grid, answer, measured: observations }));
  if (result && options.out !== undefined) await writeFitted(result, options.out, options.force ?? false);
  if (result && options.chart !== undefined && format !== undefined) {
    const picture = await report.renderChart(report.fitChart(result, { theme: options.theme }), { format });
    writeFile(options.chart, picture, { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.json) printJson('fit', { fit: result, suggestions: suggestions ?? null, problems });
  else
    printText(
      [
        ...(result ? [report.fitTable(result, tableLook())] : []),
        ...(suggestions ? [report.suggestionsTable(suggestions, tableLook())] : []),
      ]
        .map((text) => text.trimEnd())
        .join('\n\n'),
    );
  if (result && !result.converged) process.exitCode = exitCodes.noConvergence;
}

/** From so many replicates on, starting threads takes less time than they save. */
const replicatesWorthThreads = 200;

async function fitted(
  model: PathModel,
  observations: readonly Observation[],
  options: FitCommandOptions,
): Promise<FitResult> {
  const [{ fit: fitModel }, { fitOptions }] = await Promise.all([
    import('../../fit'),
    import('../fit-arguments'),
  ]);
  const settings: FitOptions = fitOptions(options);
  const bootstrap =
    options.bootstrap === undefined ? 0 : countOf(options.bootstrap, '--bootstrap', 2, 1_000_000);
  const wanted =
    options.workers === undefined
      ? bootstrap < replicatesWorthThreads
        ? 1
        : availableParallelism()
      : countOf(options.workers, '--workers', 1, mostWorkers);
  // Which parameters a ladder leaves is known only after it.
  const workers = bootstrap === 0 || settings.ladder ? 1 : wanted;
  const progress = progressLine();
  const watch = progress ? { onProgress: progress.onProgress } : {};
  let result: FitResult;
  try {
    result = fitModel(model, observations, { ...settings, ...watch, ...(workers > 1 ? {} : { bootstrap }) });
  } finally {
    progress?.clear();
  }
  if (workers === 1) return result;
  const { bootstrapInWorkers } = await import('../fit-replicates');
  const { leaveOut, ladder, profiles, ...rest } = settings;
  const task = { model, observations, fit: rest };
  return { ...result, bootstrap: await bootstrapInWorkers(task, bootstrap, workers) };
}

async function suggested(model: PathModel, options: SuggestOptions): Promise<Suggestions> {
  const { suggestMeasurements } = await import('../../fit');
  return suggestMeasurements(model, options);
}

async function writeFitted(result: FitResult, out: string, overwrite: boolean): Promise<void> {
  if (!result.converged) {
    printNote(`${out} was not written, because the search did not converge`);
    return;
  }
  const { writeModel } = await import('../../formats');
  writeFile(out, writeModel(result.model), { overwrite });
  printNote(`wrote ${out}`);
}
