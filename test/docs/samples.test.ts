import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { blocksOf, canRun, pages, played, root } from '../../scripts/samples';
import { program } from '../../src/cli/program';
import { compare, runExample } from './run-example';

const built = existsSync(`${root}dist/cli.cjs`);
const note = canRun && built ? '' : ` (skipped: ${canRun ? 'the package is not built' : 'no bash'})`;
const blocks = pages.flatMap((page) =>
  blocksOf(page).map((block, i) => ({ ...block, page, place: `${page}, block ${i + 1}` })),
);
const consoles = pages.filter((page) => blocksOf(page).some(({ language }) => language === 'console'));

describe.skipIf(note)(`what commands print in the pages${note}`, () => {
  it.each(consoles)('%s is what they print today (npm run docs:samples)', (page) => {
    for (const { shown, printed } of played(page)) expect(shown).toBe(printed);
  });
});

describe('programs in the pages', () => {
  const programs = blocks.filter(({ language }) => ['ts', 'js'].includes(language));

  it.each(programs)('$place runs and gives what it says', async ({ text }) => {
    await runExample(text, compare, {});
  });
});

describe('command lines in the pages', () => {
  const shells = blocks.filter(({ language }) => ['', 'sh', 'bash'].includes(language));
  const commands = shells.flatMap(({ text, place }) =>
    [...text.replaceAll('\\\n', ' ').matchAll(/^(?:npx )?sidecore (.*?)(?: +#.*| *[>|].*)?$/gm)].map(
      ([, command]) => ({ command, place }),
    ),
  );

  it.each(commands)('sidecore $command is one, in $place', async ({ command }) => {
    const args = [...command.matchAll(/(?:"[^"]*"|'[^']*'|\S)+/g)].map(([word]) => word.replace(/["']/g, ''));
    await expect(parsed(args)).resolves.toBe(true);
  });

  it('are refused with an option that there is not', async () => {
    await expect(parsed(['predict', '--mesage', '64B'])).rejects.toThrow(/--mesage/);
    expect(commands.length).toBeGreaterThan(15);
  });

  it.each(shells.filter(({ language }) => language === 'bash' || language === 'sh'))(
    '$place is a script that a shell can read',
    ({ text }) => {
      if (!canRun) return;
      const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    },
  );
});

/** Reads a command line without doing what it says; throws where no command, argument or option fits. */
async function parsed(args: readonly string[]): Promise<boolean> {
  let reached = false;
  const still = (command: Command): void => {
    if (command.commands.length === 0)
      command.action(() => {
        reached = true;
      });
    for (const one of command.commands) still(one);
  };
  const all = program();
  still(all);
  await all.parseAsync([...args], { from: 'user' });
  return reached;
}

describe('docs/decisions.md', () => {
  const decisions = readFileSync(`${root}docs/decisions.md`, 'utf8').split('\n## ').slice(1);

  it('has at least ten, each with a command', () => {
    expect(decisions.length).toBeGreaterThanOrEqual(10);
    for (const decision of decisions) expect(decision).toMatch(/```console\n\$ sidecore /);
  });

  it.each(decisions.map((text) => [text.split('\n')[0], text]))(
    '%s answers in figures of its output',
    (_, text) => {
      const printed = [...text.matchAll(/```console\n([\s\S]*?)```/g)].map(([, output]) => output).join('');
      const told = text.replace(/```[\s\S]*?```/g, '').matchAll(/\*\*([^*]+)\*\*/g);
      for (const [, figure] of told) expect(printed).toContain(figure);
    },
  );
});
