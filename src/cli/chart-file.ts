import { resolve } from 'node:path';
import { SidecoreError } from '../common/error';
import type { ChartFormat } from '../report';
import { checkTarget } from './files';

/**
 * The format of a chart's file, which is known to be writable before anything is computed for it.
 *
 * @param out the other file that the command writes
 */
export function formatOfChart(
  path: string | undefined,
  { chartFormat }: { chartFormat(name: string): ChartFormat },
  out?: string,
): ChartFormat | undefined {
  if (path === undefined) return undefined;
  if (out !== undefined && resolve(out) === resolve(path))
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--chart',
      message: `${path} is the file of --out as well`,
      hint: 'give each its own file',
    });
  const format = chartFormat(path);
  checkTarget(path, { overwrite: true });
  return format;
}
