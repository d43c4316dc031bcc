import { SidecoreError } from '../common';
import type { PathModel } from '../iopath/model';
import type { Scenario } from '../predict';
import { type ScenarioOptions, scenariosOf } from './scenarios';

/** A load under two placements. */
export interface PlacementPair extends Omit<Scenario, 'placement'> {
  readonly before: string;
  readonly after: string;
}

/**
 * Two placements of each chosen topology: those named by `--placement`, or the model's first two. `first`: of the
 * first topology where none is chosen.
 */
export function pairsOf(
  model: PathModel,
  options: ScenarioOptions,
  topologies: 'all' | 'first',
): readonly PlacementPair[] {
  const names = options.placement ?? Object.keys(model.placements).slice(0, 2);
  if (names.length !== 2)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--placement',
      message: `${names.length === 1 ? 'one placement is' : `${names.length} placements are`} no comparison`,
      hint: `name two, the earlier one first: ${Object.keys(model.placements).join(', ')}`,
    });
  const [before, after] = names;
  if (before === after)
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--placement',
      message: `${before} beside itself is no comparison`,
      hint: `name two different ones: ${Object.keys(model.placements).join(', ')}`,
    });
  const chosen = scenariosOf(model, { ...firstOnly(model, options, topologies), placement: [before] });
  // The second name is checked like the first.
  scenariosOf(model, { placement: [after] });
  return chosen.map(({ placement: _, ...load }) => ({ ...load, before, after }));
}

/** The one scenario of a command that answers one question at a time. */
export function oneScenario(model: PathModel, options: ScenarioOptions): Scenario {
  const placement = options.placement ?? Object.keys(model.placements).slice(0, 1);
  return onlyOne(scenariosOf(model, { ...firstOnly(model, options, 'first'), placement }));
}

function firstOnly(model: PathModel, options: ScenarioOptions, topologies: 'all' | 'first'): ScenarioOptions {
  return topologies === 'all' || options.topology !== undefined
    ? options
    : { ...options, topology: Object.keys(model.topologies).slice(0, 1) };
}

/** The only one of several answers. */
export function onlyOne<T>(answers: readonly T[]): T {
  if (answers.length === 1) return answers[0];
  throw new SidecoreError({
    code: 'invalid-usage',
    path: '--topology',
    message: `this takes one topology and placement, and there are ${answers.length}`,
    hint: 'name one with --topology, and where one placement is meant, with --placement',
  });
}
