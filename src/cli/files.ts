import {
  accessSync,
  constants,
  createReadStream,
  existsSync,
  lstatSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SidecoreError } from '../common/error';
import { exitCodes } from './exit-codes';

/** More than any model or table of observations; keeps an endless pipe or a disk image out of memory. */
const mostBytes = 64 * 2 ** 20;

/** A text, and the name to give it in messages. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Reads a text file, or stdin for `-`. */
export async function readText(path: string): Promise<NamedText> {
  const name = path === '-' ? 'stdin' : path;
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > mostBytes)
        throw new SidecoreError({
          code: 'too-large',
          location: name,
          message: `more than ${mostBytes / 2 ** 20} MiB`,
          hint: 'is this the right file?',
        });
    }
  } catch (error) {
    throw fileError(error, name, 'cannot be read');
  }
  return { name, text: decode(Buffer.concat(chunks), name) };
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const upToError = new TextDecoder('utf-8').decode(bytes).split('\ufffd', 1)[0];
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: `${name}:${upToError.split('\n').length}`,
      message: 'this is not text in UTF-8',
      hint: 'give a text file, saved as UTF-8',
    });
  }
}

/** Throws what `writeFile` would for a name that no file can have, before anything is computed in vain. */
export function checkTarget(path: string, { overwrite }: { overwrite: boolean }): void {
  const parent = dirname(path);
  try {
    const existing = statSync(path, { throwIfNoEntry: false });
    if (existing?.isFile() && !overwrite) throw existsAlready(path);
    if (existing?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (existing && !existing.isFile()) return;
    if (!statSync(parent).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    accessSync(parent, constants.W_OK);
  } catch (error) {
    throw notWritten(error, path);
  }
}

function existsAlready(path: string): SidecoreError {
  return new SidecoreError({
    code: 'file-access',
    location: path,
    message: 'this file exists already',
    hint: 'choose another name, or overwrite it with --force',
  });
}

function notWritten(error: unknown, path: string): unknown {
  const parent = dirname(path);
  return fileError(
    error,
    path,
    'cannot be written',
    existsSync(parent) ? '' : `make the folder ${parent} first`,
  );
}

/**
 * Writes a file whole or not at all: into a temporary file beside it, which then takes its name. Blocks until it is
 * done, so Ctrl-C waits that long.
 */
export function writeFile(
  path: string,
  data: string | Uint8Array,
  { overwrite }: { overwrite: boolean },
): void {
  let temporary: string | undefined;
  const interrupted = () => process.exit(exitCodes.interrupted);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted);
  try {
    const existing = lstatSync(path, { throwIfNoEntry: false }) && statSync(path, { throwIfNoEntry: false });
    if (existing && !overwrite && existing.isFile()) throw existsAlready(path);
    // A device or a pipe must not be replaced by a file.
    if (existing && !existing.isFile()) {
      writeFileSync(path, data);
      return;
    }
    const target = existing ? realpathSync(path) : path;
    const beside = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    temporary = beside;
    writeFileSync(beside, data, { flag: 'wx', mode: existing ? existing.mode & 0o777 : 0o666 });
    renameSync(beside, target);
    temporary = undefined;
  } catch (error) {
    throw notWritten(error, path);
  } finally {
    if (temporary !== undefined) rmSync(temporary, { force: true });
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'it exists already',
  EFBIG: 'it grows beyond what the system allows',
  EISDIR: 'it is a directory',
  ELOOP: 'its links lead round in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'there is no such file or directory',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is not a directory',
  EPERM: 'the system forbids it',
  EROFS: 'the disk is read-only',
};

/** A failure of the file system as an error that says what to do; any other error as it is. */
export function fileError(error: unknown, path: string, failed: string, hint = ''): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (error instanceof SidecoreError || code === undefined || !/^E[A-Z0-9]+$/.test(code)) return error;
  return new SidecoreError({
    code: 'file-access',
    location: path,
    message: `${failed}: ${reasons[code] ?? code}`,
    hint,
  });
}
