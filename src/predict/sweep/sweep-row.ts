import { SidecoreError } from '../../common';
import { unknown } from '../../iopath/check-values';
import type { PathModel } from '../../iopath/model';
import { withValues } from '../../iopath/with-values';
import { predict, type Scenario } from '../predict';
import type { Prediction } from '../prediction';
import type { SweepDesign } from './sweep-design';
import type { SweepValue } from './sweep-options';

/** One answer of a sweep. */
export interface SweepRow {
  /** Counted from 0. */
  readonly row: number;
  /** What varied, by the name of its axis. */
  readonly values: Readonly<Record<string, SweepValue>>;
  /** By their paths; null where the prediction has none, as for a core that a placement does not use. */
  readonly outputs: Readonly<Record<string, number | string | boolean | null>>;
  /** Codes of the warnings of the prediction, each once. */
  readonly warnings: readonly string[];
  /** Why there is no prediction; then every output is null. */
  readonly error?: { readonly code: string; readonly path: string; readonly message: string };
}

/** Answers rows of a sweep one by one. Rows in a row with the same numbers of the model share it. */
export function rowMaker(design: SweepDesign): (row: number) => SweepRow {
  const { axes, outputs } = design;
  const modelOf = modelMaker(design);
  const paths = outputs.map((output) => output.split('.'));
  return (row) => {
    const values = design.valuesAt(row);
    const named: Record<string, SweepValue> = {};
    const found: Record<string, number | string | boolean | null> = {};
    for (let a = 0; a < axes.length; a++) named[axes[a].name] = values[a];
    for (const output of outputs) found[output] = null;
    const answer = { row, values: Object.freeze(named), outputs: found };
    let prediction: Prediction;
    try {
      prediction = predict(modelOf(values), scenarioOf(design, values));
    } catch (error) {
      if (!(error instanceof SidecoreError)) throw error;
      const { code, path, message } = error;
      Object.freeze(found);
      return Object.freeze({
        ...answer,
        warnings: Object.freeze([]),
        error: Object.freeze({ code, path, message }),
      });
    }
    for (let o = 0; o < outputs.length; o++)
      found[outputs[o]] = outputs[o] === 'utilization' ? busiest(prediction) : fieldAt(prediction, paths[o]);
    Object.freeze(found);
    const warnings = Object.freeze([...new Set(prediction.warnings.map(({ code }) => code))]);
    return Object.freeze({ ...answer, warnings });
  };
}

/** The model with the numbers of a row. */
function modelMaker({ model, axes }: SweepDesign): (values: readonly SweepValue[]) => PathModel {
  const own = axes.flatMap(({ target }, a) => (target === 'model' ? [a] : []));
  let last = model;
  let lastValues: readonly SweepValue[] | undefined;
  return (values) => {
    if (own.length === 0) return model;
    if (lastValues && own.every((a) => values[a] === lastValues![a])) return last;
    const numbers: Record<string, number> = {};
    for (const a of own) {
      const { paths, factorsOf } = axes[a];
      const value = values[a] as number;
      paths.forEach((path, i) => {
        numbers[path] = factorsOf ? factorsOf[i] * value : value;
      });
    }
    last = withValues(model, numbers);
    lastValues = values;
    return last;
  };
}

function scenarioOf({ axes, scenario }: SweepDesign, values: readonly SweepValue[]): Scenario {
  const fields: Record<string, SweepValue> = {};
  const traffic: Record<string, SweepValue> = {};
  let varied = false;
  for (let a = 0; a < axes.length; a++) {
    const { target, paths } = axes[a];
    if (target === 'scenario') fields[paths[0]] = values[a];
    if (target !== 'traffic') continue;
    traffic[paths[0]] = values[a];
    varied = true;
  }
  return { ...scenario, ...fields, ...(varied ? { traffic: { ...scenario.traffic, ...traffic } } : {}) };
}

function busiest({ centres }: Prediction): number {
  let most = 0;
  for (const { utilization } of Object.values(centres)) most = Math.max(most, utilization);
  return most;
}

function fieldAt(prediction: Prediction, path: readonly string[]): number | string | boolean | null {
  let value: unknown = prediction;
  for (let at = 0; at < path.length; at++) {
    if (typeof value === 'object' && value !== null && Object.hasOwn(value, path[at])) {
      value = (value as Record<string, unknown>)[path[at]];
      continue;
    }
    if (at > 0) return null;
    unknown('options.outputs', path[0], 'field of a prediction', ['utilization', ...Object.keys(prediction)]);
  }
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  throw new SidecoreError({
    code: 'invalid-value',
    path: 'options.outputs',
    message: `${path.join('.')} is more than one value`,
    hint: `name one of its fields: ${Object.keys(value as object)
      .slice(0, 20)
      .join(', ')}`,
  });
}
