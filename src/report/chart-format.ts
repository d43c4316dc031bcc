import { SidecoreError, shown } from '../common';

/** What `renderChart` can make of a chart. */
export const chartFormats = ['svg', 'png', 'html', 'vl.json'] as const;
/** A format that `renderChart` can make. */
export type ChartFormat = (typeof chartFormats)[number];

/**
 * The format of a chart's file, by the end of its name.
 *
 * @throws SidecoreError `invalid-value` for any other ending
 * @example
 * chartFormat('out/receive.svg'); // 'svg'
 * @see renderChart
 */
export function chartFormat(filename: string): ChartFormat {
  const name = String(filename).toLowerCase();
  const format = chartFormats.find((one) => name.endsWith(`.${one}`));
  if (format === undefined)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'filename',
      message: `${shown(filename)} does not say what kind of chart it is to be`,
      hint: `end it in ${chartFormats.map((one) => `.${one}`).join(', ')}`,
    });
  return format;
}
