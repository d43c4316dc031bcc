import {
  checkedAnswer,
  integer,
  nonNegative,
  onlyFields,
  plainObject,
  probability,
  type Warning,
} from '../../common';
import { costMechanisms } from '../../iopath/charger';
import type { PathModel } from '../../iopath/model';
import { pathModel } from '../../iopath/path-model';
import type { PathModelInput } from '../../iopath/path-model-input';
import { type ParameterDraws, parameterDraws } from '../parameter-draws';
import { predict, type Scenario, solveScenario } from '../predict';
import type { Prediction } from '../prediction';
import { refuseNothingCarried } from '../refuse-nothing-carried';
import { aliasedCauses } from './aliased-causes';
import { type Cause, causesOf, type Divided, divideGain } from './divide-gain';
import type { BeforeAfter, Explanation } from './explanation';
import { cachePlayers, playerOf, playersOf } from './hybrid';
import { confidenceLevel, intervalOf, standardDeviation } from './intervals';
import { refusalsOf } from './refusals';
import { rowOf, type SavedRow, savedCycles } from './saved-cycles';
import { cacheShareOf, sharesOf } from './shares';

/** Which two placements, under which load, and how sure the answer is to be. */
export interface ExplainOptions extends Omit<Scenario, 'placement'> {
  /** Default: the model's first placement. */
  readonly before?: string;
  /** Default: the model's second placement. */
  readonly after?: string;
  /** Part of the reload that a driver wandering over the same cores causes: 0 to 1; default 0.5. */
  readonly pollution?: number;
  /** Standard error of the logarithm of a measured speed-up, where there is one; default 0. */
  readonly measurementError?: number;
  /** Models drawn for the intervals; 0: none; default 200. */
  readonly draws?: number;
  /** Probability that an interval holds; default 0.95. */
  readonly level?: number;
  readonly seed?: number;
}

const fields = [
  'topology',
  'message',
  'window',
  'batch',
  'traffic',
  'before',
  'after',
  'pollution',
  'measurementError',
  'draws',
  'level',
  'seed',
];

/**
 * Says where the gain of one placement over another comes from, on two scales. They disagree, and both are right:
 *
 * - **Cycles per packet** are additive: what each mechanism saves is a difference of two ledgers.
 * - **The gain in throughput**, ln X_after - ln X_before, is not, because a bottleneck is a maximum. It is divided by
 *   the Shapley value over four causes: `parallelism` (stages on more cores), `reload`, `switch` (with activation) and
 *   `transfer`; where the model lets contexts share the last-level cache, also `capacity`. For every subset of the causes the path is solved with the stages on the cores of `after` if
 *   parallelism is in it, and the cycles of each mechanism as they are in `after` if its cause is in it.
 *
 * Beside each share stands its range over all orders of the causes, and an interval by what is known of the numbers:
 * the covariance of a fitted model, else the ranges of the model. `refusals` says when no share can be given: the gain
 * is lost in its error, or something other than cycles limits the path. Cores of different clocks keep the cycles that
 * they cost in the placement they are of.
 *
 * Assumes that both placements carry the same traffic. 18 networks are solved, and as many for each draw.
 *
 * @throws SidecoreError `unknown-name` for a topology or placement that the model lacks, `invalid-value` for numbers,
 * `unsupported` where one of the two carries nothing under open load
 * @example
 * const { shares, saved } = explain(xenPv, { topology: 'inter-node-receive', after: 'driver-domain' });
 * shares.map(({ cause, share }) => cause + ' ' + share.toFixed(2)).join(); // 'parallelism 0.72,reload 0.30,switch 0.01,transfer -0.04'
 * saved.total.cycles; // 2398.4
 * @see docs/theory.md, section 5
 */
