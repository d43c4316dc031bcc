import { type ErrorCode, finite, SidecoreError, shown } from '../common';
import { parseQuantity } from './parse-quantity';

const number = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?`;
const numeral = new RegExp(String.raw`^\s*${number}\s*$`);
const perTime = new RegExp(
  String.raw`^\s*(${number})\s*([kMG]?)([A-Za-z]*)\s*/\s*([A-Za-z\u00b5\u03bc]+)\s*$`,
);
/** What is no customer: a rate of it says nothing of how many come. */
const amounts = /^[KMGT]?i?(?:bits?|bytes?|B)$/;
const prefixes: Readonly<Record<string, string>> = { '': '1', k: '1e3', M: '1e6', G: '1e9' };

/** The texts that are rates, for editors. */
export const ratePattern = String.raw`^\s*${number}\s*(?:[A-Za-z]*\s*/\s*[A-Za-z\u00b5\u03bc]+|[kMGT]?Hz)?\s*$`;

/** What a quantity of a queueing model measures. */
export type SiDimension = 'time' | 'rate' | 'number';

/**
 * Reads a quantity of a queueing model, where a number alone is in SI: seconds, or customers per second. A time is
 * written as "10 ms", a rate as "90/s", "90 requests/s", "2 k/s" or "1.5 kHz".
 *
 * @throws SidecoreError `invalid-unit`, `invalid-syntax` or `invalid-value`
 */
export function siQuantity(given: number | string, dimension: SiDimension, path: string): number {
  if (typeof given === 'number') return finite(given, path);
  if (numeral.test(given)) return finite(Number(given), path);
  if (dimension === 'time') return parseQuantity(given, 'time', { path });
  if (dimension === 'rate') return rateOf(given, path);
  throw new SidecoreError({ code: 'invalid-value', path, message: `${shown(given)} is not a number` });
}

function rateOf(given: string, path: string): number {
  const notARate = (code: ErrorCode) =>
    new SidecoreError({
      code,
      path,
      message: `${shown(given)} is not a rate`,
      hint: 'write a rate like "90/s" or "1.5 kHz"',
    });
  const match = perTime.exec(given);
  const [, figures, prefix, what, unit] = match ?? [];
  if (match && amounts.test(what)) throw notARate('invalid-unit');
  try {
    if (!match) return parseQuantity(given, 'frequency', { path });
    return finite(
      (Number(figures) * Number(prefixes[prefix])) / parseQuantity(`1 ${unit}`, 'time', { path }),
      path,
    );
  } catch (error) {
    if (!(error instanceof SidecoreError)) throw error;
    throw notARate(error.code);
  }
}
