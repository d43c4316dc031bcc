import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import { afterAll, beforeAll } from 'vitest';
import configurations from '../../tsup.config';

const root = fileURLToPath(new URL('../../', import.meta.url));
const reportCost = fileURLToPath(new URL('report-cost.cjs', import.meta.url));

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Processor time, which a busy machine stretches much less than the time on the clock. */
  readonly cpuMilliseconds: number;
  /** Packages that were loaded. */
  readonly packages: readonly string[];
}

export interface CliRun {
  /** What stdin holds; without it stdin is empty. */
  readonly input?: string | Uint8Array;
  /** Working folder. Default: the folder of this test file's run. */
  readonly cwd?: string;
  /** Added to an environment without colour variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Calls with the running process, for example to send it a signal. */
  readonly started?: (child: ReturnType<typeof spawn>) => void;
}

export interface Cli {
  /** The built command, as a file for `node`. */
  readonly file: string;
  /** An empty folder for a test file's own files. */
  readonly folder: string;
  run(args: readonly string[], options?: CliRun): Promise<CliResult>;
}

function readCost(text: string): Pick<CliResult, 'cpuMilliseconds' | 'packages'> {
  const { cpuMilliseconds, packages } = JSON.parse(text);
  // The build stands in `node_modules/.cache`.
  return { cpuMilliseconds, packages: packages.filter((name: string | null) => name && name !== '.cache') };
}

/**
 * Builds the command from its source, once for a test file, beside the installed packages that it needs, and gives a
 * function that runs it. The build is the published one, so tests run what users run, built or not.
 */
export function useCli(): Cli {
  const cli = { file: '', folder: '', run };
  beforeAll(async () => {
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const made = mkdtempSync(join(cache, 'sidecore-cli-'));
    const outDir = join(made, 'dist');
    cli.folder = join(made, 'work');
    cli.file = join(outDir, 'cli.cjs');
    mkdirSync(cli.folder);
    const own = [configurations].flat().find((one) => typeof one === 'object' && 'cli' in (one.entry ?? {}));
    await build({ ...own, config: false, outDir, silent: true, sourcemap: false });
  });
  afterAll(() => {
    rmSync(join(cli.file, '../..'), { recursive: true, force: true });
  });

  function run(args: readonly string[], { input, cwd, env, started }: CliRun = {}): Promise<CliResult> {
    const { NO_COLOR, FORCE_COLOR, ...inherited } = process.env;
    const child = spawn(process.execPath, ['--require', reportCost, cli.file, ...args], {
      cwd: cwd ?? cli.folder,
      env: { ...inherited, ...env },
      stdio: [input === undefined && !started ? 'ignore' : 'pipe', 'pipe', 'pipe', 'pipe'],
      timeout: 20_000,
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout!.on('data', (chunk) => out.push(chunk));
    child.stderr!.on('data', (chunk) => err.push(chunk));
    let cost = '';
    child.stdio[3]!.on('data', (chunk) => {
      cost += chunk;
    });
    child.stdin?.on('error', () => {});
    if (input !== undefined) child.stdin?.end(input);
    started?.(child);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code) => {
        resolve({
          code,
          stdout: Buffer.concat(out).toString(),
          stderr: Buffer.concat(err).toString(),
          ...(cost === '' ? { cpuMilliseconds: Number.NaN, packages: [] } : readCost(cost)),
        });
      });
    });
  }
  return cli;
}
