import { onlyFields, plainObject, SidecoreError, shown } from '../common';
import type { Observation } from '../fit/observation';
import type { SweepRow } from '../predict/sweep/sweep-row';
import { type ChartOptions, type ChartSpec, chartSpec, chartTheme } from './chart-theme';
import { bitRateUnit } from './numbers';
import { sweepLines } from './sweep-lines';
import { sweepMap } from './sweep-map';
import { type DrawnOutput, sweepShape, wrongShape } from './sweep-shape';

/** More points than these cannot be told apart, and make a page that is slow to open. */
export const mostSweepChartRows = 20_000;

/** What `sweepChart` is asked. */
export interface SweepChartOptions extends ChartOptions {
  /** Which output to draw; default: throughput, else the first number. */
  readonly output?: string;
  /** Measured throughputs, drawn as points beside the lines over message size or window. */
  readonly measured?: readonly Observation[];
  /** What does not vary, for the line below the title. */
  readonly subtitle?: string;
}

/**
 * A sweep as a picture: over one axis of numbers lines, in a colour for each placement (or whatever else varies), with
 * the bracket as a band and measured points; over two a heat map for each. Topologies stand below each other. An axis
 * of numbers with at most four values counts as what tells lines apart.
 *
 * @throws SidecoreError `invalid-shape` when no number or more than two vary, `too-large` beyond 20,000 rows,
 * `invalid-value` for an option
 * @example
 * const rows = [...sweep(xenPv, { vary: { placement: ['none', 'driver-domain'], message: [64, 512, 4096] } })];
 * await renderChart(sweepChart(rows), { format: 'svg' });
 */
export function sweepChart(rows: readonly SweepRow[], options: SweepChartOptions = {}): ChartSpec {
  onlyFields(plainObject(options, 'options'), ['theme', 'output', 'measured', 'subtitle'], 'options');
  const { theme, measured = [], subtitle = '' } = options;
  const look = chartTheme(theme === undefined ? {} : { theme });
  if (rows.length > mostSweepChartRows)
    throw new SidecoreError({
      code: 'too-large',
      path: 'rows',
      message: `${rows.length} are more than the ${mostSweepChartRows} that a chart can show`,
    });
  const answered = rows.filter(({ error }) => error === undefined);
  if (answered.length === 0) throw wrongShape('no row has a prediction', 'the rows say why');
  const output = drawnOutput(answered, options.output);
  const shape = sweepShape(answered);
  const view =
    shape.across.length === 1
      ? sweepLines(answered, shape, output, measured)
      : sweepMap(answered, shape, output);
  const [first, second] = shape.across;
  const over = second ? `${first.name} and ${second.name}` : first.name;
  return chartSpec(
    {
      title: { text: `${sentence(output.name)} over ${over}`, ...(subtitle ? { subtitle } : {}) },
      description: `${output.name} over ${over}`,
      ...view,
    },
    look,
  );
}

function drawnOutput(rows: readonly SweepRow[], wanted: string | undefined): DrawnOutput {
  const names = Object.keys(rows[0].outputs);
  const numbers = (name: string) =>
    rows.map(({ outputs }) => outputs[name]).filter((value): value is number => typeof value === 'number');
  const candidates = names.filter((name) => numbers(name).length > 0);
  const name = wanted ?? (candidates.includes('throughput') ? 'throughput' : candidates[0]);
  if (name === undefined || !candidates.includes(name))
    throw new SidecoreError({
      code: 'unknown-name',
      path: 'options.output',
      message: `no row has a number ${name === undefined ? 'to draw' : shown(name)}`,
      hint: `there are: ${candidates.join(', ') || 'none'}`,
    });
  if (!/throughput$|^bracket\./.test(name)) return { name, title: name, size: 1 };
  const unit = bitRateUnit(numbers(name));
  return { name, title: `${name}, ${unit.name}`, size: unit.size };
}

function sentence(name: string): string {
  return /^[a-z]+$/.test(name) ? name[0].toUpperCase() + name.slice(1) : name;
}
