import type { Validation } from '../fit/validation';
import { type ChartOptions, type ChartSpec, chartSpec, chartTheme } from './chart-theme';
import { measuredView, residualView } from './measured-view';
import { grouped, percent } from './numbers';

/**
 * A validation as a picture: predicted over measured with 95 % intervals, a panel for each metric, and residuals by
 * placement.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * await renderChart(validationChart(validate(fitted.model, observations)), { format: 'svg' });
 * @see validationTable
 */
export function validationChart(validation: Validation, options: ChartOptions = {}): ChartSpec {
  const theme = chartTheme(options);
  const { model, residuals, measurements, coverage } = validation;
  return chartSpec(
    {
      description: `Predicted over measured values of ${model} for data that it was not fitted to, and residuals`,
      vconcat: [
        measuredView(
          residuals,
          `${model}: predicted over measured`,
          `${grouped(measurements)} measurements, ${percent(coverage)} of them inside their 95 % intervals (bars)`,
        ),
        residualView(residuals),
      ],
      spacing: 36,
      resolve: { scale: { color: 'independent' } },
    },
    theme,
  );
}
