import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { SidecoreError } from '../../common';
import type { Sweep } from '../../predict';
import { fileError } from '../files';
import { resumeAt } from './resume';
import { headerText, type SweepFormat } from './row-text';

/** Where rows go, and the first row that is not there yet. */
export interface RowSink {
  readonly first: number;
  /** Done when there is room for more. */
  write(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Rows to stdout. */
export async function standardOutput(sweep: Sweep, format: SweepFormat): Promise<RowSink> {
  const { stdout } = process;
  const write = async (text: string) => {
    if (!stdout.write(text)) await once(stdout, 'drain');
  };
  await write(headerText(sweep, format));
  return { first: 0, write, close: async () => {} };
}

export interface FileSinkOptions {
  readonly resume: boolean;
  readonly force: boolean;
}

/** Rows to a file, as they come: a new one, or one that goes on where an earlier run stopped. */
export async function fileSink(
  path: string,
  sweep: Sweep,
  format: SweepFormat,
  { resume, force }: FileSinkOptions,
): Promise<RowSink> {
  try {
    const exists = existsSync(path);
    const isFile = exists && statSync(path).isFile();
    if (isFile && !resume && !force && statSync(path).size > 0)
      throw new SidecoreError({
        code: 'file-access',
        location: path,
        message: 'this file exists already',
        hint: 'go on where it ends with --resume, overwrite it with --force, or choose another name',
      });
    const done = isFile && resume ? await resumeAt(path, sweep, format) : undefined;
    const handle = await open(path, done === undefined ? 'w' : 'a');
    const write = async (text: string) => {
      try {
        await handle.writeFile(text);
      } catch (error) {
        throw fileError(error, path, 'cannot be written');
      }
    };
    if (done === undefined) await write(headerText(sweep, format));
    return { first: done ?? 0, write, close: () => handle.close() };
  } catch (error) {
    throw fileError(error, path, 'cannot be written');
  }
}
