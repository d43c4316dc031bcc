import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, vi } from 'vitest';
import { program } from '../../src/cli/program';
import { reportError } from '../../src/cli/report-error';

export interface HereResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs command lines in this process: many of them in the time that one of `useCli` takes, for tests that are not
 * about the process. `-` stands for a file with the given input.
 */
export function useHere() {
  const here = { folder: '', run };
  beforeAll(() => {
    here.folder = mkdtempSync(join(tmpdir(), 'sidecore-'));
  });
  afterAll(() => {
    rmSync(here.folder, { recursive: true, force: true });
  });

  async function run(args: readonly string[], input?: string): Promise<HereResult> {
    const file = join(here.folder, 'input');
    if (input !== undefined) writeFileSync(file, input);
    const given = args.map((arg) => (arg === '-' && input !== undefined ? file : arg));
    const before = process.exitCode;
    const texts = { stdout: '', stderr: '' };
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      vi.spyOn(process[name], 'write').mockImplementation((text) => {
        texts[name] += text;
        return true;
      }),
    );
    vi.stubEnv('NO_COLOR', '1');
    try {
      process.exitCode = 0;
      await program().parseAsync(given, { from: 'user' });
    } catch (error) {
      process.exitCode = reportError(error, given);
    } finally {
      for (const spy of spies) spy.mockRestore();
      vi.unstubAllEnvs();
    }
    const code = Number(process.exitCode);
    process.exitCode = before;
    return { code, ...texts };
  }
  return here;
}
