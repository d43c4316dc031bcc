import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of reference data beside a development checkout; a user's clone has none. */
const folder = fileURLToPath(new URL('../../shared/', import.meta.url));

/** True when the reference data is there. */
export const haveShared = existsSync(folder);

/** For the title of a suite: says clearly why it is skipped. */
export const sharedNote = haveShared ? '' : ' (skipped: no reference data beside this checkout)';

/** Path of a file of reference data, relative to its folder. */
export function sharedPath(path: string): string {
  return `${folder}${path}`;
}

export function readShared(path: string): string {
  return readFileSync(sharedPath(path), 'utf8');
}
