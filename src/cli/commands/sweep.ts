import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import { SidecoreError } from '../../common';
import type { Observation } from '../../fit/observation';
import type { PathModel } from '../../iopath/model';
import type { Sweep, SweepOptions } from '../../predict';
import { formatOfChart } from '../chart-file';
import { exitCodes } from '../exit-codes';
import { writeFile } from '../files';
import { examples } from '../help';
import { collectNames, collectTexts, countOf, mostWorkers } from '../options';
import { printNote } from '../output';
import { addScenarioOptions } from '../scenario-options';
import { sweepFormats } from '../sweep/row-text';
import type { SweepRequestOptions } from '../sweep/sweep-request';

/** `sidecore sweep`: predictions over a grid or a random design, row by row. */
export function addSweep(root: Command): void {
  const command = root
    .command('sweep')
    .summary('predictions over ranges of values, as a table or a chart')
    .description(
      'Predicts every combination of the values that vary, or random draws of them, and prints a row for each: CSV or NDJSON, in SI units.',
    );
  addScenarioOptions(command)
    .option('--batch <size>', 'units per notification where a link does not say, or solve')
    .option(
      '--vary <axis=values>',
      'what varies: message=64B:64KiB:x2, machine.clock=2GHz:4GHz:+0.5GHz, window=1,8,64; may be repeated',
      collectTexts,
    )
    .option('--random <count>', 'draw so many rows instead of every combination; ranges then need no step')
    .option('--seed <number>', 'draw other rows', '1')
    .option('--independent', 'draw every value on its own instead of a Latin hypercube')
    .option(
      '--output <names>',
      'columns: fields of a prediction by their paths, separated by commas',
      collectNames,
    )
    .addOption(new Option('--format <name>', 'of the rows').choices(sweepFormats))
    .option('--json', 'the same as --format ndjson: a JSON document a line')
    .option(
      '--out <file>',
      'write the rows to a file instead of stdout; .ndjson and .jsonl choose that format',
    )
    .option('--resume', 'go on where --out ends')
    .option('--force', 'overwrite --out')
    .option('--workers <count>', 'threads; default: as many as processors when there are many rows')
    .option('--chart <file>', 'draw it: .svg, .png, .html or .vl.json')
    .option('--measured <file>', 'observations whose throughputs the chart shows beside its lines')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .addHelpText(
      'after',
      `${examples([
        [
          'sidecore sweep --vary message=64B:64KiB:x2 --vary placement=none,driver-domain',
          'from which message size does it pay?',
        ],
        [
          'sidecore sweep --vary window=1:256:x2 --vary message=64B:16KiB:x2 --out grid.csv --chart grid.svg',
          'a grid, with a heat map',
        ],
        [
          "sidecore sweep --random 1000 --vary window=1:256:log --vary 'stages.*.cycles=0.5:2:log'",
          'random draws; factors on every stage',
        ],
        ['sidecore sweep --vary message=1B:64KiB:+1B --out long.csv --resume', 'goes on after Ctrl-C'],
      ])}\n\nExit code ${exitCodes.failedCheck} when a row has no prediction, and its column "error" says why; or when a row of --measured could not be taken.`,
    )
    .action(sweepCommand);
}

interface SweepCommandOptions extends SweepRequestOptions {
  readonly template?: string;
  readonly resume?: boolean;
  readonly force?: boolean;
  readonly workers?: string;
  readonly chart?: string;
  readonly measured?: string;
  readonly theme: 'light' | 'dark';
}

/** From so many rows on, starting threads takes less time than they save. */
const rowsWorthThreads = 10_000;

