import type { Command } from 'commander';
import { examples } from '../help';
import { printJson, printText } from '../output';

/** `sidecore templates`: the built-in models. */
export function addTemplates(root: Command): void {
  root
    .command('templates')
    .summary('list the built-in models')
    .description(
      'Lists the built-in models: use one with `predict --template NAME`, or edit it after `init NAME`.',
    )
    .option('--json', 'print a JSON document: schemaVersion, command, templates')
    .addHelpText(
      'after',
      examples([
        ['sidecore templates', 'what there is'],
        ['sidecore init xen-pv --out my-host.yaml', 'one of them as a file to edit'],
      ]),
    )
    .action(templatesCommand);
}

async function templatesCommand(options: { readonly json?: boolean }): Promise<void> {
  const { templates } = await import('../../iopath');
  const list = Object.entries(templates).map(([name, { description = '' }]) => ({ name, description }));
  if (options.json) {
    printJson('templates', { templates: list });
    return;
  }
  const width = Math.max(...list.map(({ name }) => name.length));
  printText(list.map(({ name, description }) => `${name.padEnd(width)}  ${description}`).join('\n'));
}
