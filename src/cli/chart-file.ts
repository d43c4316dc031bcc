import type { ChartFormat } from '../report';
import { checkTarget } from './files';

/** The format of a chart's file, which is known to be writable before anything is computed for it. */
export function formatOfChart(
  path: string | undefined,
  { chartFormat }: { chartFormat(name: string): ChartFormat },
): ChartFormat | undefined {
  if (path === undefined) return undefined;
  const format = chartFormat(path);
  checkTarget(path, { overwrite: true });
  return format;
}
