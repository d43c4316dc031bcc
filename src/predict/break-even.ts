import {
  checkedAnswer,
  finite,
  integer,
  onlyFields,
  plainObject,
  SidecoreError,
  shown,
  text,
} from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { valueAt, withValues } from '../iopath/with-values';
import { isWhole } from './parameter-draws';
import { predict, type Scenario } from './predict';
import type { Prediction } from './prediction';
import { refuseNothingCarried } from './refuse-nothing-carried';

/** Which quantity, over which range, and what counts as paying. */
export interface BreakEvenOptions extends Omit<Scenario, 'placement'> {
  /** `message`, `window`, `batch`, a field of the traffic, or the path of a number of the model. */
  readonly vary: string;
  /** Smallest and largest value to look at. */
  readonly between: { readonly low: number; readonly high: number };
  /** The gain that must be reached: 0.1 for 10 % more throughput; default 0. */
  readonly gain?: number;
  /** Default: the model's first and second placement. */
  readonly before?: string;
  readonly after?: string;
  /** Values at which the gain is looked at before crossings are narrowed down; default 65. */
  readonly points?: number;
}

/** The gain at one value. */
export interface GainAt {
  readonly value: number;
  /** Throughput of `after` over that of `before`, less 1. */
  readonly gain: number;
}

/** A value at which the gain passes what was asked for, between two predictions that lie on its two sides. */
export interface Crossing {
  readonly value: number;
  /** Whether the gain rises or falls there as the quantity grows. */
  readonly direction: 'rises' | 'falls';
  readonly below: GainAt;
  readonly above: GainAt;
  /** True when the gain jumps, at the next packet of a message for example; false of numbers that can only be whole. */
  readonly jump: boolean;
}

/** From where to where a placement pays. */
export interface BreakEven {
  readonly model: string;
  readonly topology: string;
  readonly vary: string;
  /** What was to be reached. */
  readonly gain: number;
  readonly placements: { readonly before: string; readonly after: string };
  /** In the order of their values; empty where the gain stays on one side. */
  readonly crossings: readonly Crossing[];
  /** `always`, `never`, or what the crossings say. */
  readonly verdict: 'always' | 'never' | 'crosses';
  /** The gain at the values that were looked at. */
  readonly curve: readonly GainAt[];
  /** Smallest and largest gain of the curve, where they are. */
  readonly least: GainAt;
  readonly most: GainAt;
  readonly method: string;
}

const fields = [
  'topology',
  'message',
  'window',
  'batch',
  'traffic',
  'vary',
  'between',
  'gain',
  'before',
  'after',
  'points',
];

/**
 * From which value on does a placement pay: solves gain(value) = asked for, where gain is the throughput of one
 * placement over that of another, less 1.
 *
 * The gain is predicted at evenly spaced values (of their logarithm where the range spans more than a factor of ten
 * and does not begin at 0), and every change of side is narrowed down by bisection to a relative width of 1e-9, of
 * whole numbers, bytes of a message among them, to neighbours. Every crossing comes with the predictions on both of
 * its sides. Crossings that come in pairs between two neighbouring points go unseen: raise `points` where the curve is
 * rough.
 *
 * @throws SidecoreError `unknown-name` for a quantity or placement that the model lacks, `invalid-value` for a range
 * outside of what the quantity may be, `unsupported` where `before` carries nothing under open load
 * @example
 * const busy = { vary: 'applicationCycles', between: { low: 0, high: 200_000 }, gain: 0.1 };
 * breakEven(xenPv, { ...busy, topology: 'inter-node-receive', after: 'driver-domain' }).crossings.length; // 1
 */
export function breakEven(model: PathModel | PathModelInput, options: BreakEvenOptions): BreakEven {
  const checked = pathModel(model);
  onlyFields(plainObject(options, 'options'), fields, 'options');
  const { vary, between, gain = 0, before, after, points = 65, ...scenario } = options;
  const [first, second] = Object.keys(checked.placements);
  const placements = { before: before ?? first, after: after ?? second ?? first };
  const wanted = finite(gain, 'options.gain');
  const quantity = quantityOf(checked, text(vary, 'options.vary'));
  const values = valuesBetween(between, integer(points, 'options.points', 2), quantity.values !== 'any');
  const known = new Map<number, GainAt>();
  const gainAt = (value: number): GainAt => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const carried = (placement: string) => quantity.predict(value, { ...scenario, placement });
    const made = {
      value,
      gain: gainOver(carried(placements.before), carried(placements.after), vary, value),
    };
    known.set(value, made);
    return made;
  };
  const pays = (one: GainAt) => one.gain >= wanted;
  const curve = values.map(gainAt);
  const crossings: Crossing[] = [];
  for (let i = 1; i < curve.length; i++)
    if (pays(curve[i - 1]) !== pays(curve[i]))
      crossings.push(narrowed(curve[i - 1], curve[i], gainAt, pays, quantity.values));
  const extreme = (sign: number) =>
    curve.reduce((most, one) => (sign * one.gain > sign * most.gain ? one : most));
  const { topology } = quantity.predict(curve[0].value, { ...scenario, placement: placements.before });
  return checkedAnswer(
    {
      model: checked.name,
      topology,
      vary,
      gain: wanted,
      placements,
      crossings,
      verdict:
        crossings.length > 0
          ? ('crosses' as const)
          : pays(curve[0])
            ? ('always' as const)
            : ('never' as const),
      curve,
      least: extreme(-1),
      most: extreme(1),
      method: `predictions at ${curve.length} values, then bisection`,
    },
    'model',
  );
}

