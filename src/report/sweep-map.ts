import type { SweepRow } from '../predict/sweep/sweep-row';
import { chartWidth } from './chart-theme';
import {
  axisTitle,
  type DrawnOutput,
  type SweepAxisValues,
  type SweepShape,
  seriesOf,
  valueText,
  wrongShape,
} from './sweep-shape';
import { textWidth } from './text-width';

/** Most labels from top to bottom. */
const mostRows = 16;

/** Most rows or columns of a map. */
const mostCells = 200;

/** A coloured cell for each pair of values; a map for everything else that varies. */
export function sweepMap(
  rows: readonly SweepRow[],
  shape: SweepShape,
  { name: output, title, size }: DrawnOutput,
): Record<string, unknown> {
  const [down, across] = shape.across;
  for (const { name, values } of shape.across)
    if (values.length > mostCells)
      throw wrongShape(
        `${name} has ${values.length} values, and a map at most ${mostCells}`,
        'take larger steps; random draws have no map',
      );
  const values = rows.flatMap((row) => {
    const value = row.outputs[output];
    if (typeof value !== 'number') return [];
    const map = [shape.topologies ? String(row.values.topology) : '', seriesOf(row, shape.series)];
    return [
      {
        x: row.values[across.name],
        y: row.values[down.name],
        value: value / size,
        map: map.filter((word) => word !== '').join(', '),
      },
    ];
  });
  const maps = [...new Set(values.map(({ map }) => map))];
  const columns = maps.length === 1 ? 1 : 2;
  const width = columns === 1 ? chartWidth : (chartWidth - 40) / 2;
  const spec = {
    width,
    height: Math.min(width, Math.max(120, 22 * down.values.length)),
    mark: { type: 'rect' },
    encoding: {
      x: place('x', across, width),
      y: { ...place('y', down, null), sort: 'descending' },
      color: {
        field: 'value',
        type: 'quantitative',
        scale: { scheme: 'viridis', zero: true },
        legend: { title, titleFontWeight: 'normal', gradientLength: 160, tickCount: 5, format: '~g' },
      },
      tooltip: ['map', 'x', 'y', 'value'].map((field) => ({ field })),
    },
  };
  const data = { name: 'sweep', values };
  if (maps.length === 1) return { data, ...spec };
  return { data, facet: { field: 'map', type: 'nominal', sort: maps, title: null }, columns, spec };
}

/** An axis with a place for each value, and labels for as many as fit. */
function place(
  field: string,
  { name, values }: SweepAxisValues,
  width: number | null,
): Record<string, unknown> {
  const widest = Math.max(...values.map((value) => textWidth(valueText(name, value), 12, false)));
  const most = width === null ? mostRows : width / (widest + 6);
  const every = Math.max(1, Math.ceil(values.length / most));
  const labels = Object.fromEntries(values.map((value) => [value, valueText(name, value)]));
  return {
    field,
    type: 'ordinal',
    axis: {
      title: axisTitle(name),
      values: values.filter((_, i) => i % every === 0),
      labelExpr: `(${JSON.stringify(labels)})[datum.value]`,
      labelAngle: 0,
    },
    scale: { paddingInner: values.length > 40 ? 0 : 0.04 },
  };
}
