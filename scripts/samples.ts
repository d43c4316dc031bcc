import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Every page that a reader may come to, as paths from the root of the project. */
export const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `${folder}/${name}`),
  ),
].sort();

export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): Block[] {
  const text = readFileSync(join(root, page), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language, inside]) => ({
    language,
    text: inside,
  }));
}

/** The commands of a console block: lines after `$ `, with lines that a backslash continues. */
function commandsOf(block: string): string[] {
  return [...block.matchAll(/^\$ ((?:.*\\\n)*.*)$/gm)].map(([, command]) => command);
}

/** True where the commands of pages can be run: they need a shell and the built package. */
export const canRun = spawnSync('bash', ['-c', 'true']).status === 0;

/**
 * Runs the console blocks of a page one after the other, in a folder with a link to examples/ and the blocks of
 * YAML and CSV that begin with the name of a file, and returns the blocks as they must be: every command followed by what it printed.
 */
export function played(page: string): { readonly shown: string; readonly printed: string }[] {
  const folder = mkdtempSync(join(tmpdir(), 'sidecore-page-'));
  try {
    symlinkSync(join(root, 'examples'), join(folder, 'examples'));
    writeFileSync(
      join(folder, 'sidecore'),
      `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli.cjs')}" "$@"\n`,
    );
    chmodSync(join(folder, 'sidecore'), 0o755);
    for (const { language, text } of blocksOf(page)) {
      const name = /^# ([\w-]+\.(?:yaml|csv))\n/.exec(text)?.[1];
      if (['yaml', 'csv'].includes(language) && name) writeFileSync(join(folder, name), text);
    }
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}`, NO_COLOR: '1' };
    return blocksOf(page)
      .filter(({ language }) => language === 'console')
      .map(({ text }) => {
        const printed = commandsOf(text).map((command) => {
          const { stdout, stderr } = spawnSync('bash', ['-c', command], {
            cwd: folder,
            env,
            encoding: 'utf8',
          });
          return `$ ${command}\n${stdout}${stderr}`;
        });
        return {
          shown: text,
          printed: printed.map((one) => (one.endsWith('\n') ? one : `${one}\n`)).join(''),
        };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
