import { SidecoreError } from '../common';
import type { SweepRow } from '../predict/sweep/sweep-row';
import { significant } from './numbers';
import { parameterUnit } from './parameter-label';

/** How the rows of a sweep are laid out in a picture. */
export interface SweepShape {
  /** One axis of numbers: lines over it; two: a heat map. */
  readonly across: readonly SweepAxisValues[];
  /** What tells lines or maps apart: the names of their axes. */
  readonly series: readonly string[];
  readonly topologies: boolean;
}

export interface SweepAxisValues {
  readonly name: string;
  /** Distinct, from low to high. */
  readonly values: readonly number[];
}

/** An output of a sweep with the unit it is drawn in. */
export interface DrawnOutput {
  readonly name: string;
  readonly title: string;
  /** Values are divided by it. */
  readonly size: number;
}

/** With more values than these, an axis of numbers is laid out along the paper; with fewer, each is a line. */
const mostLines = 4;

/** Most series that can be told apart. */
const mostSeries = 12;

/** What of a sweep goes where. An axis with one value says nothing and is left out. */
export function sweepShape(rows: readonly SweepRow[]): SweepShape {
  const names = Object.keys(rows[0]?.values ?? {});
  const varied = names
    .map((name) => ({ name, values: [...new Set(rows.map(({ values }) => values[name]))] }))
    .filter(({ values }) => values.length > 1);
  const numeric = varied.flatMap(({ name, values }) => {
    const numbers = values.filter((value): value is number => typeof value === 'number');
    return numbers.length === values.length ? [{ name, values: numbers.sort((a, b) => a - b) }] : [];
  });
  const largest = [...numeric].sort((a, b) => b.values.length - a.values.length);
  const across = largest.filter(({ values }, i) => i === 0 || values.length > mostLines);
  if (across.length === 0) throw wrongShape('no number varies', 'vary one, for example the message');
  if (across.length > 2)
    throw wrongShape(
      `${across.map(({ name }) => name).join(', ')} each have more than ${mostLines} values`,
      'a chart shows two of them; fix the others',
    );
  const others = varied.filter(({ name }) => !across.some((one) => one.name === name));
  const series = others.map(({ name }) => name).filter((name) => name !== 'topology');
  const count = new Set(rows.map((row) => seriesOf(row, series))).size;
  if (count > mostSeries)
    throw wrongShape(`${count} lines or maps cannot be told apart`, `vary less: at most ${mostSeries}`);
  // As they were asked for: the first down, the second across.
  const ordered = numeric.filter((one) => across.includes(one));
  return { across: ordered, series, topologies: others.some(({ name }) => name === 'topology') };
}

/** What a row's line or map is called. */
export function seriesOf({ values }: SweepRow, series: readonly string[]): string {
  return series
    .map((name) => {
      const value = values[name];
      return typeof value === 'string'
        ? name === 'batch'
          ? `batch ${value}`
          : value
        : `${name} ${valueText(name, value)}`;
    })
    .join(', ');
}

/** What stands at an axis: the name with its unit. */
export function axisTitle(name: string): string {
  const unit = parameterUnit(name);
  return name === 'message' ? 'message, bytes' : unit === '' ? name : `${name}, ${unit}`;
}

/** A value of an axis as people read it. */
export function valueText(name: string, value: number): string {
  if (name === 'message') return sizeText(value);
  const size = Math.abs(value);
  const unit = [
    { name: 'G', size: 1e9 },
    { name: 'M', size: 1e6 },
  ].find((one) => size >= one.size);
  const digits = (number: number) =>
    Number.isInteger(number)
      ? String(number)
      : significant(number, 4)
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, '');
  return unit ? `${digits(value / unit.size)} ${unit.name}` : digits(value);
}

function sizeText(bytes: number): string {
  for (const [unit, size] of [
    ['MiB', 2 ** 20],
    ['KiB', 2 ** 10],
  ] as const)
    if (bytes >= size && Number.isInteger(bytes / size)) return `${bytes / size} ${unit}`;
  return Number.isInteger(bytes) ? String(bytes) : significant(bytes, 4);
}

/** True when the values of an axis spread over so many factors that equal factors should be equally far apart. */
export function isLogarithmic(values: readonly number[]): boolean {
  return values[0] > 0 && values[values.length - 1] / values[0] >= 16;
}

export function wrongShape(message: string, hint: string): SidecoreError {
  return new SidecoreError({ code: 'invalid-shape', path: 'rows', message, hint });
}
