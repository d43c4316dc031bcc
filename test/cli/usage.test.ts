import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { useCli } from './run-cli';

const cli = useCli();
const esc = '\u001b';

describe('command lines that cannot be followed', () => {
  it.each<[name: string, args: string[], code: string, says: RegExp]>([
    ['an unknown command', ['predcit'], 'invalid-usage', /predcit.*\n.*Did you mean predict/],
    [
      'an unknown option',
      ['predict', '--mesage', '64B'],
      'invalid-usage',
      /--mesage.*\n.*Did you mean --message/,
    ],
    [
      'an option without its value',
      ['predict', '--message'],
      'invalid-usage',
      /--message.*\n.*predict --help/,
    ],
    ['one argument too many', ['predict', 'a.yaml', 'b.yaml'], 'invalid-usage', /too many arguments/],
    ['a choice that there is not', ['predict', '--theme', 'pink'], 'invalid-usage', /light, dark/],
    ['a file and a template', ['predict', 'a.yaml', '--template', 'xen-pv'], 'invalid-usage', /a\.yaml/],
    ['an unknown template', ['predict', '--template', 'xen-vp'], 'unknown-name', /xen-vp.*\n.*xen-pv/],
    ['an unknown template to start from', ['init', 'zen'], 'unknown-name', /zen.*\n.*xen-pv/],
    [
      'an unknown topology',
      ['predict', '--topology', 'intra-nod'],
      'unknown-name',
      /--topology.*\n.*intra-node/,
    ],
    ['an unknown placement', ['predict', '--placement', 'none,all'], 'unknown-name', /--placement.*"all"/],
    ['a message without a unit', ['predict', '--message', '64'], 'invalid-unit', /--message.*\n.*64 KiB/],
    ['a message that is a time', ['predict', '--message', '64 us'], 'invalid-unit', /--message/],
    ['a message of nothing', ['predict', '--message', '0B'], 'invalid-value', /--message.*above 0/],
    ['a negative message', ['predict', '--message=-64B'], 'invalid-value', /--message.*above 0/],
    ['a window of nothing', ['predict', '--window', '0'], 'invalid-value', /--window/],
    ['a window of half a packet', ['predict', '--window', '1.5'], 'invalid-value', /--window.*whole/],
    ['an endless window', ['predict', '--window', '1e999'], 'invalid-value', /--window/],
    ['a window that is a rate', ['predict', '--window', '10 Gbit/s'], 'invalid-unit', /--window/],
    ['a batch of nothing', ['predict', '--batch', '0'], 'invalid-value', /--batch.*solve/],
    ['a batch that is a word', ['predict', '--batch', 'slove'], 'invalid-value', /--batch.*solve/],
    ['names that are none', ['check', '--topology', ','], 'invalid-usage', /holds none/],
    [
      'a chart in place of the rows',
      ['sweep', '--vary', 'window=1,2', '--out', 'a.svg', '--chart', './a.svg'],
      'invalid-usage',
      /--chart.*--out/,
    ],
    ['a chart of unknown kind', ['predict', '--chart', 'chart.bmp'], 'invalid-', /bmp/],
  ])('%s: exit 2, an error with a code, nothing on stdout', async (_name, args, code, says) => {
    const { code: exit, stdout, stderr } = await cli.run(args);
    expect(stderr).toMatch(says);
    expect(stderr).toContain(`sidecore: error [${code}`);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stdout).toBe('');
    expect(exit).toBe(2);
  });

  it('without a command prints the help on stderr and exits 2', async () => {
    const { code, stdout, stderr } = await cli.run([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Usage: sidecore');
  });
});

describe('files that cannot be used', () => {
  it.each<[name: string, args: string[], says: RegExp]>([
    ['a missing file', ['predict', 'missing.yaml'], /\[file-access\] missing\.yaml: .*no such file/],
    ['a template given as a file', ['predict', 'xen-pv'], /--template xen-pv/],
    ['a directory', ['predict', 'folder'], /\[file-access\] folder: .*directory/],
    ['an empty file', ['predict', 'empty.yaml'], /\[invalid-syntax\] empty\.yaml:1:1: /],
    ['a binary file', ['predict', 'binary.yaml'], /\[invalid-syntax\] binary\.yaml:1: .*UTF-8/],
    ['a file with zero bytes in it', ['predict', 'zeros.yaml'], /\[invalid-.*\] zeros\.yaml:1:/],
    ['a path through a file', ['predict', 'empty.yaml/model.yaml'], /\[file-access\] .*not a directory/],
    ['an endless file', ['predict', '/dev/zero'], /\[too-large\] \/dev\/zero: /],
    ['an empty stdin', ['predict', '-'], /\[invalid-syntax\] stdin:1:1: /],
    [
      'a chart in a missing folder',
      ['predict', '--chart', 'no/such/chart.vl.json'],
      /make the folder no\/such/,
    ],
    ['a chart in place of a folder', ['predict', '--chart', 'folder.vl.json'], /\[file-access\].*directory/],
    ['a model in a missing folder', ['init', '--out', 'none/model.yaml'], /make the folder none/],
    [
      'a model over a file',
      ['init', '--out', 'empty.yaml'],
      /\[file-access\] empty\.yaml: .*exists.*\n.*--force/,
    ],
  ])('%s: exit 2 and the name of the file', async (_name, args, says) => {
    mkdirSync(join(cli.folder, 'folder'), { recursive: true });
    mkdirSync(join(cli.folder, 'folder.vl.json'), { recursive: true });
    writeFileSync(join(cli.folder, 'empty.yaml'), '');
    writeFileSync(join(cli.folder, 'binary.yaml'), Uint8Array.of(0x89, 0x50, 0xff, 0xfe, 0x00, 0x0a));
    writeFileSync(join(cli.folder, 'zeros.yaml'), 'sidecore: 1\0\n');
    const { code, stdout, stderr } = await cli.run(args);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('keeps control characters of a file out of the terminal', async () => {
    const { stderr, code } = await cli.run(['predict', '-'], { input: `sidecore: 1\n"${esc}[2Jx": 1\n` });
    expect(code).toBe(2);
    expect(stderr).not.toContain(esc);
  });
});

describe('help', () => {
  it.each([['predict'], ['templates'], ['init']])(
    '%s --help has examples and goes to stdout',
    async (command) => {
      const { code, stdout, stderr } = await cli.run([command, '--help']);
      expect(code).toBe(0);
      expect(stderr).toBe('');
      expect(stdout).toContain(`Usage: sidecore ${command}`);
      expect(stdout).toMatch(new RegExp(`Examples:\n.*\n {2}sidecore ${command}`));
      expect(stdout).toContain('--no-color');
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(90);
    },
  );

  it('lists every command and the exit codes', async () => {
    const { code, stdout } = await cli.run(['--help']);
    expect(code).toBe(0);
    for (const word of ['predict', 'templates', 'init', 'Exit codes: 0', '--version'])
      expect(stdout).toContain(word);
    expect((await cli.run(['help'])).stdout).toBe(stdout);
  });

  it('prints the version of the package', async () => {
    expect(await cli.run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('starting', () => {
  it.each([[['--version']], [['--help']], [['predict']], [['templates']], [['station']]])(
    'sidecore %s loads no package but the parser of command lines',
    async (args) => {
      const { code, packages } = await cli.run(args);
      expect(code).toBe(0);
      expect(packages).toEqual(['commander']);
    },
  );
});

describe('colour', () => {
  it.each<[name: string, env: Record<string, string>, args: string[], colored: boolean]>([
    ['a pipe', {}, [], false],
    ['a pipe with FORCE_COLOR=1', { FORCE_COLOR: '1' }, [], true],
    ['a pipe with FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['NO_COLOR beside FORCE_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], false],
    ['--no-color beside FORCE_COLOR', { FORCE_COLOR: '1' }, ['--no-color'], false],
  ])('%s', async (_name, env, args, colored) => {
    const answer = await cli.run(['predict', ...args], { env });
    expect(answer.stderr).toBe('');
    expect(answer.code).toBe(0);
    expect(answer.stdout.includes(esc)).toBe(colored);
    const error = await cli.run(['predict', 'missing.yaml', ...args], { env });
    expect(error.code).toBe(2);
    expect(error.stderr.includes(esc)).toBe(colored);
  });
});