/** Two that carry nothing, under open load, carry the same. */
function gainOver(before: Prediction, after: Prediction, vary: string, value: number): number {
  if (before.throughput === after.throughput) return 0;
  refuseNothingCarried(before, `, where ${vary} is ${value}`);
  return after.throughput / before.throughput - 1;
}

/** What a quantity may be. The model takes parts of a byte, but nobody asks for them. */
type Values = 'any' | 'whole' | 'bytes';

function valuesOf(path: string): Values {
  return isWhole(path) ? 'whole' : 'any';
}

interface Quantity {
  readonly values: Values;
  predict(value: number, scenario: Scenario): Prediction;
}

/** What `vary` names: a field of the scenario, of its traffic, or a number of the model. */
function quantityOf(model: PathModel, vary: string): Quantity {
  const name = vary.startsWith('traffic.') ? vary.slice('traffic.'.length) : vary;
  if (name === 'message' || name === 'window')
    return {
      values: name === 'message' ? 'bytes' : 'whole',
      predict: (value, scenario) => predict(model, { ...scenario, [name]: value }),
    };
  if (name === 'batch')
    return { values: 'any', predict: (value, scenario) => predict(model, { ...scenario, batch: value }) };
  if (Object.hasOwn(model.traffic, name)) {
    valueAt(model, `traffic.${name}`);
    return {
      values: name === 'reply' ? 'bytes' : valuesOf(`traffic.${name}`),
      predict: (value, scenario) =>
        predict(model, { ...scenario, traffic: { ...scenario.traffic, [name]: value } }),
    };
  }
  valueAt(model, vary);
  return {
    values: valuesOf(vary),
    predict: (value, scenario) => predict(withValues(model, { [vary]: value }), scenario),
  };
}

const mostPoints = 10_000;

function valuesBetween(between: unknown, points: number, whole: boolean): number[] {
  const range = plainObject(between, 'options.between');
  onlyFields(range, ['low', 'high'], 'options.between');
  const low = finite(range.low, 'options.between.low');
  const high = finite(range.high, 'options.between.high');
  if (whole) {
    integer(low, 'options.between.low');
    integer(high, 'options.between.high');
  }
  if (low >= high)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.between',
      message: `${shown(low)} is not below ${shown(high)}`,
    });
  if (points > mostPoints)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options.points',
      message: `${points} is above ${mostPoints}`,
    });
  const logarithmic = low > 0 && high > 10 * low;
  const values = Array.from({ length: points }, (_, i) => {
    const share = i / (points - 1);
    if (i === 0) return low;
    if (i === points - 1) return high;
    return logarithmic ? low * (high / low) ** share : low + share * (high - low);
  });
  return whole ? [...new Set(values.map((value) => Math.round(value)))] : values;
}

function narrowed(
  from: GainAt,
  to: GainAt,
  gainAt: (value: number) => GainAt,
  pays: (one: GainAt) => boolean,
  values: Values,
): Crossing {
  const whole = values !== 'any';
  let [below, above] = [from, to];
  const narrow = () =>
    whole ? above.value - below.value <= 1 : above.value - below.value <= 1e-9 * Math.abs(above.value);
  for (let i = 0; i < 200 && !narrow(); i++) {
    const middle = (below.value + above.value) / 2;
    const one = gainAt(whole ? Math.round(middle) : middle);
    if (one.value <= below.value || one.value >= above.value) break;
    if (pays(one) === pays(below)) below = one;
    else above = one;
  }
  return {
    value: whole ? above.value : (below.value + above.value) / 2,
    direction: pays(above) ? 'rises' : 'falls',
    below,
    above,
    jump: values !== 'whole' && jumpsBetween(below, above, gainAt, values === 'bytes' ? 1e-6 : 0),
  };
}

/** Whether the gain changes at once: from one value to the other, or beside one of them where they are a byte apart. */
function jumpsBetween(
  below: GainAt,
  above: GainAt,
  gainAt: (value: number) => GainAt,
  beside: number,
): boolean {
  const apart = (a: GainAt, b: GainAt) => Math.abs(a.gain - b.gain) > 1e-4;
  if (beside === 0) return apart(below, above);
  return apart(below, gainAt(below.value + beside)) || apart(gainAt(above.value - beside), above);
}
