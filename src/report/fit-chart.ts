import type { FitResult } from '../fit/fit-result';
import type { ProfileInterval } from '../fit/profile-interval';
import {
  type ChartOptions,
  type ChartSpec,
  categoryColors,
  chartSpec,
  chartTheme,
  chartWidth,
} from './chart-theme';
import { measuredView, residualView } from './measured-view';
import { grouped } from './numbers';
import { parameterUnit } from './parameter-label';

/**
 * A fit as a picture: predicted over measured with 95 % intervals, a panel for each metric; residuals by placement; and
 * where they were asked for, profiles of parameters: where such a curve is no straight line, trust its interval and not
 * the linear one.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * await renderChart(fitChart(fit(xenPv, observations)), { format: 'svg' });
 * @see fitTable
 */
export function fitChart(result: FitResult, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  const { residuals, model, statistics } = result;
  const profiles = Object.values(result.profiles).filter(({ points }) => points.length > 1);
  return chartSpec(
    {
      description: `Predicted over measured values of the fit of ${model.name}, and residuals by placement`,
      vconcat: [
        measuredView(
          residuals,
          `${model.name}: predicted over measured`,
          `${grouped(statistics.measurements)} measurements that the model was fitted to; bars are 95 % intervals`,
        ),
        residualView(residuals),
        ...(profiles.length > 0 ? [profileView(profiles)] : []),
      ],
      spacing: 36,
      resolve: { scale: { color: 'independent' } },
    },
    theme,
  );
}

function profileView(profiles: readonly ProfileInterval[]): Readonly<Record<string, unknown>> {
  const side = (chartWidth - 40) / 2;
  return {
    title: {
      text: 'Profiles',
      subtitle:
        'signed root of how much worse the best fit gets; straight where the linear interval is right',
    },
    columns: Math.min(profiles.length, 2),
    spacing: 24,
    concat: profiles.map((profile) => {
      const { parameter, points, lower, upper } = profile;
      const unit = parameterUnit(parameter);
      const values = points.map(({ value, deviation }) => ({ value, deviation }));
      const ends = [lower, upper].filter((end) => end !== null).map((value) => ({ value }));
      return {
        width: profiles.length === 1 ? chartWidth : side,
        height: 200,
        encoding: {
          x: {
            field: 'value',
            type: 'quantitative',
            scale: { zero: false },
            axis: {
              title: unit === '' ? parameter : `${parameter}, ${unit}`,
              tickCount: 5,
              format: points.some(({ value }) => value >= 1e4) ? '.3~s' : '.3~g',
              labelOverlap: true,
            },
          },
        },
        layer: [
          {
            data: { values: ends },
            mark: { type: 'rule', strokeDash: [5, 4], color: categoryColors[0] },
          },
          {
            data: { name: parameter, values },
            mark: {
              type: 'line',
              strokeWidth: 2,
              color: categoryColors[1],
              point: { size: 24, color: categoryColors[1] },
            },
            encoding: {
              y: {
                field: 'deviation',
                type: 'quantitative',
                axis: { title: 'deviation', grid: true, tickCount: 5 },
              },
            },
          },
        ],
      };
    }),
  };
}
