import { finite, oneOf } from '../common';
import { type Dimension, dimensions } from './dimensions';

/**
 * Prints a quantity with its unit and the prefix that reads best, to the last digit: `parseQuantity` gives the same
 * number back.
 *
 * @param value in SI, as `parseQuantity` returns it
 * @throws SidecoreError `invalid-value` when the value is not finite
 * @example
 * formatQuantity(3e-5, 'time'); // '30 us'
 * formatQuantity(1e10, 'rate'); // '10 Gbit/s'
 * formatQuantity(65536, 'size'); // '64 KiB'
 */
export function formatQuantity(value: number, dimension: Dimension): string {
  finite(value, 'value');
  oneOf(dimension, Object.keys(dimensions) as Dimension[], 'dimension');
  const { unit, prefixes } = dimensions[dimension];
  if (unit === undefined) return String(value);
  if (dimension === 'size') return formatSize(value);
  if (prefixes === undefined) return `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
  const size = value === 0 ? 0 : exponentOf(value);
  let best = Object.keys(prefixes)[0];
  for (const [prefix, exponent] of Object.entries(prefixes)) if (exponent <= size) best = prefix;
  return `${shifted(value, value === 0 ? 0 : -prefixes[best])} ${value === 0 ? '' : best}${unit}`;
}

function formatSize(bytes: number): string {
  const whole = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let power = 0;
  let value = bytes;
  while (power < 4 && Math.abs(value) >= 1024 && Number.isInteger(value / 1024)) {
    value /= 1024;
    power += 1;
  }
  return `${value} ${whole[power]}B`;
}

function exponentOf(value: number): number {
  return Number(value.toExponential().split('e')[1]);
}

/** The shortest digits of a number with the decimal point moved: exact, which a multiplication would not be. */
function shifted(value: number, places: number): string {
  const [digits, exponent] = value.toExponential().split('e');
  const power = Number(exponent) + places;
  const sign = digits.startsWith('-') ? '-' : '';
  const bare = digits.replace(/[-.]/g, '');
  if (power < -6 || power > 20) return `${digits}e${power}`;
  if (power < 0) return `${sign}0.${'0'.repeat(-power - 1)}${bare}`;
  const whole = bare.slice(0, power + 1).padEnd(power + 1, '0');
  const rest = bare.slice(power + 1);
  return `${sign}${whole}${rest && `.${rest}`}`;
}
