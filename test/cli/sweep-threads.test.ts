import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { useCli } from './run-cli';

const cli = useCli();
const grid = ['sweep', '--vary', 'message=16B:64KiB:+16B', '--vary', 'placement=none,driver-domain'];
const rowCount = 4096 * 2;

it('writes the same rows whatever the number of threads, and after Ctrl-C', async () => {
  const alone = await cli.run([...grid, '--workers', '1']);
  expect(alone.code).toBe(0);
  expect(alone.stdout.split('\n')).toHaveLength(rowCount + 2);
  const three = await cli.run([...grid, '--workers', '3']);
  expect(three.stdout === alone.stdout).toBe(true);

  const file = join(cli.folder, 'rows.csv');
  const stopped = await cli.run([...grid, '--workers', '2', '--out', file], {
    started: (child) => {
      // As soon as there are some rows.
      const watch = setInterval(() => {
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < 1000) return;
        clearInterval(watch);
        child.kill('SIGINT');
      }, 5);
      child.on('close', () => clearInterval(watch));
    },
  });
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toMatch(/stopped after \d+ of 8192 rows; .*--resume/);
  const part = readFileSync(file, 'utf8');
  expect(part.endsWith('\n')).toBe(true);
  expect(part.length).toBeLessThan(alone.stdout.length);
  expect((await cli.run([...grid, '--workers', '2', '--out', file, '--resume'])).code).toBe(0);
  expect(readFileSync(file, 'utf8') === alone.stdout).toBe(true);
}, 30_000);

it('ends quietly when its reader has seen enough', async () => {
  const { stderr } = await cli.run([...grid, '--workers', '2'], {
    started: (child) => {
      child.stdout!.once('data', () => child.stdout!.destroy());
    },
  });
  expect(stderr).toBe('');
}, 30_000);
