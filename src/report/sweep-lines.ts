import type { Observation } from '../fit/observation';
import type { SweepRow } from '../predict/sweep/sweep-row';
import { categoryColors, chartWidth, topLegend } from './chart-theme';
import {
  axisTitle,
  type DrawnOutput,
  isLogarithmic,
  type SweepShape,
  seriesOf,
  wrongShape,
} from './sweep-shape';

/** Lines over one axis, with the bracket as a band where it is wider than a line. */
export function sweepLines(
  rows: readonly SweepRow[],
  shape: SweepShape,
  { name: output, title, size }: DrawnOutput,
  measured: readonly Observation[],
): Record<string, unknown> {
  const [{ name: axis, values: places }] = shape.across;
  const end = (row: SweepRow, which: string) => {
    const value = row.outputs[`bracket.${which}`];
    return output === 'throughput' && typeof value === 'number' ? value / size : null;
  };
  const lines = rows.flatMap((row) => {
    const value = row.outputs[output];
    if (typeof value !== 'number') return [];
    return [
      {
        x: row.values[axis],
        y: value / size,
        lower: end(row, 'lower'),
        upper: end(row, 'upper'),
        series: seriesOf(row, shape.series),
        topology: shape.topologies ? String(row.values.topology) : '',
      },
    ];
  });
  const names = [...new Set(lines.map(({ series }) => series))];
  const points = measuredPoints(measured, shape, axis, names, size);
  const values = [...lines, ...points];
  const topologies = [...new Set(lines.map(({ topology }) => topology))];
  const logarithmic = isLogarithmic(places);
  const few = places.length <= 12;
  // A single line is not "what the others are compared with", which is what grey says.
  const colors = names.length === 1 ? categoryColors.slice(1) : categoryColors;
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: logarithmic
      ? { type: 'log', base: 2, domain: [places[0], places[places.length - 1]], nice: false }
      : { domain: [places[0], places[places.length - 1]], nice: false },
    axis: {
      title: axisTitle(axis),
      ...(few && logarithmic ? { values: places } : { tickCount: 8 }),
      ...(axis === 'message' ? { labelExpr: sizeLabel } : { format: '~s' }),
      labelOverlap: true,
    },
  };
  const only = (what: 'line' | 'point') => ({
    filter: `datum.measured ${what === 'point' ? '===' : '!=='} true`,
  });
  const spec = {
    width: chartWidth,
    height: 240,
    encoding: {
      x,
      color: {
        field: 'series',
        type: 'nominal',
        scale: { domain: names, range: colors },
        // The band would make them pale.
        legend: names.length > 1 ? { ...topLegend(names), symbolOpacity: 1 } : null,
      },
    },
    layer: [
      {
        transform: [only('line')],
        mark: { type: 'area', opacity: 0.18, line: false },
        encoding: { y: { field: 'lower', type: 'quantitative' }, y2: { field: 'upper' } },
      },
      {
        transform: [only('line')],
        mark: { type: 'line', strokeWidth: 2, point: few && { size: 30 } },
        encoding: {
          y: {
            field: 'y',
            type: 'quantitative',
            axis: { title, grid: true, tickCount: 6 },
            scale: { zero: true },
          },
          tooltip: ['series', 'x', 'y', 'lower', 'upper'].map((field) => ({ field })),
        },
      },
      {
        transform: [only('point')],
        mark: { type: 'point', shape: 'diamond', size: 60, filled: true, opacity: 0.9 },
        encoding: { y: { field: 'y', type: 'quantitative' } },
      },
    ],
  };
  const data = { name: 'sweep', values };
  if (!shape.topologies) return { data, ...spec };
  return {
    data,
    facet: {
      row: {
        field: 'topology',
        type: 'nominal',
        sort: topologies,
        title: null,
        header: { labelAngle: 0, labelAlign: 'left', labelOrient: 'top', labelAnchor: 'start' },
      },
    },
    spec,
  };
}

/** 1024 as 1 KiB. */
const sizeLabel =
  "datum.value >= 1048576 ? format(datum.value / 1048576, '~r') + ' MiB' : datum.value >= 1024 ? format(datum.value / 1024, '~r') + ' KiB' : format(datum.value, '~r')";

/** Observed throughputs of what the lines are of. */
function measuredPoints(
  measured: readonly Observation[],
  { series, topologies }: SweepShape,
  axis: string,
  names: readonly string[],
  size: number,
) {
  if (measured.length === 0) return [];
  if (axis !== 'message' && axis !== 'window')
    throw wrongShape(`measured points have no place over ${axis}`, 'vary the message or the window');
  const points = measured.flatMap((one) => {
    const place = one[axis];
    if (one.metric !== 'throughput' || place === undefined) return [];
    const name = series.length === 0 ? names[0] : one.placement;
    if (!names.includes(name)) return [];
    return [
      {
        x: place,
        y: one.value / size,
        series: name,
        topology: topologies ? one.topology : '',
        measured: true,
      },
    ];
  });
  if (points.length === 0)
    throw wrongShape('none of the measured values is a throughput of a line', `lines: ${names.join('; ')}`);
  return points;
}
