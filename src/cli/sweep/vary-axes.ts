import { SidecoreError, shown } from '../../common';
import type { Dimension } from '../../formats/dimensions';
import { modelNumbers } from '../../formats/model-ranges';
import { parseQuantity } from '../../formats/parse-quantity';
import { didYouMean } from '../../formats/suggest';
import type { PathModel } from '../../iopath/model';
import type { SweepOptions, SweepRange, SweepValue } from '../../predict';

/** Most values that a range of steps may have; beyond it a step is a slip of the pen. */
const mostSteps = 1_000_000;

/**
 * The axes of `--vary NAME=VALUES`. Values are a list `a,b,c`, a range with steps `low:high:x2` or
 * `low:high:+0.5GHz`, or with `--random` a range `low:high` or `low:high:log`.
 */
export function varyAxes(model: PathModel, given: readonly string[], random: boolean): SweepOptions['vary'] {
  const numbers = modelNumbers(model);
  const vary: Record<string, readonly SweepValue[] | SweepRange> = {};
  for (const text of given) {
    const at = text.indexOf('=');
    const name = text.slice(0, Math.max(0, at)).trim();
    if (name === '' || text.slice(at + 1).trim() === '')
      throw invalid(`${shown(text)} does not name what varies`, 'write --vary message=64B:64KiB:x2');
    if (Object.hasOwn(vary, name))
      throw invalid(`${shown(name)} is given twice`, 'list its values after one --vary');
    vary[name] = valuesOf(new AxisReader(model, name, numbers), text.slice(at + 1), random);
  }
  return vary;
}

function valuesOf(reader: AxisReader, text: string, random: boolean): readonly SweepValue[] | SweepRange {
  const parts = text.split(':').map((part) => part.trim());
  if (parts.length === 1) return text.split(',').map((one) => reader.read(one.trim()));
  const [low, high] = parts.slice(0, 2).map((part) => reader.number(part));
  const [, , step = ''] = parts;
  if (parts.length > 3 || !(low <= high)) throw invalid(`${shown(text)} is not a range`, 'write low:high:x2');
  if (/^[x*]/i.test(step)) return multiplied(low, high, reader.factor(step.slice(1)));
  if (step.startsWith('+')) return added(low, high, reader.number(step.slice(1).trim()));
  if (!random)
    throw invalid(
      `${shown(text)} does not say its steps`,
      'write low:high:x2, low:high:+step, or draw with --random',
    );
  if (step !== '' && step !== 'log')
    throw invalid(`${shown(step)} is not a way to draw`, 'write low:high or low:high:log');
  return { low, high, scale: step === 'log' ? 'logarithmic' : 'linear' };
}

function multiplied(low: number, high: number, factor: number): readonly number[] {
  if (!(low > 0 && factor > 1))
    throw invalid(`from ${low} by ${factor} leads nowhere`, 'start above 0, by a factor above 1');
  return steps(Math.log(high / low) / Math.log(factor), (step) => low * factor ** step);
}

function added(low: number, high: number, step: number): readonly number[] {
  if (!(step > 0)) throw invalid(`a step of ${step} leads nowhere`, 'give a step above 0');
  return steps((high - low) / step, (at) => low + at * step);
}

/** Steps from 0 up to a count, which may be short of a whole number by rounding. */
function steps(count: number, valueAt: (step: number) => number): readonly number[] {
  const last = Math.floor(count + 1e-9);
  if (last >= mostSteps)
    throw new SidecoreError({
      code: 'too-large',
      path: '--vary',
      message: `more than ${mostSteps} steps`,
      hint: 'give a larger step',
    });
  // 15 digits: 0.1 + 2 * 0.1 is meant as 0.3.
  return Array.from({ length: last + 1 }, (_, step) => Number(valueAt(step).toPrecision(15)));
}

/** Reads the values of one axis. */
class AxisReader {
  private readonly dimension: Dimension | undefined;

  constructor(
    private readonly model: PathModel,
    private readonly name: string,
    numbers: ReadonlyMap<string, { readonly dimension: Dimension }>,
  ) {
    this.dimension = dimensionOf(name, numbers);
  }

  read(text: string): SweepValue {
    return this.dimension === undefined || (this.name === 'batch' && text === 'solve')
      ? text
      : this.number(text);
  }

  number(text: string): number {
    if (this.dimension === undefined)
      throw invalid(`there are no numbers from ${shown(text)} on`, 'list names: a,b');
    return parseQuantity(text, this.dimension, {
      path: `--vary ${this.name}`,
      clock: this.model.machine.clock,
    });
  }

  factor(text: string): number {
    return parseQuantity(text, 'ratio', { path: `--vary ${this.name}` });
  }
}

const words = ['topology', 'placement', 'traffic.kind'];
const short: Readonly<Record<string, string>> = {
  message: 'traffic.message',
  window: 'traffic.window',
  batch: 'batch',
};

/** What the values of an axis are; undefined for words. */
export function dimensionOf(
  name: string,
  numbers: ReadonlyMap<string, { readonly dimension: Dimension }>,
): Dimension | undefined {
  if (words.includes(name)) return undefined;
  if (name === 'batch') return 'packets';
  // Factors on all numbers that the pattern fits.
  if (name.includes('*')) return 'ratio';
  const path = (short[name] ?? name).replace(/\.(\d+)(?=\.|$)/g, '[$1]');
  const known = numbers.get(path);
  if (known) return known.dimension;
  throw new SidecoreError({
    code: 'unknown-name',
    path: '--vary',
    message: `the model has no number ${shown(name)}`,
    hint: didYouMean(
      name,
      [...words, ...Object.keys(short), ...numbers.keys()],
      'for example message, machine.clock or stages.<stage>.cycles',
    ),
  });
}

function invalid(message: string, hint: string): SidecoreError {
  return new SidecoreError({ code: 'invalid-value', path: '--vary', message, hint });
}
