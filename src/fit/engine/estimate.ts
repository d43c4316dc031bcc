import { SidecoreError } from '../../common';
import { randomStream } from '../../common/random-stream';
import type { StopSignal } from '../../queueing/networks/watch';
import type { Measurement } from '../data/measurements';
import type { LeastSquaresAnswer } from '../least-squares/answer';
import type { Evaluator } from './evaluator';
import { linearStart } from './linear-start';
import { minimise, type Objective, pointOf, vague } from './minimise';
import { modelErrorOf } from './model-error';
import { type Posterior, posteriorOf } from './posterior';

export interface EstimateOptions {
  readonly loss: 'soft-l1' | 'squares';
  /** Searches, from different places. */
  readonly starts: number;
  readonly seed: number;
  /** Where the model error of every metric starts. */
  readonly modelError: number;
  readonly signal?: StopSignal;
}

export interface Estimate {
  /** Logarithms of the factors. */
  readonly point: Float64Array;
  readonly answer: LeastSquaresAnswer;
  readonly posterior: Posterior;
  readonly modelError: Readonly<Record<string, number>>;
  readonly objective: Objective;
  /** ln(model / measured). */
  readonly differences: Float64Array;
  readonly jacobian: Float64Array;
  readonly starts: number;
  readonly agreeing: number;
  readonly iterations: number;
}

/** How far a parameter may move on derivatives from elsewhere: while searching, and while weights settle. */
const whileSearching = 0.1;
const whileSettling = 0.03;
const mostRounds = 25;

/**
 * Estimates of the parameters and of the model error of each metric, in turn, until both stay: the searches, then
 * rounds of weighting and minimising, then a last minimum with derivatives of its own.
 */
export function estimate(evaluator: Evaluator, options: EstimateOptions): Estimate {
  const { measurements, parameters } = evaluator;
  const metrics = [...new Set(measurements.map(({ observation }) => observation.metric))];
  let modelError: Record<string, number> = Object.fromEntries(
    metrics.map((metric) => [metric, options.modelError]),
  );
  const objective = (): Objective => ({
    evaluator,
    measured: Float64Array.from(measurements, ({ logarithm }) => logarithm),
    deviations: deviationsOf(measurements, modelError),
    priors: parameters.map(({ prior }) => ({ mean: 0, deviation: prior?.deviation ?? vague })),
    loss: options.loss,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const first = objective();
  const { best, agreeing, count } = search(first, options);
  let answer = best;
  let iterations = answer.iterations;
  for (let round = 0; round < mostRounds; round++) {
    const { differences, posterior } = around(objective(), answer, whileSettling);
    const next = { ...modelError };
    for (const metric of metrics) {
      const rows = measurements.flatMap(({ observation }, i) => (observation.metric === metric ? [i] : []));
      const errors = Float64Array.from(measurements, ({ error }) => error);
      const found = modelErrorOf(
        { differences, errors, leverage: posterior.leverage, loss: options.loss },
        rows,
      );
      if (found !== null) next[metric] = found;
    }
    const change = Math.max(...metrics.map((metric) => Math.abs(next[metric] - modelError[metric])));
    const settled = change < 0.01 * Math.max(leastModelError, ...Object.values(next));
    modelError = next;
    if (settled) break;
    answer = minimise(objective(), pointOf(answer), whileSettling);
    iterations += answer.iterations;
  }
  const last = objective();
  answer = minimise(last, pointOf(answer), 0);
  iterations += answer.iterations;
  const end = around(last, answer, 0);
  return {
    point: pointOf(answer),
    answer,
    ...end,
    modelError,
    objective: last,
    starts: count,
    agreeing,
    iterations,
  };
}

const leastModelError = 1e-3;

export function deviationsOf(
  measurements: readonly Measurement[],
  modelError: Readonly<Record<string, number>>,
): Float64Array {
  return Float64Array.from(measurements, ({ error, observation }) =>
    Math.hypot(error, modelError[observation.metric]),
  );
}

/** Differences, derivatives and the posterior around the estimates of an answer. */
export function around(
  { evaluator, measured, deviations, priors, loss }: Objective,
  answer: LeastSquaresAnswer,
  hold: number,
): { differences: Float64Array; jacobian: Float64Array; posterior: Posterior } {
  const point = pointOf(answer);
  const logarithms = evaluator.logarithms(point)!;
  const jacobian = evaluator.jacobian(point, hold)!;
  const differences = logarithms.map((value, i) => value - measured[i]);
  const residuals = differences.map((value, i) => value / deviations[i]);
  const held = Object.values(answer.parameters).map(({ atBound }) => atBound !== null);
  return {
    differences,
    jacobian,
    posterior: posteriorOf({
      jacobian,
      deviations,
      residuals,
      kinds: evaluator.measurements.map(({ observation }) => observation.metric),
      priors,
      held,
      loss,
    }),
  };
}

/** A difference of costs, which are logarithms of likelihoods, that says nothing. */
const indifferent = 0.1;

function search(
  objective: Objective,
  { starts, seed }: EstimateOptions,
): { best: LeastSquaresAnswer; agreeing: number; count: number } {
  const { evaluator, priors } = objective;
  const origin = new Float64Array(evaluator.parameters.length);
  const linear = linearStart(objective);
  const places = [origin, ...(linear ? [linear] : [])].slice(0, starts);
  const random = randomStream(seed);
  while (places.length < starts)
    places.push(Float64Array.from(priors, ({ deviation }) => Math.min(deviation, 1) * random.normal()));
  const answers = places
    .map((place) => minimise(objective, place, whileSearching))
    .filter(({ status }) => status !== 'invalid-start');
  if (answers.length === 0)
    throw new SidecoreError({
      code: 'no-convergence',
      path: 'model',
      message: 'the model has no finite answer for the settings that were measured',
      hint: 'predict one of them first',
    });
  const rank = (one: LeastSquaresAnswer) => (one.converged ? 0 : 1e9) + one.cost;
  const best = answers.reduce((a, b) => (rank(b) < rank(a) ? b : a));
  const agreeing = answers.filter(
    ({ converged, cost }) => converged && cost <= best.cost + indifferent,
  ).length;
  return { best, agreeing, count: answers.length };
}
