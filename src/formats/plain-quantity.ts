import { SidecoreError, shown } from '../common';
import { type Dimension, dimensions, unitPattern, written } from './dimensions';
import { didYouMean } from './suggest';
import { combinePowers, type Measure, type Unit, unitCalled, units } from './units';

const digits = String.raw`[-+]?(?:\d+(?:\.\d*)?|\.\d+)`;
const word = String.raw`[A-Za-z%\u00b5\u03bc]+`;
const plain = new RegExp(
  String.raw`^\s*(${digits})(?:[eE]([-+]?\d+))?\s*(?:(${word})(?:\s*/\s*(${word}))?)?\s*$`,
);

/** A packet rate whose packets go without saying: 90/s, 100k/s. */
const bareRate = new RegExp(String.raw`^\s*(${digits}(?:[eE][-+]?\d+)?)\s*([kMG]?)\s*/\s*(s|min|h)\s*$`);

/** The longest quantity or expression, in characters. */
export const longestQuantity = 200;

/**
 * Reads `number`, `number unit` or `number unit/unit`; undefined when the text is of another shape. The dimension
 * that is wanted, if there is one, only serves the message about an unknown unit.
 */
export function plainQuantity(
  text: string,
  dimension: Dimension | undefined,
  path: string,
): Measure | undefined {
  const whole = dimension === 'packetRate' ? text.replace(bareRate, '$1 $2packets/$3') : text;
  const match = text.length > longestQuantity ? null : plain.exec(whole);
  if (!match) return undefined;
  const [, figures, power = '0', above, below] = match;
  const top = above === undefined ? one : known(above, text, dimension, path);
  const bottom = below === undefined ? one : known(below, text, dimension, path);
  // A decimal prefix joins the digits, so that "30 us" is the number nearest to 0.00003.
  const value = Number(`${figures}e${Number(power) + top.exponent - bottom.exponent}`);
  return {
    value: (value * top.factor) / bottom.factor,
    powers: combinePowers(top.powers, bottom.powers, -1),
  };
}

const one: Unit = { exponent: 0, factor: 1, powers: {} };

function known(name: string, text: string, dimension: Dimension | undefined, path: string): Unit {
  const unit = unitCalled(name);
  if (unit) return unit;
  throw new SidecoreError({
    code: 'invalid-unit',
    path,
    message: `${shown(text)} is not ${dimension ? dimensions[dimension].what : 'a quantity'}: there is no unit ${shown(name)}`,
    hint: didYouMean(name, units.keys(), dimension && `write ${written(dimension)}`),
  });
}

/**
 * A pattern for editors: number and unit must fit the dimension; what is not of the shape `number unit` may be an
 * expression.
 */
export function quantityPattern(dimension: Dimension): string {
  const number = String.raw`\s*${digits}(?:[eE][-+]?\d+)?`;
  const known = unitPattern(dimension).replace(/\bus\b/g, String.raw`[u\u00b5\u03bc]s`);
  const unit = known === '' ? '' : String.raw`(?:\s*(?:${known}))${dimensions[dimension].bare ? '?' : ''}`;
  const anyUnit = String.raw`(?:\s*${word}(?:\s*/\s*${word})?)?`;
  return String.raw`^(?:${number}${unit}\s*|(?!${number}${anyUnit}\s*$).+)$`;
}
