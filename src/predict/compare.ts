import { deepFreeze, SidecoreError, shown } from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { predict, type Scenario } from './predict';
import type { Prediction } from './prediction';
import { comparisonWarnings } from './warnings/comparison-warnings';

export interface ComparedPrediction extends Prediction {
  /** Throughput relative to the first compared placement of the same topology. */
  readonly speedup: number;
}

/** Predictions side by side, in the order of the scenarios. */
export interface Comparison {
  readonly model: string;
  readonly predictions: readonly ComparedPrediction[];
  /** What the model says of each topology and placement that was compared, by name; empty where it says nothing. */
  readonly descriptions: {
    readonly topologies: Readonly<Record<string, string>>;
    readonly placements: Readonly<Record<string, string>>;
  };
}

/**
 * Predicts several scenarios of one model. Without scenarios: every topology under every placement of the model.
 *
 * @throws SidecoreError as predict does, and `invalid-value` for scenarios that are no list
 * @example
 * compare(xenPv).predictions.map((one) => [one.topology, one.placement, one.throughput, one.speedup]);
 * @see predict
 */
export function compare(model: PathModel | PathModelInput, scenarios?: readonly Scenario[]): Comparison {
  const checked = pathModel(model);
  if (scenarios !== undefined && !Array.isArray(scenarios))
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'scenarios',
      message: `${shown(scenarios)} is not a list of scenarios`,
      hint: 'write [scenario] for one, or leave it out for every topology under every placement',
    });
  const base = new Map<string, Prediction>();
  const predictions = (scenarios ?? everyScenario(checked)).map((scenario) => {
    const prediction = predict(checked, scenario);
    const first = base.get(prediction.topology) ?? prediction;
    base.set(prediction.topology, first);
    return deepFreeze({
      ...prediction,
      // Two that carry nothing, under open load, carry the same.
      speedup: prediction.throughput === first.throughput ? 1 : prediction.throughput / first.throughput,
      warnings: [...prediction.warnings, ...comparisonWarnings(checked, first, prediction)],
    });
  });
  return deepFreeze({
    model: checked.name,
    predictions: Object.freeze(predictions),
    descriptions: Object.freeze({
      topologies: descriptionsOf(
        checked.topologies,
        predictions.map((one) => one.topology),
      ),
      placements: descriptionsOf(
        checked.placements,
        predictions.map((one) => one.placement),
      ),
    }),
  });
}

function descriptionsOf(
  table: Readonly<Record<string, { readonly description: string }>>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.freeze(Object.fromEntries(names.map((name) => [name, table[name].description])));
}

function everyScenario(model: PathModel): Scenario[] {
  return Object.keys(model.topologies).flatMap((topology) =>
    Object.keys(model.placements).map((placement) => ({ topology, placement })),
  );
}
