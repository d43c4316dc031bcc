import { checkedAnswer, plainObject, SidecoreError, shown, type Warning } from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { valueAt, withValues } from '../iopath/with-values';
import { numericPaths } from './numeric-paths';
import { isWhole } from './parameter-draws';
import { predict, type Scenario } from './predict';
import type { Prediction } from './prediction';

/** Which numbers, under which load. */
export interface SensitivityOptions extends Scenario {
  /** Paths of numbers, `ranges` (default) for those with a range in the model, or `all` numbers of the model. */
  readonly parameters?: 'ranges' | 'all' | readonly string[];
}

/** What the path carries with one number at another value. */
export interface SensitivityEnd {
  readonly value: number;
  /** Payload bits per second. */
  readonly throughput: number;
  readonly bottleneck: string;
}

/** How much the throughput depends on one number of the model. */
export interface Sensitivity {
  /** Of the number, as `withValues` takes it. */
  readonly path: string;
  readonly value: number;
  /** d ln X / d ln p: per cent more throughput for one per cent more of the number; 0 for a number that is 0. */
  readonly elasticity: number;
  /** The same from one side alone; absent where the number cannot go to that side, or the throughput jumps there. */
  readonly below?: number;
  readonly above?: number;
  /** True where the two sides differ: the elasticity is their mean, or that of the side without a jump. */
  readonly kink: boolean;
  /** At the ends of the number's range; absent without a range. */
  readonly low?: SensitivityEnd;
  readonly high?: SensitivityEnd;
  /** Distance between the throughputs at the two ends, over the throughput. */
  readonly swing?: number;
}

/** Sensitivities of one prediction, those that matter most first. */
export interface SensitivityAnswer {
  readonly model: string;
  readonly topology: string;
  readonly placement: string;
  readonly message: number;
  readonly window: number;
  /** Payload bits per second. */
  readonly throughput: number;
  readonly bottleneck: string;
  readonly sensitivities: readonly Sensitivity[];
  /** Paths of numbers that have no effect within their range, or in their neighbourhood where they have none. */
  readonly without: readonly string[];
  readonly warnings: readonly Warning[];
  readonly method: string;
  readonly exact: false;
}

/**
 * How the throughput depends on the numbers of a model: the elasticity d ln X / d ln p of each, and the throughput at
 * both ends of its range.
 *
 * Elasticities are central differences in ln p, with a step of 0.1 %, repeated with a tenth of it where the two sides
 * disagree; a whole number is changed by 1. Where they disagree the number stands at a kink, the cap of a batch for
 * example, or beside a jump, such as the next packet of a message: both sides are given, but for one that jumps. Where the bottleneck is another at an end of the range,
 * the end says so: an elasticity holds only near the value. A batch of `solve` is no number, and left out.
 *
 * @throws SidecoreError `unknown-name` for a path that the model lacks, `invalid-value` where no number stands there
 * @example
 * const { sensitivities } = sensitivity(xenPv, { topology: 'inter-node-receive', placement: 'driver-domain' });
 * sensitivities[0].path; // 'stages.bridge-receive.cycles'
 */
export function sensitivity(
  model: PathModel | PathModelInput,
  options: SensitivityOptions = {},
): SensitivityAnswer {
  const checked = pathModel(model);
  const { parameters = 'ranges', ...scenario } = plainObject(options, 'options') as SensitivityOptions;
  const prediction = predict(checked, scenario);
  const rows: Sensitivity[] = [];
  const without: string[] = [];
  for (const path of chosenPaths(checked, parameters)) {
    const value = numberIn(checked, path, scenario);
    if (value === 'solve') continue;
    const row = sensitivityOf(checked, scenario, prediction, path, value);
    if (effectOf(row) > 1e-9) rows.push(row);
    else without.push(path);
  }
  rows.sort((a, b) => effectOf(b) - effectOf(a));
  return checkedAnswer(
    {
      model: prediction.model,
      topology: prediction.topology,
      placement: prediction.placement,
      message: prediction.message,
      window: prediction.window,
      throughput: prediction.throughput,
      bottleneck: prediction.bottleneck.name,
      sensitivities: rows,
      without,
      warnings: prediction.warnings,
      method: `central differences of ln throughput; ${prediction.method}`,
      exact: false as const,
    },
    'model',
  );
}

const step = 1e-3;

/** What a reader ranks by: the swing over the range, or else what a change by a tenth would do. */
function effectOf({ swing, elasticity }: Sensitivity): number {
  return swing ?? 0.2 * Math.abs(elasticity);
}

