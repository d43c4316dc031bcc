import type { PathModel } from '../../iopath/model';
import { valueAt, withValues } from '../../iopath/with-values';
import { numericPaths } from '../../predict/numeric-paths';
import { boundaryLikelihoodRatio } from '../boundary-likelihood-ratio';
import { correctedAkaike } from '../corrected-akaike';
import type { FitData } from '../data/measurements';
import type { CheckedOptions } from '../fit-options';
import type { ErrorSummary, Ladder, LadderRung, LeaveOutResult, RungName } from '../fit-result';
import { around, type Estimate } from './estimate';
import { Evaluator } from './evaluator';
import { type Fitted, fitted } from './fitted';
import type { FreeParameter } from './free-parameters';
import { leaveOut } from './leave-out';
import { minimise, type Objective, pointOf } from './minimise';
import { errorSummaries } from './predicted-rows';

/** What a rung adds: numbers that it frees, and terms of the model that are switched off below it. */
interface Step {
  readonly rung: RungName;
  readonly adds: string;
  readonly frees: RegExp;
  readonly switchesOn?: RegExp;
}

const level = String.raw`machine\.(latency|randomParallelism|streamingParallelism)`;

/** From the costs alone to all penalties. What matches no step is free on every rung. */
const ladderSteps: readonly Step[] = [
  { rung: 'M0', adds: 'costs of stages and activations, no cache terms', frees: /^$/ },
  {
    rung: 'M1',
    adds: 'reload of displaced lines',
    frees: /^contexts\..*\.(footprintLines|touchedLinesPerUnit|tlbPages)$|^machine\.tlbMissCycles$/,
    switchesOn: /^contexts\..*\.(footprintLines|tlbPages)$/,
  },
  {
    rung: 'M2',
    adds: 'transfer of lines between cores',
    frees: new RegExp(
      String.raw`^${level}\.(peer|remotePeer)$|\.ringLines\w*$|^machine\.(ownershipCycles|storeBufferLines)$`,
    ),
    switchesOn: /^machine\.(latency\.(peer|remotePeer)|ownershipCycles)$/,
  },
  {
    rung: 'M3',
    adds: 'switches and wake-ups apart from other activation costs',
    frees: /^mechanisms\..*\.(switchCycles|wakeCycles|wakeLatency|deepSleepTime|haltTime)$/,
  },
  {
    rung: 'M4',
    adds: 'penalties of the cache levels and memory',
    frees: new RegExp(
      String.raw`^${level}\.(l2|llc|dram)$|^machine\.(l1|l2|llc)\.|^machine\.(memoryBandwidth|directCacheAccess)$`,
    ),
  },
];

/** The rung on which a parameter becomes free: of tied ones, when the last of them does. */
function rungOf({ paths }: FreeParameter): number {
  return Math.max(
    ...paths.map((path) =>
      Math.max(
        0,
        ladderSteps.findIndex(({ frees }) => frees.test(path)),
      ),
    ),
  );
}

interface Rung extends Step {
  readonly place: number;
  readonly evaluator: Evaluator;
}

/** Evaluators of the rungs that differ from the one below. */
function rungsOf(model: PathModel, top: Evaluator): Rung[] {
  const numbers = numericPaths(model).filter((path) => (valueAt(model, path) as number) > 0);
  const rungs: Rung[] = [];
  ladderSteps.forEach((step, place) => {
    const { switchesOn } = step;
    const differs =
      place === 0 ||
      top.parameters.some((parameter) => rungOf(parameter) === place) ||
      (switchesOn !== undefined && numbers.some((path) => switchesOn.test(path)));
    if (!differs) return;
    const off = (path: string) =>
      ladderSteps.some((later, above) => above > place && (later.switchesOn?.test(path) ?? false));
    const reduced = withValues(model, Object.fromEntries(numbers.filter(off).map((path) => [path, 0])));
    const settings = top.settings.map((setting) => ({
      ...setting,
      overrides: Object.fromEntries(Object.entries(setting.overrides).filter(([path]) => !off(path))),
    }));
    const parameters = top.parameters.filter((parameter) => rungOf(parameter) <= place);
    rungs.push({ ...step, place, evaluator: new Evaluator(reduced, parameters, settings, top.measurements) });
  });
  return rungs;
}

interface Climbed {
  readonly ladder: Ladder;
  /** Of the chosen rung, for all that it can predict. */
  readonly evaluator: Evaluator;
}

/**
 * Fits every rung to the same measurements with the same weights, those of the highest, and chooses: of the rungs
 * whose criterion is within 2 of the lowest, the one that predicts left-out placements best; where that cannot be told
 * apart, the lowest one.
 */
export function climb(top: Evaluator, model: PathModel, data: FitData, options: CheckedOptions): Climbed {
  // A rung without cache terms has no misses to compare.
  const rows = top.measurements.flatMap(({ observation }, row) =>
    observation.metric === 'misses_per_packet' ? [] : [row],
  );
  const rungs = rungsOf(model, rows.length === top.measurements.length ? top : top.forRows(rows));
  const highest = rungs[rungs.length - 1];
  const whole = fitted(highest.evaluator, data, options);
  let below: { rung: LadderRung; cost: number } | null = null;
  const fits: LadderRung[] = [];
  const leftOut: LeaveOutResult[] = [];
  for (const one of rungs) {
    const own = one === highest ? whole : onRung(one.evaluator, whole);
    const rung = described(one, own, below);
    fits.push(rung);
    leftOut.push(leaveOut(own, 'placement'));
    below = { rung, cost: own.answer.cost };
  }
  const errors = onSamePlacements(leftOut);
  const climbed = fits.map((rung, i) => ({ ...rung, leaveOnePlacementOut: errors[i] }));
  const { chosen, because } = choose(climbed);
  const { evaluator } = rungs[climbed.findIndex(({ rung }) => rung === chosen)];
  const everything = new Evaluator(
    evaluator.modelAt(evaluator.parameters.map(() => 0)),
    evaluator.parameters,
    evaluator.settings,
    top.measurements,
  );
  return {
    ladder: { rungs: climbed, chosen, because },
    evaluator: everything.forRows(everything.predictableRows()),
  };
}

