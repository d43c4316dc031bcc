import type { FitResult } from '../fit/fit-result';
import { errorColumns, errorRows, residualColumns, worstRows } from './error-rows';
import { fusedLines, parameterColumns, parameterRows, rangeOf } from './fit-parameter-rows';
import { ladderColumns, ladderRows } from './ladder-rows';
import { share } from './metric-values';
import { grouped, significant } from './numbers';
import { excludedLines, remarkLines } from './remark-lines';
import { type TableOptions, tableOptions } from './table-options';
import { paragraph, type Row, textTable } from './text-table';

/** Correlations below this are left out. */
const correlated = 0.7;
const mostCorrelations = 10;
const mostResiduals = 5;

/**
 * A fit as text for a terminal, as one would send it to a referee: how well it converged and how many parameters the
 * data determine; every parameter with its 95 % interval, what was known of it and how far it moved (in standard
 * deviations of that); products of parameters that only together are known; correlations; errors in sample by
 * placement beside those of data left out; the ladder of models and why one was taken; the worst measurements with file
 * and line; what was not used, and warnings.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * fitTable(fit(xenPv, observations, { leaveOut: 'placement' }));
 * @see fitChart
 */
export function fitTable(result: FitResult, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { statistics, correlations, residuals, ladder, fused } = result;
  const section = (title: string, text: string) => (text === '' ? [] : [`${look.bold(title)}\n${text}`]);
  const table = (columns: Parameters<typeof textTable>[0], rows: readonly Row[]) =>
    rows.length === 0 ? '' : textTable(columns, rows, { width, look });
  const title = `${result.model.name}: fitted to ${grouped(statistics.observations)} observations of ${grouped(statistics.settings)} settings`;
  return `${[
    look.bold(title),
    statisticsLines(result, width),
    ...section('parameters', table(parameterColumns, parameterRows(result))),
    ...section(
      'fused: the data see these only together; what of them is determined',
      fusedLines(fused, width),
    ),
    ...section('intervals that follow the curvature', table(intervalColumns, intervalRows(result))),
    ...section(`correlations of ${correlated} and more`, correlationLines(correlations)),
    ...section('errors', table(errorColumns, allErrorRows(result))),
    ...section(
      'models compared',
      ladder ? `${table(ladderColumns, ladderRows(ladder))}\n${paragraph('', ladder.because, 2, width)}` : '',
    ),
    ...section('furthest off', table(residualColumns, worstRows(residuals, mostResiduals))),
    ...section('not used', excludedLines(result.excluded, width)),
    ...section('warnings', remarkLines(result.warnings, width)),
  ].join('\n\n')}\n`;
}

function statisticsLines(result: FitResult, width: number): string {
  const { statistics, modelError, replicateError } = result;
  const { measurements, parameters, effectiveParameters, degreesOfFreedom, chiSquared, aicc } = statistics;
  const errors = (table: FitResult['modelError']) =>
    Object.entries(table)
      .map(([metric, error]) => `${metric} ${share(error)}`)
      .join(', ') || 'none';
  const lines: [string, string][] = [
    ['converged', `${result.converged ? 'yes' : 'NO'}: ${result.message}`],
    [
      'search',
      `${result.iterations} iterations, ${result.evaluations} evaluations; ${statistics.agreeing} of ${statistics.starts} searches end here`,
    ],
    ['measurements', `${measurements}, repetitions taken together`],
    ['parameters', `${parameters}, of which the data determine ${effectiveParameters.toFixed(1)}`],
    [
      'intervals',
      `by Student's t of ${significant(degreesOfFreedom)} degrees of freedom${degreesOfFreedom > measurements ? ', more than measurements: what was known before counts as certain' : ''}`,
    ],
    [
      'chi-squared',
      `${significant(chiSquared)}, ${significant(chiSquared / measurements)} a measurement; AICc ${aicc === null ? 'needs more measurements' : aicc.toFixed(1)}`,
    ],
    [
      'condition number',
      statistics.conditionNumber === undefined ? 'infinite' : significant(statistics.conditionNumber, 2),
    ],
    ['model error', errors(modelError)],
    ['between runs', errors(replicateError)],
  ];
  return lines.map(([label, text]) => paragraph(`  ${label}`, text, 20, width)).join('\n');
}

const intervalColumns = [
  { title: '', align: 'left' },
  { title: 'linear', align: 'right' },
  { title: 'profile', align: 'right' },
  { title: 'bootstrap', align: 'right' },
] as const;

/** Profile and bootstrap intervals beside the linear ones, where they were asked for. */
function intervalRows({ parameters, profiles, bootstrap }: FitResult): Row[] {
  const names = Object.keys(parameters);
  const rows = names.flatMap((name, p): Row[] => {
    const profile = profiles[name];
    const drawn = bootstrap?.estimates[p];
    if (!profile && !drawn) return [];
    return [
      [
        `  ${name}`,
        rangeOf(parameters[name].lower, parameters[name].upper),
        profile ? (profile.converged ? rangeOf(profile.lower, profile.upper) : 'no convergence') : '',
        drawn ? rangeOf(drawn.lower, drawn.upper) : '',
      ],
    ];
  });
  if (!bootstrap) return rows;
  const { replicates, failed } = bootstrap;
  return [...rows, { heading: `  bootstrap: ${replicates} refits of drawn cases, ${failed} more failed` }];
}

function correlationLines(correlations: FitResult['correlations']): string {
  const strong = correlations.filter(({ correlation }) => Math.abs(correlation) >= correlated);
  const lines = strong.slice(0, mostCorrelations).map(({ between, correlation }) => {
    const [first, second] = between;
    return `  ${correlation > 0 ? ' ' : ''}${correlation.toFixed(2)}  ${first}, ${second}`;
  });
  const rest = strong.length - mostCorrelations;
  return [...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])].join('\n');
}

function allErrorRows({ errors, errorsByPlacement, leaveOut }: FitResult): Row[] {
  const placements = Object.entries(errorsByPlacement);
  const rows = [
    ...errorRows('in sample', errors),
    ...(placements.length > 1
      ? placements.flatMap(([name, own]) => errorRows(`in sample, ${name}`, own))
      : []),
  ];
  if (!leaveOut) return rows;
  if (leaveOut.groups.length === 0)
    return [...rows, { heading: `there is one ${leaveOut.by}: nothing can be left out` }];
  const elsewhere = leaveOut.groups.filter(({ observedElsewhere }) => observedElsewhere).length;
  const which =
    elsewhere === 0
      ? 'none of whose parameters the rest determines: no test of the model'
      : `${elsewhere} of ${leaveOut.groups.length}, whose parameters the rest determines`;
  const shown = leaveOut.by === 'placement' ? leaveOut.groups : [];
  return [
    ...rows,
    ...errorRows(`left out, each ${leaveOut.by} in turn (${which})`, leaveOut.errors),
    ...shown.flatMap(({ group, observedElsewhere, errors: own }) =>
      errorRows(`left out, ${group}${observedElsewhere ? '' : ' (rests on what was known before)'}`, own),
    ),
  ];
}
