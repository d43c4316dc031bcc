import { type Command, Option } from 'commander';
import type { ValidateBy, ValidationBounds } from '../../fit';
import { formatOfChart } from '../chart-file';
import { exitCodes } from '../exit-codes';
import { writeFile } from '../files';
import { examples } from '../help';
import type { ImportArguments } from '../import-arguments';
import { addImportOptions } from '../import-options';
import { printJson, printNote, printText } from '../output';
import { tableLook } from '../terminal';

/** `sidecore validate`: predicted against measured, for data that a fit has not seen. */
export function addValidate(root: Command): void {
  const command = root
    .command('validate')
    .summary('hold a fitted model to measurements that it has not seen')
    .description(
      'Predicts measurements with a fitted model, prints the errors by placement and metric and how many measurements lie in their 95 % intervals, and checks the bounds that are stated.',
    )
    .argument('<model>', 'model file that a fit has written, or - for stdin')
    .argument('<data...>', 'files of measurements: tables, or what measuring tools print')
    .option('--median <share>', 'largest median error of rates, for example 5%')
    .option('--p90 <share>', 'largest 90th percentile of the errors of rates, for example 12%')
    .option('--utilization <points>', 'largest median error of utilisations, in points, for example 5')
    .option('--coverage <share>', 'least share of the measurements in their 95 % intervals, for example 90%')
    .addOption(
      new Option('--by <part>', 'let the bounds hold for every part instead of all data together').choices([
        'placement',
        'cell',
        'metric',
      ]),
    )
    .option('--json', 'print a JSON document: validation, problems; SI units')
    .option('--chart <file>', 'draw predicted over measured: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    );
  addImportOptions(command)
    .addHelpText(
      'after',
      `${examples([
        ['sidecore validate fitted.yaml new.csv', 'errors and coverage'],
        ['sidecore validate fitted.yaml new.csv --median 5% --p90 12% --coverage 90%', 'with bounds to hold'],
        ['sidecore validate fitted.yaml new.csv --median 5% --by placement', 'under every placement'],
      ])}\n\nExit code ${exitCodes.failedCheck} when a stated bound is missed, or nothing can check it, or a row could not be taken.`,
    )
    .action(validateCommand);
}

interface ValidateCommandOptions extends ImportArguments {
  readonly median?: string;
  readonly p90?: string;
  readonly utilization?: string;
  readonly coverage?: string;
  readonly by?: ValidateBy;
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function validateCommand(
  file: string,
  data: readonly string[],
  options: ValidateCommandOptions,
): Promise<void> {
  const [report, { validate }, { readModelArgument }, { readObservationFiles }] = await Promise.all([
    import('../../report'),
    import('../../fit'),
    import('../read-model'),
    import('../read-observations'),
  ]);
  const format = formatOfChart(options.chart, report);
  const bounds = await boundsOf(options);
  const model = await readModelArgument(file, undefined);
  const { observations, problems } = await readObservationFiles(data, options);
  const { by } = options;
  const validation = validate(model, observations, { bounds, ...(by === undefined ? {} : { by }) });
  if (options.chart !== undefined && format !== undefined) {
    const chart = report.validationChart(validation, { theme: options.theme });
    writeFile(options.chart, await report.renderChart(chart, { format }), { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.json) printJson('validate', { validation, problems });
  else printText(report.validationTable(validation, tableLook()).trimEnd());
  if (!validation.passed) process.exitCode = exitCodes.failedCheck;
}

async function boundsOf({
  median,
  p90,
  utilization,
  coverage,
}: ValidateCommandOptions): Promise<ValidationBounds> {
  const { parseQuantity } = await import('../../formats/parse-quantity');
  const share = (name: string, text: string | undefined, unit = 1) =>
    text === undefined ? {} : { [name]: unit * parseQuantity(text, 'ratio', { path: `--${name}` }) };
  const points = utilization?.trim().endsWith('%') ? 1 : 0.01;
  return {
    ...share('median', median),
    ...share('p90', p90),
    ...share('utilization', utilization, points),
    ...share('coverage', coverage),
  };
}
