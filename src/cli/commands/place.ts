import { type Command, Option } from 'commander';
import type { PlacementAnswer } from '../../predict';
import { formatOfChart } from '../chart-file';
import { checkTarget, writeFile } from '../files';
import { examples } from '../help';
import { collectNames, countOf, defaultTemplate } from '../options';
import { printJson, printNote, printText } from '../output';
import { addScenarioOptions } from '../scenario-options';
import type { ScenarioOptions } from '../scenarios';
import { tableLook } from '../terminal';

/** `sidecore place`: which stages to put on which side-cores. */
export function addPlace(root: Command): void {
  const command = root
    .command('place')
    .summary('which stages to move to side-cores')
    .description(
      'Searches the assignments of stages to cores for those that carry most, from one placement of the model. What no system can move today is marked.',
    );
  addScenarioOptions(command)
    .option('--batch <size>', 'units per notification where a link does not say, or solve')
    .option('--side-cores <count>', 'side-cores on offer (default: 1)')
    .option('--cores <names>', 'their names, separated by commas', collectNames)
    .addOption(
      new Option('--allow <what>', 'what may move').choices(['today', 'code-change']).default('code-change'),
    )
    .option('--changes <count>', 'most code changes; default: any number')
    .option('--draws <count>', 'models drawn for the probability of being best; 0 for none', '100')
    .option('--seed <number>', 'draw others', '1')
    .option('-o, --out <file>', 'write the best placement, as a model file or as lines for it')
    .option('--force', 'overwrite that file')
    .option('--json', 'print a JSON document instead: schemaVersion, command, answer; SI units')
    .option('--chart <file>', 'draw it: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .addHelpText(
      'after',
      examples([
        ['sidecore place --topology inter-node-receive', 'one side-core'],
        ['sidecore place --topology intra-node --side-cores 2 --allow today', 'only what can be done today'],
        ['sidecore place path.yaml --changes 1 --out best.yaml', 'at most one code change; keep the answer'],
      ]),
    )
    .action(placeCommand);
}

interface PlaceCommandOptions extends ScenarioOptions {
  readonly template?: string;
  readonly sideCores?: string;
  readonly cores?: readonly string[];
  readonly allow: 'today' | 'code-change';
  readonly changes?: string;
  readonly draws: string;
  readonly seed: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly chart?: string;
  readonly theme: 'light' | 'dark';
}

async function placeCommand(file: string | undefined, options: PlaceCommandOptions): Promise<void> {
  const [report, { place }, { readModelArgument }, { oneScenario }] = await Promise.all([
    import('../../report'),
    import('../../predict'),
    import('../read-model'),
    import('../placement-pairs'),
  ]);
  const format = formatOfChart(options.chart, report, options.out);
  if (options.out !== undefined) checkTarget(options.out, { overwrite: options.force ?? false });
  const model = await readModelArgument(file, options.template);
  const { placement, ...load } = oneScenario(model, options);
  const count = (text: string | undefined, option: string) =>
    text === undefined ? undefined : countOf(text, option, 0);
  const answer = place(model, {
    ...load,
    from: placement,
    sideCores: count(options.sideCores, '--side-cores'),
    cores: options.cores,
    allow: options.allow,
    changes: count(options.changes, '--changes'),
    draws: countOf(options.draws, '--draws', 0),
    seed: countOf(options.seed, '--seed', 0),
  });
  if (options.chart !== undefined && format !== undefined) {
    const chart = report.placementChart(answer, { theme: options.theme });
    writeFile(options.chart, await report.renderChart(chart, { format }), { overwrite: true });
    printNote(`wrote ${options.chart}`);
  }
  if (options.out !== undefined) {
    const { stringify } = await import('yaml');
    // Of a template it is a whole model file; of a file, lines to put into it.
    const start = file === undefined ? { sidecore: 1, template: options.template ?? defaultTemplate } : {};
    writeFile(options.out, `${snippetHead(answer)}${stringify({ ...start, ...snippetOf(answer) })}`, {
      overwrite: options.force ?? false,
    });
    printNote(
      `wrote ${options.out}; next: ${file === undefined ? `sidecore predict ${options.out}` : 'put its lines into your model file'}`,
    );
  }
  if (options.json) printJson('place', { answer });
  else printText(report.placementTable(answer, tableLook()).trimEnd());
}

function snippetHead({ model, topology, from }: PlacementAnswer): string {
  return `# Found by sidecore place for ${model}, ${topology}, from placement ${from}.\n`;
}

/** The best placement, and the cores that the model lacks, as a model file has them. */
function snippetOf({ candidates: [best], addedCores }: PlacementAnswer): object {
  const { description, assign, topologies } = best.placement;
  const differing = Object.fromEntries(
    Object.entries(topologies).filter(([, one]) => Object.keys(one).length > 0),
  );
  return {
    ...(Object.keys(addedCores).length === 0 ? {} : { machine: { cores: addedCores } }),
    placements: {
      found: {
        description,
        assign,
        ...(Object.keys(differing).length === 0 ? {} : { topologies: differing }),
      },
    },
  };
}
