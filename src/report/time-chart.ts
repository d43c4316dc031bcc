import { SidecoreError } from '../common';
import type { TimeDistribution } from '../queueing/stations';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
} from './chart-theme';
import { durationUnit } from './durations';

/** Points of a line. */
const points = 120;

/**
 * Distributions of times as lines: the share of customers whose time is no longer.
 *
 * @param times by the name that a reader sees
 * @throws SidecoreError `invalid-shape` when there is nothing to draw, `invalid-value` for an option
 * @example
 * const { waitingTime, responseTime } = mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 });
 * await renderChart(timeChart({ waiting: waitingTime, response: responseTime }), { format: 'svg' });
 */
export function timeChart(
  times: Readonly<Record<string, TimeDistribution>>,
  options: ChartOptions = {},
): ChartSpec {
  const theme = chartTheme(options);
  const finite = Object.entries(times).filter(([, { mean }]) => Number.isFinite(mean));
  const end = Math.max(0, ...finite.map(([, time]) => time.percentile(0.995)));
  if (finite.length === 0 || !(end > 0))
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'times',
      message: finite.length === 0 ? 'no time has a finite mean' : 'every time is 0',
      hint: 'there is nothing to draw',
    });
  const names = finite.map(([name]) => name);
  const unit = durationUnit(end);
  const values = finite.flatMap(([name, time]) =>
    Array.from({ length: points + 1 }, (_, i) => {
      const seconds = (end * i) / points;
      return { time: name, [unit.name]: seconds / unit.size, share: time.cumulative(seconds) };
    }),
  );
  return chartSpec(
    {
      title: { text: 'How long customers take' },
      description: `Distribution of ${names.join(' and ')}`,
      data: { name: 'times', values },
      width: chartWidth,
      height: 260,
      mark: { type: 'line', strokeWidth: 2 },
      encoding: {
        x: {
          field: unit.name,
          type: 'quantitative',
          axis: { title: `time, ${unit.name}`, tickCount: 8 },
          scale: { nice: false },
        },
        y: {
          field: 'share',
          type: 'quantitative',
          axis: { title: 'share that takes no longer', grid: true, format: '%' },
          scale: { domain: [0, 1] },
        },
        color: {
          field: 'time',
          type: 'nominal',
          scale: { domain: names, range: categoryColors.slice(1) },
          legend:
            names.length > 1
              ? { title: null, orient: 'top', direction: 'horizontal', symbolType: 'stroke' }
              : null,
        },
      },
    },
    theme,
  );
}
