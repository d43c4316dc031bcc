import { SidecoreError, shown } from '../../common';
import type { PathModel, Traffic } from '../../iopath/model';
import { withValues } from '../../iopath/with-values';
import { type Scenario, trafficOf } from '../../predict/predict';
import type { Observation } from '../observation';

/** What was run: a question to the model, and numbers of the model that were other ones in this run. */
export interface Setting {
  readonly configuration: string;
  readonly scenario: Scenario & {
    readonly topology: string;
    readonly placement: string;
    readonly message: number;
    readonly window: number;
  };
  readonly overrides: Readonly<Record<string, number | 'solve'>>;
}

const sections = [
  'machine',
  'network',
  'contexts',
  'mechanisms',
  'stages',
  'topologies',
  'placements',
  'traffic',
  'parameters',
];

/** Numbers of the model that have no section. */
const defaultsOfLinks = ['batchCap', 'slots'];

/**
 * The setting of an observation. Its columns say topology, placement, message and window; covariates named after a
 * path of the model (`contexts.guest.footprintLines`, `traffic.kind`, `batch`) lay over the model for this run; what
 * is not said is taken from `defaults`, then from the model, where that leaves no choice.
 *
 * @throws SidecoreError naming file and line
 */
export function settingOfRun(model: PathModel, one: Observation, defaults: Scenario): Setting {
  const at = `${one.origin.file}:${one.origin.line}`;
  const traffic: Record<string, number | string> = {};
  const overrides: Record<string, number | 'solve'> = {};
  let batch = defaults.batch;
  for (const [name, value] of Object.entries(one.covariates)) {
    const [section] = name.split('.');
    if (name === 'batch') batch = batchOf(value, at);
    else if (section === name ? !defaultsOfLinks.includes(name) : !sections.includes(section)) continue;
    else if (section === 'traffic') traffic[name.slice(section.length + 1)] = value;
    else if (typeof value === 'number' || value === 'solve') overrides[name] = value;
    else
      throw wrong(at, name, `${shown(value)} is not a number`, 'only traffic.kind may be changed by a word');
  }
  const named = {
    ...defaults,
    topology: nameOf(model.topologies, one.topology || defaults.topology, 'topology', at),
    placement: nameOf(model.placements, one.placement || defaults.placement, 'placement', at),
    ...(one.message === undefined ? {} : { message: one.message }),
    ...(one.window === undefined ? {} : { window: one.window }),
    ...(batch === undefined ? {} : { batch }),
    ...(Object.keys(traffic).length === 0
      ? {}
      : { traffic: { ...defaults.traffic, ...(traffic as Partial<Traffic>) } }),
  };
  const complete = located(at, () => {
    withValues(model, overrides);
    return trafficOf(model, named);
  });
  return {
    configuration: one.configuration,
    scenario: { ...named, message: complete.message, window: complete.window },
    overrides,
  };
}

/** Runs a check of the model's, and says which row it failed for. */
export function located<T>(at: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof SidecoreError ? error.at(at) : error;
  }
}

function nameOf(table: object, given: string | undefined, what: string, at: string): string {
  const known = Object.keys(table);
  if (given && Object.hasOwn(table, given)) return given;
  if (!given && known.length === 1) return known[0];
  const hint = `the model has ${known.join(', ')}`;
  if (!given)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: what,
      message: 'none is given',
      hint,
      location: at,
    });
  throw new SidecoreError({
    code: 'unknown-name',
    path: what,
    location: at,
    message: `the model has no ${what} ${shown(given)}`,
    hint,
  });
}

function batchOf(value: number | string, at: string): number | 'solve' {
  if (value === 'solve' || (typeof value === 'number' && value >= 1 && Number.isFinite(value))) return value;
  throw wrong(at, 'batch', `${shown(value)} is neither a number of 1 or more nor "solve"`);
}

function wrong(at: string, name: string, message: string, hint?: string): SidecoreError {
  return new SidecoreError({ code: 'invalid-value', path: name, message, hint, location: at });
}