async function sweepCommand(file: string | undefined, options: SweepCommandOptions): Promise<void> {
  const [{ sweep }, { readModelArgument }, { sweepRequest, formatOf }, { runParts }, sinks] =
    await Promise.all([
      import('../../predict'),
      import('../read-model'),
      import('../sweep/sweep-request'),
      import('../sweep/run-parts'),
      import('../sweep/row-sink'),
    ]);
  const { out, chart, resume = false, force = false } = options;
  if (resume && out === undefined)
    throw usage('--resume', 'there is no file to go on with', 'name it with --out');
  if (resume && force) throw usage('--resume', '--force is given as well', 'go on, or begin anew');
  if (options.measured !== undefined && chart === undefined)
    throw usage('--measured', 'there is no chart to show it in', 'name one with --chart');
  const threads =
    options.workers === undefined ? undefined : countOf(options.workers, '--workers', 1, mostWorkers);
  const format = formatOf(options);
  const model = await readModelArgument(file, options.template);
  const request = sweepRequest(model, options);
  const grid = sweep(model, request);
  // An output that does not exist shows in the first row: before a file is begun.
  for (const _ of grid.rows({ count: 1 })) break;
  const picture = chart === undefined ? undefined : await draw(chart, grid, model, request, options);
  const sink = await (out === undefined
    ? sinks.standardOutput(grid, format)
    : sinks.fileSink(out, grid, format, { resume, force }));
  const workers = threads ?? (grid.rowCount - sink.first < rowsWorthThreads ? 1 : availableParallelism());
  const task = { model, options: request, format };
  await runParts(grid, task, sink, { workers, resumable: out !== undefined });
  if (chart === undefined || picture === undefined || process.exitCode === exitCodes.interrupted) return;
  writeFile(chart, picture, { overwrite: true });
  printNote(`wrote ${chart}`);
}

/** The picture, made before rows are written, so that a chart that cannot be is known at once. */
async function draw(
  name: string,
  grid: Sweep,
  model: PathModel,
  { scenario = {} }: SweepOptions,
  { theme, measured, out }: SweepCommandOptions,
): Promise<string | Uint8Array> {
  const { chartFormat, renderChart, sweepChart, mostSweepChartRows } = await import('../../report');
  const format = formatOfChart(name, { chartFormat }, out)!;
  if (grid.rowCount > mostSweepChartRows)
    throw new SidecoreError({
      code: 'too-large',
      path: '--chart',
      message: `${grid.rowCount} rows are more than the ${mostSweepChartRows} that a chart can show`,
      hint: 'vary less for the chart',
    });
  const fixed = (['topology', 'placement'] as const).filter((axis) => !grid.axes.includes(axis));
  const subtitle = [model.name, ...fixed.map((axis) => scenario[axis])].join(', ');
  const { traffic } = model;
  const all = { message: traffic.message, window: traffic.window, ...scenario };
  const settings = measuredSettings
    .filter((axis) => !grid.axes.includes(axis))
    .map((axis) => [axis, all[axis]] as const);
  const spec = sweepChart([...grid], {
    subtitle,
    ...(measured === undefined ? {} : { measured: await readMeasured(measured, settings) }),
  });
  return renderChart(spec, { format, theme });
}

/** What an observation may say of its setting. */
const measuredSettings = ['topology', 'placement', 'message', 'window'] as const;

/** The throughputs of a file that were measured at the settings that do not vary; says how many others there are. */
async function readMeasured(
  file: string,
  settings: readonly (readonly [(typeof measuredSettings)[number], unknown])[],
): Promise<readonly Observation[]> {
  const { readObservationFiles } = await import('../read-observations');
  const { observations } = await readObservationFiles([file], { format: 'auto' });
  const measured = observations.filter(({ metric }) => metric === 'throughput');
  const shown = measured.filter((one) =>
    settings.every(([axis, value]) => one[axis] === undefined || value === undefined || one[axis] === value),
  );
  const left = measured.length - shown.length;
  if (left > 0) {
    const what = settings.map(([axis, value]) => `${axis} ${value}`).join(', ');
    printNote(`${left} of ${measured.length} measured throughputs are not of ${what}, and not drawn`);
  }
  return shown;
}

function usage(path: string, message: string, hint: string): SidecoreError {
  return new SidecoreError({ code: 'invalid-usage', path, message, hint });
}
