import { type Command, Option } from 'commander';
import { SidecoreError } from '../../common';
import { didYouMean } from '../../formats/suggest';
import { examples } from '../help';
import { collectTexts } from '../options';
import { printJson, printText } from '../output';
import { fields, optionName } from '../station/fields';
import { type Kind, kinds } from '../station/kinds';

/** `sidecore station`: one closed form, a subcommand for each kind. */
export function addStation(root: Command): void {
  const station = root
    .command('station')
    .summary('one queue: M/M/c, M/G/1, polling, ...')
    .description('Answers one station in closed form; without a kind, lists the kinds.')
    .usage('<kind> [options]')
    .argument('[kind]', 'one of the kinds')
    .option(
      '--json',
      'print a JSON document instead: schemaVersion, command, and the kinds, or kind, options and answer; SI units',
    )
    .addHelpText(
      'after',
      examples([
        ['sidecore station', 'the kinds'],
        [
          'sidecore station mmc --arrival-rate 90/s --service-time 10ms --servers 2 --percentile 95',
          'a queue with two servers',
        ],
        [
          'sidecore station fewest-servers --arrival-rate 90/s --service-time 10ms --target-waiting-time 5ms',
          'how many servers it takes',
        ],
      ]),
    )
    .configureHelp({ visibleCommands: () => [], showGlobalOptions: true, sortOptions: false })
    .action(listKinds);
  for (const [name, kind] of Object.entries(kinds)) addKind(station, name, kind);
}

function addKind(station: Command, name: string, kind: Kind): void {
  const command = station.command(name).summary(kind.summary).description(`${kind.summary}.`);
  for (const field of [...kind.needs, ...(kind.may ?? [])])
    command.option(`${optionName(field)} <value>`, fields[field].help);
  command
    .option(
      '--percentile <percent>',
      'time that so many per cent do not exceed; may be repeated',
      collectTexts,
    )
    .option('--within <time>', 'share of customers whose time is no longer; may be repeated', collectTexts)
    .option('--state-probability <n>', 'probability of n customers; may be repeated', collectTexts)
    .option('--chart <file>', 'draw the distribution of its times: .svg, .png, .html or .vl.json')
    .addOption(
      new Option('--theme <name>', 'background of the chart').choices(['light', 'dark']).default('light'),
    )
    .action(async (_: unknown, self: Command) => {
      const { runStation } = await import('../station/run');
      await runStation(name, kind, self.optsWithGlobals());
    });
}

/** Runs when no kind is named, or none that there is. */
function listKinds(unknown: string | undefined, { json }: { readonly json?: boolean }): void {
  if (unknown !== undefined)
    throw new SidecoreError({
      code: 'unknown-name',
      path: unknown,
      message: 'there is no such kind of station',
      hint: didYouMean(unknown, Object.keys(kinds), '`sidecore station` lists the kinds'),
    });

  const list = Object.entries(kinds).map(([name, { summary, needs, may = [] }]) => ({
    name,
    summary,
    needs: needs.map(optionName),
    may: may.map(optionName),
  }));
  if (json) {
    printJson('station', { kinds: list });
    return;
  }
  const width = Math.max(...list.map(({ name }) => name.length));
  printText(list.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`).join('\n'));
}
