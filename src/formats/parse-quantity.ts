import { oneOf, onlyFields, SidecoreError, shown } from '../common';
import {
  type Conversion,
  type Dimension,
  dimensions,
  inCycles,
  inDimension,
  missingUnit,
  written,
} from './dimensions';
import { longestQuantity, plainQuantity } from './plain-quantity';
import { combinePowers, type Measure, samePowers } from './units';

export interface QuantityOptions extends Conversion {
  /** Where the text stands, for the error. */
  readonly path?: string;
}

/**
 * Reads a quantity with its unit: a number, or `number unit`, or `number unit/unit`; for a latency also a sum of
 * such. Units: s, min, h; Hz; B and byte; b, bit and bps; cycle; packet and pps; line; page; %; with the prefixes
 * n, u (or the micro sign), m before seconds, and k, M, G, T and Ki, Mi, Gi, Ti (sizes) before the others.
 *
 * @returns the number in SI: seconds, bytes, bits per second (`rate`), bytes per second (`bandwidth`), hertz,
 *   cycles, packets, ratios. A decimal prefix is exact: "30 us" is the number nearest to 0.00003
 * @throws SidecoreError `invalid-unit` when the unit is missing, unknown or that of something else, with a
 *   suggestion; `invalid-value` when it is not a finite number; `invalid-syntax` when it is no quantity at all
 * @example
 * parseQuantity('10 Gbit/s', 'rate'); // 1e10
 * parseQuantity('64 KiB', 'size'); // 65536
 * parseQuantity('42 cycles + 50 ns', 'latency', { clock: 2e9 }); // 142
 */
export function parseQuantity(text: string, dimension: Dimension, options: QuantityOptions = {}): number {
  onlyFields(options, ['path', 'clock', 'payload'], 'options');
  const { path = '' } = options;
  if (typeof text !== 'string')
    throw new SidecoreError({ code: 'invalid-value', path, message: `${shown(text)} is not a text` });
  oneOf(dimension, Object.keys(dimensions) as Dimension[], 'dimension');
  const measure = plainMeasure(text, dimension, path, options);
  if (measure) return inDimension(withUnit(measure, text, dimension, path), text, dimension, path, options);
  throw new SidecoreError({
    code: 'invalid-syntax',
    path,
    message: `${shown(text)} is not ${dimensions[dimension].what}`,
    hint: `write ${written(dimension)}`,
  });
}

/** The measure of a text without an expression; undefined when it needs one. */
export function plainMeasure(
  text: string,
  dimension: Dimension,
  path: string,
  conversion: Conversion,
): Measure | undefined {
  const parts = dimension === 'latency' && text.length <= longestQuantity ? text.split(/\s\+\s/) : [text];
  let sum: Measure | undefined;
  for (const part of parts) {
    const term = plainQuantity(part, dimension, path);
    if (!term) return undefined;
    const measure = inCycles(term, dimension, conversion);
    if (sum && !samePowers(sum.powers, measure.powers)) return undefined;
    sum = { value: (sum?.value ?? 0) + measure.value, powers: combinePowers(measure.powers, {}, 1) };
  }
  return sum;
}

/** The same measure, unless it lacks a unit that is needed. */
export function withUnit(measure: Measure, text: unknown, dimension: Dimension, path: string): Measure {
  if (!dimensions[dimension].bare && samePowers(measure.powers, {})) throw missingUnit(text, dimension, path);
  return measure;
}