export function explain(model: PathModel | PathModelInput, options: ExplainOptions = {}): Explanation {
  const checked = pathModel(model);
  const question = checkOptions(checked, options);
  const { level, seed } = question;
  const predictions = {
    before: predict(checked, question.scenarios.before),
    after: predict(checked, question.scenarios.after),
  };
  const closed = predictions.before.kind !== 'open';
  const draws = closed ? drawn(checked, question) : { draws: noDraws, pairs: [] };
  const { causes, divided } = closed ? divide(checked, question, draws) : { causes: [], divided: undefined };
  const gain = gainOf(predictions);
  const gains = (divided?.drawn ?? []).map((one) => one.gain);
  const refusals = refusalsOf({
    ...predictions,
    applicationStages: new Set(
      Object.keys(checked.stages).filter((name) => checked.stages[name].application),
    ),
    gain,
    standardError: Math.hypot(
      question.measurementError,
      draws.draws.source === 'fit' ? standardDeviation(gains) : 0,
    ),
    divided: divided?.own,
    conditionNumber:
      checked.fit === undefined ? 1 : (checked.fit.conditionNumber ?? Number.POSITIVE_INFINITY),
    fused: causes.some((cause) => cause.length > 1),
  });
  const shares = divided && refusals.length === 0 ? sharesOf(causes, divided, level) : undefined;
  const cacheShare = divided && shares ? cacheShareOf(shares, divided, level) : undefined;
  const gainInterval = intervalOf(gains, level);
  const cycleRows: BeforeAfter<SavedRow> = {
    before: predictions.before.ledger.total,
    after: predictions.after.ledger.total,
  };
  const drawnRows = draws.pairs.map((pair) => both(pair, rowOf));
  return checkedAnswer(
    {
      model: checked.name,
      topology: predictions.after.topology,
      kind: predictions.after.kind,
      message: predictions.after.message,
      payload: predictions.after.payload,
      window: predictions.after.window,
      placements: both(predictions, ({ placement }) => placement),
      throughput: both(predictions, ({ throughput }) => throughput),
      bottleneck: both(predictions, ({ bottleneck }) => bottleneck.name),
      coreCount: both(predictions, ({ ledger }) => Object.keys(ledger.cores).length),
      speedup: Math.exp(gain),
      gain,
      ...(gainInterval === undefined ? {} : { gainInterval }),
      cycles: cycleRows,
      saved: Object.fromEntries(
        [...costMechanisms, 'total' as const].map((mechanism) => [
          mechanism,
          savedCycles(cycleRows, drawnRows, [mechanism], level),
        ]),
      ) as Explanation['saved'],
      cacheSaved: savedCycles(
        cycleRows,
        drawnRows,
        costMechanisms.filter((mechanism) => cachePlayers.has(playerOf[mechanism])),
        level,
      ),
      misses: both(predictions, ({ ledger }) => ledger.misses),
      ...(shares === undefined ? {} : { shares }),
      ...(cacheShare === undefined ? {} : { cacheShare }),
      refusals,
      ...(divided === undefined ? {} : { sameCores: sameCoresOf(predictions.after, divided, question) }),
      ...(draws.pairs.length === 0
        ? {}
        : {
            uncertainty: {
              source: draws.draws.source,
              draws: draws.pairs.length,
              discarded: draws.draws.discarded,
              level,
              seed,
            },
          }),
      warnings: mergedWarnings(predictions),
      method: `${causes.length > 0 ? `Shapley value of ln throughput over ${causes.length} causes; ` : ''}${predictions.after.method}`,
      exact: false as const,
      converged: predictions.before.converged && predictions.after.converged,
    },
    'model',
  );
}

/** Two that carry nothing, under open load, carry the same. */
function gainOf({ before, after }: BeforeAfter<Prediction>): number {
  if (before.throughput === after.throughput) return 0;
  for (const one of [before, after]) refuseNothingCarried(one);
  return Math.log(after.throughput / before.throughput);
}

interface Question {
  readonly scenarios: { readonly before: Scenario; readonly after: Scenario };
  readonly pollution: number;
  readonly measurementError: number;
  readonly draws: number;
  readonly level: number;
  readonly seed: number;
}

function checkOptions(model: PathModel, options: ExplainOptions): Question {
  onlyFields(plainObject(options, 'options'), fields, 'options');
  const { before, after, pollution, measurementError, draws, level, seed, ...load } = options;
  const [first, second] = Object.keys(model.placements);
  return {
    scenarios: {
      before: { ...load, placement: before ?? first },
      after: { ...load, placement: after ?? second ?? first },
    },
    pollution: probability(pollution ?? 0.5, 'options.pollution'),
    measurementError: nonNegative(measurementError ?? 0, 'options.measurementError'),
    draws: integer(draws ?? 200, 'options.draws'),
    level: confidenceLevel(level ?? 0.95),
    seed: integer(seed ?? 1, 'options.seed'),
  };
}

const noDraws: ParameterDraws = { source: 'none', models: [], discarded: 0 };

function drawn(model: PathModel, { scenarios, draws, seed }: Question) {
  const made = parameterDraws(model, draws, seed);
  const pairs = made.models.map((one) => both(scenarios, (scenario) => solveScenario(one, scenario)));
  return { draws: made, pairs };
}

/** The gain of the model and of all drawn ones, divided among causes that the fit, if there is one, tells apart. */
function divide(
  model: PathModel,
  { scenarios, pollution }: Question,
  { draws, pairs }: ReturnType<typeof drawn>,
): { readonly causes: readonly Cause[]; readonly divided: Divided } {
  const own = both(scenarios, (scenario) => solveScenario(model, scenario));
  const among = (causes: readonly Cause[]) => ({
    causes,
    divided: {
      own: divideGain(own.before, own.after, causes, pollution),
      drawn: pairs.map((pair) => divideGain(pair.before, pair.after, causes, pollution)),
    },
  });
  const entering = playersOf(own.before, own.after);
  const apart = among(causesOf(entering, []));
  const fused = draws.source === 'fit' ? aliasedCauses(entering, apart.divided.drawn) : [];
  return fused.length === 0 ? apart : among(causesOf(entering, fused));
}

function both<T, U>({ before, after }: { before: T; after: T }, of: (one: T) => U) {
  return { before: of(before), after: of(after) };
}

function sameCoresOf({ throughput }: Prediction, divided: Divided, { pollution, level }: Question) {
  const { sameCoresGain } = divided.own;
  const interval = intervalOf(
    divided.drawn.map((one) => one.sameCoresGain),
    level,
  );
  return {
    pollution,
    throughput: throughput / Math.exp(sameCoresGain),
    gain: sameCoresGain,
    speedup: Math.exp(sameCoresGain),
    ...(interval === undefined ? {} : { interval }),
  };
}

function mergedWarnings({ before, after }: { before: Prediction; after: Prediction }): readonly Warning[] {
  const seen = new Map<string, Warning>();
  for (const warning of [...before.warnings, ...after.warnings])
    seen.set(`${warning.code} ${warning.path} ${warning.message}`, warning);
  return [...seen.values()];
}
