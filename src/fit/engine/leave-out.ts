import type { LeaveOut } from '../fit-options';
import type { FitResidual, LeaveOutResult, LeftOutGroup } from '../fit-result';
import { around } from './estimate';
import { dominated, type Fitted, shrinkages } from './fitted';
import { minimiseNearby, pointOf } from './minimise';
import { errorSummaries, predictedRows } from './predicted-rows';

/** How far a parameter may move before derivatives are computed again. */
const hold = 0.1;

/**
 * Leaves groups of measurements out in turn, fits the rest, and predicts what was left out. Model errors, and so the
 * weights, are those of the fit to all.
 */
export function leaveOut(all: Fitted, by: LeaveOut): LeaveOutResult {
  const { evaluator, data } = all;
  const groups = new Map<string, number[]>();
  evaluator.measurements.forEach(({ setting, observation }, row) => {
    const { configuration, scenario } = data.settings[setting];
    const name =
      typeof by === 'function'
        ? by(observation)
        : by === 'placement'
          ? scenario.placement
          : by === 'cell'
            ? `${scenario.placement}, ${scenario.message} B`
            : configuration || JSON.stringify(data.settings[setting]);
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  });
  const results: LeftOutGroup[] = [];
  const residuals: FitResidual[] = [];
  const elsewhere: FitResidual[] = [];
  if (groups.size > 1)
    for (const [group, rows] of groups) {
      const { own, observedElsewhere } = without(all, rows);
      const placements = [...new Set(own.map(({ placement }) => placement))];
      results.push({ group, placements, observedElsewhere, errors: errorSummaries(own) });
      residuals.push(...own);
      if (observedElsewhere) elsewhere.push(...own);
    }
  return {
    by: typeof by === 'function' ? 'group' : by,
    groups: results,
    errors: errorSummaries(elsewhere.length > 0 ? elsewhere : residuals),
    residuals,
  };
}

/** Predicts some measurements from the others. */
function without(all: Fitted, rows: readonly number[]): { own: FitResidual[]; observedElsewhere: boolean } {
  const { evaluator, objective, data, modelError, degreesOfFreedom } = all;
  const leftOut = new Set(rows);
  const kept = evaluator.measurements.flatMap((_, row) => (leftOut.has(row) ? [] : [row]));
  const rest = evaluator.forRows(kept);
  const pick = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]);
  const reduced = {
    ...objective,
    evaluator: rest,
    measured: pick(objective.measured),
    deviations: pick(objective.deviations),
  };
  const answer = minimiseNearby(reduced, all.point);
  const { posterior } = around(reduced, answer, hold);
  const before = shrinkages(evaluator, all.posterior.covariance);
  const after = shrinkages(evaluator, posterior.covariance);
  const observedElsewhere = before.every((share, p) => share > dominated || after[p] <= dominated);
  const target = evaluator.forRows(rows);
  const point = pointOf(answer);
  const logarithms = target.logarithms(point)!;
  const differences = Float64Array.from(rows, (row, i) => logarithms[i] - objective.measured[row]);
  const own = predictedRows({
    settings: data.settings,
    measurements: target.measurements,
    differences,
    jacobian: target.jacobian(point, hold)!,
    covariance: posterior.covariance,
    modelError,
    degreesOfFreedom,
  });
  return { own, observedElsewhere };
}
