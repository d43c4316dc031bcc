import type { Command } from 'commander';
import { writeFile } from '../files';
import { examples } from '../help';
import { defaultTemplate } from '../options';
import { printNote, printText } from '../output';

/** `sidecore init`: a built-in model as a file to edit. */
export function addInit(root: Command): void {
  root
    .command('init')
    .summary('write a model file to start from')
    .description(
      'Writes a built-in model as a model file, with the range and the source of its numbers, to be edited.',
    )
    .argument('[template]', 'name of a built-in model; `sidecore templates` lists them', defaultTemplate)
    .option('-o, --out <file>', 'write to this file; without it, or for -, the model goes to stdout')
    .option('--force', 'overwrite the file')
    .addHelpText(
      'after',
      examples([
        ['sidecore init --out my-host.yaml', 'the Xen template'],
        ['sidecore init | sidecore predict -', 'the same through a pipe'],
      ]),
    )
    .action(initCommand);
}

interface InitOptions {
  readonly out?: string;
  readonly force?: boolean;
}

async function initCommand(template: string, { out = '-', force = false }: InitOptions): Promise<void> {
  const [{ findTemplate }, { writeModel }] = await Promise.all([
    import('../read-model'),
    import('../../formats'),
  ]);
  const text = writeModel(findTemplate(template), { comments: true });
  if (out === '-') {
    printText(text.trimEnd());
    return;
  }
  writeFile(out, text, { overwrite: force });
  printNote(`wrote ${out}; next: edit it, then sidecore predict ${out}`);
}
