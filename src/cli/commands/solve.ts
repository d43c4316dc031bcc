import { type Command, Option } from 'commander';
import type { ClosedCurve, NetworkBounds, NetworkSolution, QueueingNetwork } from '../../queueing/networks';
import { formatOfChart } from '../chart-file';
import { exitCodes } from '../exit-codes';
import { writeFile } from '../files';
import { examples } from '../help';
import { countOf } from '../options';
import { printJson, printNote, printText } from '../output';
import type { NamedNetwork } from '../read-network';
import { tableLook } from '../terminal';

/** `sidecore solve`: any queueing network in a file. */
export function addSolve(root: Command): void {
  root
    .command('solve')
    .summary('solve a queueing network')
    .description(
      'Solves a queueing network of open and closed classes: throughput, times and queues by class and station, exactly where that is possible.',
    )
    .argument('<network>', 'network file: YAML, JSON, or the XML of JMT (.jmva); - for stdin')
    .option('--method <name>', 'auto, exact-mva, linearizer, seidmann, ...; without it the best that fits')
    .option('--limit <operations>', 'the most that an exact method may need, for example 1e12')
    .option('--curve [population]', 'throughput and response time for 1, 2, ... customers of the one class')
    .option('--out <file>', 'also write the network: .yaml, .json or .jmva; converts one into another')
    .option('--force', 'overwrite that file')
    .option('--json', 'print a JSON document instead: schemaVersion, command, solution; SI units')
    .option('--chart <file>', 'draw it: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .addHelpText(
      'after',
      examples([
        ['sidecore solve web.yaml', 'who waits where'],
        ['sidecore solve web.yaml --curve 100 --chart curve.svg', 'how throughput grows with customers'],
        ['sidecore solve model.jmva --method seidmann', 'the figures that JMT gives for several servers'],
        ['sidecore solve model.jmva --out model.yaml', 'the same network as YAML'],
      ]),
    )
    .action(solveCommand);
}

interface SolveCommandOptions {
  readonly method?: string;
  readonly limit?: string;
  readonly curve?: string | true;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function solveCommand(file: string, options: SolveCommandOptions): Promise<void> {
  const [report, { readNetworkArgument }] = await Promise.all([
    import('../../report'),
    import('../read-network'),
  ]);
  const format = formatOfChart(options.chart, report);
  const given = await readNetworkArgument(file);
  const answer = options.curve === undefined ? await solutions(given, options) : await curve(given, options);
  if (options.out !== undefined) await convert(given, options.out, options.force === true);
  if (options.chart !== undefined && format !== undefined) {
    const picture = await report.renderChart(answer.chart(report), { format, theme: options.theme });
    writeFile(options.chart, picture, { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.json) printJson('solve', answer.json);
  else printText(answer.text(report));
  if (!answer.converged) process.exitCode = exitCodes.noConvergence;
}

type Report = typeof import('../../report');

/** What was found, in every form that may be asked for. */
interface Answer {
  readonly json: object;
  readonly converged: boolean;
  text(report: Report): string;
  chart(report: Report): ReturnType<Report['networkChart']>;
}

/** The network as it stands, and with every value of a what-if in its file. */
async function solutions(given: NamedNetwork, options: SolveCommandOptions): Promise<Answer> {
  const [{ boundsOf, solverOf }, { whatIfNetworks }, { progressLine }] = await Promise.all([
    import('../solve-network'),
    import('../../formats'),
    import('../progress'),
  ]);
  const { network, whatIf } = given;
  const progress = progressLine();
  const limit =
    options.limit === undefined ? {} : { limit: { operations: countOf(options.limit, '--limit', 1) } };
  const solver = solverOf(given, options.method, {
    ...limit,
    ...(progress ? { onProgress: progress.onProgress } : {}),
  });
  let solution: NetworkSolution;
  let steps: NetworkSolution[];
  try {
    solution = solver(network);
    steps = whatIf ? whatIfNetworks({ network, whatIf }).map(solver) : [];
  } finally {
    progress?.clear();
  }
  const bounds: NetworkBounds | undefined = boundsOf(network);
  return {
    json: {
      solution,
      ...(bounds ? { bounds } : {}),
      ...(whatIf ? { whatIf: { ...whatIf, solutions: steps } } : {}),
    },
    converged: [solution, ...steps].every((one) => one.converged !== false),
    text: (report) => {
      const table = report.networkTable(solution, { ...(bounds ? { bounds } : {}), ...tableLook() });
      return whatIf ? `${table}\n\n${report.whatIfTable(whatIf, steps, tableLook())}` : table;
    },
    chart: (report) => report.networkChart(solution, { theme: options.theme }),
  };
}

async function curve({ network }: NamedNetwork, options: SolveCommandOptions): Promise<Answer> {
  const [{ boundsOf, withPopulation }, { closedCurve }] = await Promise.all([
    import('../solve-network'),
    import('../../queueing/networks'),
  ]);
  const asked: QueueingNetwork = withPopulation(
    network,
    typeof options.curve === 'string'
      ? countOf(options.curve, '--curve', 1)
      : (Object.values(network.classes)[0]?.population ?? 0),
  );
  const found: ClosedCurve = closedCurve(asked);
  const bounds = (population: number) => boundsOf(withPopulation(network, population))!;
  return {
    json: { curve: found },
    converged: true,
    text: (report) => report.curveTable(found, tableLook()),
    chart: (report) => report.curveChart(found, { theme: options.theme, bounds }),
  };
}

async function convert(
  { network, description = '' }: NamedNetwork,
  out: string,
  overwrite: boolean,
): Promise<void> {
  const { networkText } = await import('../network-text');
  writeFile(out, networkText(network, description, out), { overwrite });
  printNote(`wrote ${out}`);
}
