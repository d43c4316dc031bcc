import type { RandomStream } from '../../common/random-stream';
import { randomStream } from '../../common/random-stream';
import { caseBootstrap } from '../bootstrap/case-bootstrap';
import { parametricBootstrap } from '../bootstrap/parametric-bootstrap';
import type { BootstrapAnswer, BootstrapOptions } from '../bootstrap/replicates';
import type { Fitted } from './fitted';
import { minimiseNearby, type Objective, pointOf } from './minimise';
import { estimatesAt } from './parameter-table';

/**
 * Fits to samples of the settings, drawn with replacement within each placement (`case`), or to data drawn from the
 * fitted model with its errors (`parametric`). Priors count as data, so their middles are drawn anew too.
 */
export function replicates(
  all: Fitted,
  kind: 'case' | 'parametric',
  options: BootstrapOptions,
): BootstrapAnswer {
  const { evaluator, objective, point, data } = all;
  const refit = (changed: Objective): number[] | null => {
    const answer = minimiseNearby(changed, point);
    return answer.converged ? estimatesAt(evaluator.parameters, pointOf(answer)) : null;
  };
  const scattered = (middle: (p: number) => number, random: RandomStream) =>
    objective.priors.map(({ deviation }, p) => ({
      mean: evaluator.parameters[p].prior
        ? middle(p) + deviation * random.normal()
        : objective.priors[p].mean,
      deviation,
    }));
  if (kind === 'parametric') {
    const logarithms = evaluator.logarithms(point)!;
    return parametricBootstrap(
      {
        simulate: (random): Objective => ({
          ...objective,
          evaluator: evaluator.forRows([...evaluator.measurements.keys()]),
          measured: logarithms.map((value, i) => value + objective.deviations[i] * random.normal()),
          priors: scattered((p) => point[p], random),
        }),
        refit,
      },
      options,
    );
  }
  const rowsOf = new Map<number, number[]>();
  evaluator.measurements.forEach(({ setting }, row) => {
    const rows = rowsOf.get(setting);
    if (rows) rows.push(row);
    else rowsOf.set(setting, [row]);
  });
  const cases = [...rowsOf];
  const seed = options.seed ?? 1;
  return caseBootstrap(
    {
      cases: cases.map(([setting]) => data.settings[setting].scenario.placement),
      refit: (drawn, replicate) => {
        const rows = Array.from(drawn).flatMap((one) => cases[one][1]);
        const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]);
        return refit({
          ...objective,
          evaluator: evaluator.forRows(rows),
          measured: pick(objective.measured),
          deviations: pick(objective.deviations),
          priors: scattered(() => 0, randomStream(Math.imul(seed + 1, 0x9e3779b1) + replicate)),
        });
      },
    },
    options,
  );
}
