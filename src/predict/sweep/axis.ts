import { finite, oneOf, onlyFields, plainObject, SidecoreError, shown } from '../../common';
import { unknown } from '../../iopath/check-values';
import { type PathModel, trafficKinds } from '../../iopath/model';
import { valueAt } from '../../iopath/with-values';
import { matchingNumbers } from './matching-numbers';
import type { SweepRange, SweepValue } from './sweep-options';

/** One thing that varies. */
export interface Axis {
  readonly name: string;
  /** Where its value goes: a field of the scenario, a field of its traffic, or numbers of the model. */
  readonly target: 'scenario' | 'traffic' | 'model';
  /** Of the scenario or its traffic, the field; of the model, the paths of the numbers. */
  readonly paths: readonly string[];
  /** What the model has there, when values are factors on it. */
  readonly factorsOf?: readonly number[];
  /** Values of a list; of a range, infinitely many. */
  readonly size: number;
  /** The value for a share of the axis, 0 to 1. */
  valueAt(share: number): SweepValue;
}

const scenarioFields = ['topology', 'placement', 'message', 'window', 'batch'];
const wholeNumbers = new Set(['window', 'traffic.window', 'traffic.guests', 'traffic.queues']);
const mostValues = 1_000_000;

/** Checks an axis against the model. */
export function axisOf(model: PathModel, name: string, given: unknown, ranges: boolean): Axis {
  const path = `options.vary.${name}`;
  const place = placeOf(model, name, path);
  const words = wordsOf(model, name);
  if (Array.isArray(given)) {
    const values = valuesOf(given, words, path);
    const last = values.length - 1;
    return {
      name,
      ...place,
      size: values.length,
      valueAt: (share) => values[Math.min(last, Math.floor(share * values.length))],
    };
  }
  const range = rangeOf(given, name, path);
  if (!ranges)
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: 'a range says no values',
      hint: 'list them, or draw from it: random: { samples }',
    });
  if (words !== undefined && name !== 'batch')
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `there are no numbers between names`,
      hint: `list some of ${words.join(', ')}`,
    });
  return { name, ...place, size: Number.POSITIVE_INFINITY, valueAt: drawFrom(range) };
}

function placeOf(model: PathModel, name: string, path: string): Pick<Axis, 'target' | 'paths' | 'factorsOf'> {
  if (scenarioFields.includes(name)) return { target: 'scenario', paths: [name] };
  if (name.startsWith('traffic.')) {
    const field = name.slice('traffic.'.length);
    if (!Object.hasOwn(model.traffic, field))
      unknown(path, field, 'field of the traffic', Object.keys(model.traffic));
    return { target: 'traffic', paths: [field] };
  }
  if (name.includes('*')) {
    const paths = matchingNumbers(model, name);
    if (paths.length === 0)
      throw new SidecoreError({
        code: 'unknown-name',
        path,
        message: 'no number of the model has such a path',
        hint: 'for example stages.*.cycles',
      });
    return { target: 'model', paths, factorsOf: paths.map((one) => Number(valueAt(model, one))) };
  }
  valueAt(model, name);
  return { target: 'model', paths: [name] };
}

/** The words that an axis takes; undefined for one of numbers. */
function wordsOf(model: PathModel, name: string): readonly string[] | undefined {
  if (name === 'topology') return Object.keys(model.topologies);
  if (name === 'placement') return Object.keys(model.placements);
  if (name === 'traffic.kind') return trafficKinds;
  return name === 'batch' ? ['solve'] : undefined;
}

function valuesOf(
  given: readonly unknown[],
  words: readonly string[] | undefined,
  path: string,
): SweepValue[] {
  if (given.length === 0 || given.length > mostValues)
    throw new SidecoreError({
      code: given.length === 0 ? 'invalid-value' : 'too-large',
      path,
      message: given.length === 0 ? 'no value given' : `${given.length} values are more than ${mostValues}`,
    });
  return Array.from(given, (value, i) => {
    const at = `${path}[${i}]`;
    if (words === undefined || (typeof value === 'number' && words[0] === 'solve')) return finite(value, at);
    if (typeof value === 'string' && words.includes(value)) return value;
    return unknown(at, value, 'value of this axis', words);
  });
}

function rangeOf(given: unknown, name: string, path: string): Required<SweepRange> {
  const range = plainObject(given, path);
  onlyFields(range, ['low', 'high', 'scale', 'whole'], path);
  const scale = oneOf(range.scale ?? 'linear', ['linear', 'logarithmic'] as const, `${path}.scale`);
  const whole = range.whole ?? wholeNumbers.has(name);
  const low = finite(range.low, `${path}.low`);
  const high = finite(range.high, `${path}.high`);
  const wrong = (message: string) => new SidecoreError({ code: 'invalid-value', path, message });
  if (typeof whole !== 'boolean') throw wrong(`${shown(whole)} is neither true nor false`);
  if (low > high) throw wrong(`low ${low} is above high ${high}`);
  if (scale === 'logarithmic' && low <= 0) throw wrong(`a logarithmic range starts above 0, not at ${low}`);
  if (whole && !(Number.isSafeInteger(low) && Number.isSafeInteger(high)))
    throw wrong(`${low} to ${high} are not whole numbers`);
  return { low, high, scale, whole };
}

function drawFrom({ low, high, scale, whole }: Required<SweepRange>): (share: number) => number {
  const within = (value: number) => Math.min(high, Math.max(low, value));
  // Of whole numbers, each has the unit interval around it, so that the two ends come as often as the others.
  const [from, to] = whole ? [low - 0.5, high + 0.5] : [low, high];
  const at =
    scale === 'linear'
      ? (share: number) => from + share * (to - from)
      : (share: number) => from * (to / from) ** share;
  return whole ? (share) => within(Math.round(at(share))) : (share) => within(at(share));
}

/** Two axes that change one number would undo each other. */
export function refuseSharedNumbers(axes: readonly Axis[]): void {
  const owners = new Map<string, string>();
  for (const { name, target, paths } of axes)
    for (const path of paths) {
      // A pattern may reach the traffic as well.
      const number = target === 'model' ? path.replace(/^traffic\./, '') : path;
      const other = owners.get(number);
      if (other !== undefined)
        throw new SidecoreError({
          code: 'invalid-value',
          path: `options.vary.${name}`,
          message: `"${other}" varies the same, ${number}`,
          hint: 'leave one of them out',
        });
      owners.set(number, name);
    }
}