/**
 * Errors on left-out placements, for all rungs on the same: those whose terms the others still tell, on the highest
 * rung that has any. Rungs above have none.
 */
function onSamePlacements(leftOut: readonly LeaveOutResult[]): ErrorSummary[][] {
  const observed = leftOut.map(({ groups }) =>
    groups.flatMap(({ group, observedElsewhere }) => (observedElsewhere ? [group] : [])),
  );
  const highest = observed.reduce((found, groups, i) => (groups.length > 0 ? i : found), -1);
  return leftOut.map(({ residuals }, i) =>
    i > highest
      ? []
      : errorSummaries(residuals.filter(({ placement }) => observed[highest].includes(placement))),
  );
}

/** The estimate on a rung with the weights of another. */
function onRung(evaluator: Evaluator, whole: Fitted): Fitted {
  const priors = evaluator.parameters.map(
    (parameter) => whole.objective.priors[whole.evaluator.parameters.indexOf(parameter)],
  );
  const objective: Objective = { ...whole.objective, evaluator, priors };
  const start = evaluator.parameters.map(
    (parameter) => whole.point[whole.evaluator.parameters.indexOf(parameter)],
  );
  const answers = [start, evaluator.parameters.map(() => 0)].map((from) => minimise(objective, from, 0.03));
  const answer = answers.reduce((a, b) => (b.converged && b.cost < a.cost ? b : a));
  const estimate: Estimate = {
    ...whole,
    ...around(objective, answer, 0.03),
    answer,
    objective,
    point: pointOf(answer),
  };
  return { ...whole, ...estimate, evaluator };
}

function described(
  { rung, adds, switchesOn }: Rung,
  own: Fitted,
  below: { readonly rung: LadderRung; readonly cost: number } | null,
): LadderRung {
  const { evaluator, differences, objective, posterior, answer } = own;
  const observations = differences.length;
  let sumOfSquares = 0;
  differences.forEach((difference, i) => {
    const standardized = difference / objective.deviations[i];
    sumOfSquares += objective.loss === 'squares' ? standardized ** 2 : 2 * (Math.hypot(1, standardized) - 1);
  });
  const parameters = Math.round(posterior.effective) + 1;
  const { conditionNumber } = answer;
  return {
    rung,
    adds,
    free: evaluator.parameters.map(({ name }) => name),
    converged: answer.converged,
    chiSquaredPerObservation: sumOfSquares / observations,
    aicc:
      observations > parameters + 1 && sumOfSquares > 0
        ? correctedAkaike({ sumOfSquares, observations, parameters })
        : null,
    ...(Number.isFinite(conditionNumber) ? { conditionNumber } : {}),
    boundaryProbability:
      below && switchesOn ? boundaryLikelihoodRatio({ statistic: 2 * (below.cost - answer.cost) }) : null,
    leaveOnePlacementOut: [],
  };
}

/** What a difference of criteria must exceed to mean something (Burnham and Anderson 2002, section 2.6). */
const indifferent = 2;

/** Median error of a left-out placement: of throughput where it was measured. */
function leftOutError({ leaveOnePlacementOut }: LadderRung): ErrorSummary | undefined {
  return leaveOnePlacementOut.find(({ metric }) => metric === 'throughput') ?? leaveOnePlacementOut[0];
}

function choose(rungs: readonly LadderRung[]): { chosen: RungName; because: string } {
  const judged = rungs.filter(({ aicc }) => aicc !== null);
  if (judged.length === 0)
    return {
      chosen: rungs[0].rung,
      because: `there are too few measurements to compare models, so the simplest, ${rungs[0].rung}, is taken`,
    };
  const best = judged.reduce((a, b) => (b.aicc! < a.aicc! ? b : a));
  const close = judged.filter(({ aicc }) => aicc! <= best.aicc! + indifferent);
  const [simplest] = close;
  const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
  const gap = (other: LadderRung) => (other.aicc! - best.aicc!).toFixed(1);
  if (close.length === 1) {
    const second = judged.filter((rung) => rung !== best).sort((a, b) => a.aicc! - b.aicc!)[0];
    return {
      chosen: best.rung,
      because: second
        ? `${best.rung} (${best.adds}) has the lowest AICc, ${gap(second)} below ${second.rung}`
        : `${best.rung} (${best.adds}) is the only model that the measurements suffice for`,
    };
  }
  const names = close.map(({ rung }) => rung).join(', ');
  const errors = close.map((rung) => leftOutError(rung)?.median ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...errors);
  // A tenth of an error is within what another sample would change.
  const place = errors.findIndex((error) => error <= 1.1 * least);
  const chosen = close[Math.max(place, 0)];
  return {
    chosen: chosen.rung,
    because:
      chosen === simplest
        ? `${names} cannot be told apart by AICc (within ${indifferent}), and ${chosen.rung} is the simplest${Number.isFinite(least) ? ` that predicts left-out placements as well (${percent(errors[place])})` : ''}`
        : `${names} cannot be told apart by AICc (within ${indifferent}), and ${chosen.rung} predicts left-out placements best (${percent(errors[place])} against ${percent(errors[0])} of ${simplest.rung})`,
  };
}