function chosenPaths(model: PathModel, parameters: unknown): readonly string[] {
  if (parameters === 'ranges') return Object.keys(model.parameters);
  if (parameters === 'all') return numericPaths(model);
  if (Array.isArray(parameters)) return [...new Set(parameters.map(String))];
  throw new SidecoreError({
    code: 'invalid-value',
    path: 'options.parameters',
    message: `${shown(parameters)} is neither ranges, all nor a list of paths`,
    hint: 'name numbers of the model, for example stages.netback-receive.cycles',
  });
}

/** A number of the model, unless the scenario has its own. */
function numberIn(model: PathModel, path: string, scenario: Scenario): number | 'solve' {
  const own = ownOf(scenario);
  return Object.hasOwn(own, path) ? own[path] : valueAt(model, path);
}

function ownOf({ message, window, batch, traffic }: Scenario): Record<string, number | 'solve'> {
  const given = Object.entries({ ...traffic, ...(message && { message }), ...(window && { window }) });
  return {
    ...(batch === undefined ? {} : { batch }),
    ...Object.fromEntries(
      given.flatMap(([name, value]) => (typeof value === 'number' ? [[`traffic.${name}`, value]] : [])),
    ),
  };
}

/** The scenario with one number changed, wherever it stands. */
function changed(model: PathModel, scenario: Scenario, path: string, value: number): Prediction {
  if (!Object.hasOwn(ownOf(scenario), path)) return predict(withValues(model, { [path]: value }), scenario);
  if (path === 'batch') return predict(model, { ...scenario, batch: value });
  const { message, window, ...rest } = scenario;
  const own = { ...scenario.traffic, ...(message && { message }), ...(window && { window }) };
  return predict(model, { ...rest, traffic: { ...own, [path.slice('traffic.'.length)]: value } });
}

function sensitivityOf(
  model: PathModel,
  scenario: Scenario,
  prediction: Prediction,
  path: string,
  value: number,
): Sensitivity {
  const at = (other: number): Prediction | undefined => {
    try {
      return changed(model, scenario, path, other);
    } catch (error) {
      // A side on which the number may not be.
      if (error instanceof SidecoreError && error.code === 'invalid-value') return undefined;
      throw error;
    }
  };
  const slope = (other: number): number | undefined => {
    const there = other > 0 ? at(other)?.throughput : undefined;
    if (there === undefined) return undefined;
    return Math.log(there / prediction.throughput) / Math.log(other / value) + 0;
  };
  const whole = isWhole(path);
  let [below, above]: (number | undefined)[] = [undefined, undefined];
  let kink = false;
  if (whole) [below, above] = [slope(value - 1), slope(value + 1)];
  else if (value !== 0) {
    [below, above] = [slope(value * Math.exp(-step)), slope(value * Math.exp(step))];
    kink = disagree(below, above);
    if (kink) {
      // A slope that grows as the step shrinks is no slope: the throughput jumps on that side.
      const finer = [slope(value * Math.exp(-step / 10)), slope(value * Math.exp(step / 10))];
      below = jumps(below, finer[0]) ? undefined : finer[0];
      above = jumps(above, finer[1]) ? undefined : finer[1];
    }
  }
  const known = [below, above].filter((one) => one !== undefined);
  const range = Object.hasOwn(model.parameters, path) ? model.parameters[path] : undefined;
  const end = (other: number): SensitivityEnd | undefined => {
    const there = at(other);
    return there && { value: other, throughput: there.throughput, bottleneck: there.bottleneck.name };
  };
  const low = range && end(range.low);
  const high = range && end(range.high);
  return {
    path,
    value,
    elasticity: known.length === 0 ? 0 : known.reduce((sum, one) => sum + one, 0) / known.length,
    ...(below === undefined ? {} : { below }),
    ...(above === undefined ? {} : { above }),
    kink,
    ...(low && high
      ? { low, high, swing: Math.abs(high.throughput - low.throughput) / prediction.throughput }
      : {}),
  };
}

function jumps(coarse: number | undefined, fine: number | undefined): boolean {
  return coarse !== undefined && fine !== undefined && Math.abs(fine) > 3 * Math.abs(coarse) + 1e-3;
}

/** True when two slopes differ by more than a curve would bend within the step. */
function disagree(below: number | undefined, above: number | undefined): boolean {
  if (below === undefined || above === undefined) return false;
  return Math.abs(below - above) > 0.02 * Math.max(Math.abs(below), Math.abs(above)) + 1e-4;
}
