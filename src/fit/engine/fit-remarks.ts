import type { Warning } from '../../common';
import type { FitWarningCode } from '../data/fit-warnings';
import type { FitParameter, FitResult, FusedParameters } from '../fit-result';
import type { Fitted } from './fitted';
import type { FreeParameters } from './free-parameters';

interface Given {
  readonly all: Fitted;
  readonly table: Readonly<Record<string, FitParameter>>;
  readonly groups: readonly FusedParameters[];
  readonly statistics: FitResult['statistics'];
  readonly held: FreeParameters['held'];
  readonly unobserved: readonly string[];
}

/** Beyond this condition number something is hard to tell apart; beyond the second no share of a sum is. */
const doubtful = 1e3;
const hopeless = 1e5;

/** What the reader of a fit should know. */
export function fitWarnings({ all, table, groups, statistics, held, unobserved }: Given): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: FitWarningCode, path: string, message: string) => {
    warnings.push({ code, path, message });
  };
  const { evaluator, answer, data, differences } = all;
  const {
    conditionNumber = Number.POSITIVE_INFINITY,
    measurements,
    parameters,
    starts,
    agreeing,
  } = statistics;
  if (!answer.converged) warn('no-convergence', 'fit', answer.message);
  if (starts > 1 && agreeing < 2)
    warn('several-minima', 'fit', `${starts} searches ended in different places; the best is taken`);
  unitSlip(all, warn);
  if (measurements < 2 * parameters)
    warn(
      'few-observations',
      'observations',
      `${measurements} measurements for ${parameters} parameters: most of what is said rests on what was known before`,
    );
  const placements = new Set(
    evaluator.measurements.map(({ setting }) => data.settings[setting].scenario.placement),
  );
  if (placements.size === 1)
    warn(
      'one-placement',
      'observations',
      `only placement "${[...placements][0]}" was measured: what another one changes is not in the data`,
    );
  for (const { path, why } of held) warn('not-fitted', path, `it ${why}`);
  if (unobserved.length > 0)
    warn(
      'unobserved-parameter',
      unobserved[0],
      `no measurement depends on ${unobserved.length > 3 ? `${unobserved.length} of the numbers` : unobserved.join(', ')}: left as before`,
    );
  const named = (choice: (parameter: FitParameter) => boolean) =>
    Object.keys(table).filter((name) => choice(table[name]));
  for (const name of named(({ atBound }) => atBound !== null))
    warn(
      'parameter-at-bound',
      name,
      `the search ended at its limit, ${table[name].estimate.toPrecision(3)}: the data want none of it, or something else is wrong`,
    );
  const dominated = named(({ priorDominated }) => priorDominated);
  if (dominated.length > 0)
    warn(
      'prior-dominated',
      dominated[0],
      `the data have hardly narrowed ${dominated.length > 3 ? `${dominated.length} of ${parameters} parameters` : dominated.join(', ')}`,
    );
  for (const { parameters: members, name } of groups)
    warn(
      'aliased-parameters',
      members[0],
      `the data see ${members.length} parameters only together: ${name}`,
    );
  if (conditionNumber > hopeless)
    warn(
      'shares-not-attributable',
      'fit',
      `condition number ${conditionNumber.toPrecision(2)}: the data do not tell the parts of a gain apart`,
    );
  else if (conditionNumber > doubtful)
    warn(
      'ill-conditioned',
      'fit',
      `condition number ${conditionNumber.toPrecision(2)}: see the correlations`,
    );
  return differences.length > 0 ? warnings : [];
}

/** All of one metric a thousand times what the model says, before the fit bends the model to it. */
function unitSlip(
  { evaluator, objective }: Fitted,
  warn: (code: FitWarningCode, path: string, message: string) => void,
): void {
  const before = evaluator.logarithms(new Float64Array(evaluator.parameters.length));
  if (!before) return;
  const metrics = new Set(evaluator.measurements.map(({ observation }) => observation.metric));
  for (const metric of metrics) {
    const decades = evaluator.measurements
      .flatMap(({ observation }, i) =>
        observation.metric === metric ? [(objective.measured[i] - before[i]) / Math.LN10] : [],
      )
      .sort((a, b) => a - b);
    const middle = decades[decades.length >> 1];
    for (const size of [3, 6])
      if (Math.abs(Math.abs(middle) - size) < 0.5)
        warn(
          'unit-slip',
          metric,
          `it is about ${middle > 0 ? `1e${size} times` : `1e-${size} of`} what the model says at first; is its unit right?`,
        );
  }
}
