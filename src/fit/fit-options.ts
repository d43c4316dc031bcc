import { finite, integer, oneOf, onlyFields, plainObject, positive, SidecoreError, shown } from '../common';
import type { Scenario } from '../predict/predict';
import type { WatchOptions } from '../queueing/networks/watch';
import type { Observation } from './observation';

/** Which measurements are left out together: those of a placement, of a placement at one message size, of a configuration, or as told. */
export type LeaveOut = 'placement' | 'cell' | 'configuration' | ((observation: Observation) => string);

export interface FitOptions extends WatchOptions {
  /** Paths of the numbers to fit, `*` for any name: `stages.*.cycles`. Default: every number with a range. */
  readonly free?: readonly string[];
  /** Paths of those of them that stay as they are. */
  readonly fixed?: readonly string[];
  /** Numbers with one common factor, by the name of the factor: `{ driver: ['stages.netback-*.cycles'] }`. */
  readonly tied?: Readonly<Record<string, readonly string[]>>;
  /** Take the ranges of the model as what is known beforehand (default true). */
  readonly priors?: boolean;
  /** `soft-l1` (default): outliers pull in proportion to their distance; `squares`: to its square. */
  readonly loss?: 'soft-l1' | 'squares';
  /** Where the estimate of the model error starts, standard deviation of the logarithm (default 0.05). */
  readonly modelError?: number;
  /** Searches from different places (default 3). */
  readonly starts?: number;
  /** Of everything random (default 1): the same seed gives the same answer. */
  readonly seed?: number;
  /** Compare models without cache terms, with reload, with transfer, ... and take the one that the data support. */
  readonly ladder?: boolean;
  /** Predict measurements from fits without them. */
  readonly leaveOut?: LeaveOut;
  /** Replicates of a case bootstrap (default 0: none). */
  readonly bootstrap?: number;
  /** Names of parameters to follow the profile of. */
  readonly profiles?: readonly string[];
  /** What the observations leave out: topology, placement, traffic. */
  readonly scenario?: Scenario;
}

const names = [
  ...['free', 'fixed', 'tied', 'priors', 'loss', 'modelError', 'starts', 'seed', 'ladder', 'leaveOut'],
  ...['bootstrap', 'profiles', 'scenario', 'signal', 'onProgress'],
];

/** The options with their defaults. @throws SidecoreError `invalid-value`, `invalid-shape` */
export function checkedOptions(options: FitOptions) {
  onlyFields(plainObject(options, 'options'), names, 'options');
  const flag = (name: 'priors' | 'ladder', none: boolean) => {
    const value = options[name] ?? none;
    if (typeof value === 'boolean') return value;
    throw new SidecoreError({
      code: 'invalid-value',
      path: `options.${name}`,
      message: `${shown(value)} is neither true nor false`,
    });
  };
  const { leaveOut } = options;
  if (leaveOut !== undefined && typeof leaveOut !== 'function')
    oneOf(leaveOut, ['placement', 'cell', 'configuration'], 'options.leaveOut');
  return {
    ...options,
    priors: flag('priors', true),
    ladder: flag('ladder', false),
    loss: oneOf(options.loss ?? 'soft-l1', ['soft-l1', 'squares'], 'options.loss'),
    modelError: positive(finite(options.modelError ?? 0.05, 'options.modelError'), 'options.modelError'),
    starts: integer(options.starts ?? 3, 'options.starts', 1),
    seed: integer(options.seed ?? 1, 'options.seed'),
    bootstrap: integer(options.bootstrap ?? 0, 'options.bootstrap'),
    profiles: options.profiles ?? [],
    scenario: options.scenario ?? {},
  };
}

export type CheckedOptions = ReturnType<typeof checkedOptions>;
