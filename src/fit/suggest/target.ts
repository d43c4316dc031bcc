import { oneOf, SidecoreError, shown } from '../../common';
import type { PathModel } from '../../iopath/model';
import { valueAt } from '../../iopath/with-values';
import { trafficOf } from '../../predict/predict';
import type { Setting } from '../data/setting';
import { Evaluator } from '../engine/evaluator';
import type { FittedModel } from '../engine/fitted-model';
import { type Observation, type ObservedMetric, observedMetrics } from '../observation';
import { type Candidate, measurementOf, quantityIn } from './candidates';
import type { ChosenAnswer } from './suggestions';

/** The answer that is to become surer. */
export interface Target {
  readonly what: string;
  readonly estimate: number;
  /** Of its logarithm by those of the fitted numbers. */
  readonly gradient: readonly number[];
  /** What no measurement elsewhere takes away. */
  readonly modelError: number;
  /** Key of its setting; empty for a number of the model. */
  readonly setting: string;
}

/** @throws SidecoreError `unknown-name` */
export function targetOf(model: PathModel, about: FittedModel, answer: ChosenAnswer): Target {
  const { parameter, metric, subject = '', level, ...scenario } = answer;
  if (parameter !== undefined) {
    const place = about.parameters.findIndex(({ name }) => name === parameter);
    if (place < 0)
      throw new SidecoreError({
        code: 'unknown-name',
        path: 'options.answer.parameter',
        message: `${shown(parameter)} is not a fitted number`,
        hint: `there are ${about.parameters.map(({ name }) => name).join(', ')}`,
      });
    return {
      what: parameter,
      estimate: valueAt(model, parameter) as number,
      gradient: about.parameters.map((_, p) => Number(p === place)),
      modelError: 0,
      setting: '',
    };
  }
  const asked = oneOf(metric, Object.keys(observedMetrics) as ObservedMetric[], 'options.answer.metric');
  const traffic = trafficOf(model, scenario);
  const setting: Setting = {
    configuration: '',
    scenario: {
      ...scenario,
      topology: scenario.topology ?? Object.keys(model.topologies)[0],
      placement: scenario.placement ?? Object.keys(model.placements)[0],
      message: traffic.message,
      window: traffic.window,
    },
    overrides: {},
  };
  const quantity = quantityIn(model, setting, { metric: asked, subject, ...(level ? { level } : {}) });
  const { jacobian, logarithms } = derivatives(model, about, [setting], [quantity]);
  const { topology, placement, message, window } = setting.scenario;
  const of = [level, subject].filter((part) => part !== undefined && part !== '').join(' of ');
  return {
    what: `${asked}${of && ` of ${of}`}: ${topology}, ${placement}, ${message} B, window ${window}`,
    estimate: Math.exp(logarithms[0]),
    gradient: Array.from(jacobian),
    modelError: about.modelError(asked),
    setting: keyOf(model, setting),
  };
}

/** Logarithms of what the model says of some quantities, and their derivatives, a column for each fitted number. */
export function derivatives(
  model: PathModel,
  about: FittedModel,
  settings: readonly Setting[],
  candidates: readonly Candidate[],
): { jacobian: Float64Array; logarithms: Float64Array } {
  const measurements = candidates.map((one) => measurementOf(one, 1, 1));
  const evaluator = new Evaluator(model, about.parameters, settings, measurements);
  const origin = new Float64Array(about.parameters.length);
  const logarithms = evaluator.logarithms(origin);
  const jacobian = logarithms && evaluator.jacobian(origin);
  if (logarithms && jacobian) return { jacobian, logarithms };
  throw new SidecoreError({
    code: 'no-convergence',
    path: 'model',
    message: 'the model has no finite answer for a setting that could be measured',
    hint: 'name topologies, placements and sizes that it predicts',
  });
}

/** 95 % interval of the answer, when parameters leave it so much error. */
export function interval({ estimate, modelError }: Target, error: number, quantile: number) {
  const half = quantile * Math.hypot(error, modelError);
  return { lower: estimate * Math.exp(-half), upper: estimate * Math.exp(half) };
}

/** Names a setting by all that it says of the run, whether in columns, in covariates or not at all. */
export function keyOf(model: PathModel, { scenario, overrides }: Setting): string {
  const { topology, placement, batch } = scenario;
  const traffic = trafficOf(model, scenario);
  const ownBatch = traffic.kind === 'open' ? 'solve' : model.batch;
  const changed = Object.entries(overrides).filter(([path, value]) => valueAt(model, path) !== value);
  return JSON.stringify([topology, placement, traffic, batch ?? ownBatch, changed.sort()]);
}

/** Names a quantity of a setting. */
export function rowKey(
  model: PathModel,
  setting: Setting,
  { metric, subject, level }: Pick<Observation, 'metric' | 'subject' | 'level'>,
) {
  return JSON.stringify([keyOf(model, setting), metric, subject, level]);
}
