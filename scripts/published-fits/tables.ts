import type { FitParameter, FitResidual, FitResult } from '../../src/fit';

/** A table of Markdown. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns),
    `|---|${'--:|'.repeat(columns.length - 2)}${columns.length > 1 ? '---|' : ''}`,
    ...rows.map(line),
  ].join('\n');
}

export const figure = (value: number) =>
  Math.abs(value) >= 1000
    ? Math.round(Number(value.toPrecision(3))).toLocaleString('en-GB')
    : Number(value.toPrecision(3)).toString();

export const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
const signed = (share: number) => `${share > 0 ? '+' : ''}${percent(share)}`;

/** Estimates, intervals and what the fit says against each. */
export function parameterTable({ parameters, fused }: FitResult): string {
  return table(
    ['parameter', 'before', 'estimate', '95 % interval', 'the data'],
    Object.entries(parameters).map(([name, one]) => [
      `\`${name}\``,
      figure(one.start),
      figure(one.estimate),
      `${end(one.lower)} to ${end(one.upper)}`,
      flags(
        one,
        fused.some(({ name: group }) => group === one.fused),
      ),
    ]),
  );
}

const end = (value: number | null) => (value === null ? 'no limit' : figure(value));

function flags({ priorDominated, atBound, lower, upper }: FitParameter, fused: boolean): string {
  const found = [
    ...(fused ? ['see it only with others'] : []),
    ...(atBound ? [`are at its ${atBound} bound`] : []),
    ...(priorDominated ? ['hardly tell it'] : []),
  ];
  if (found.length > 0) return found.join(', ');
  return lower !== null && upper !== null && upper < 2.5 * lower ? 'tell it' : 'tell its order';
}

/** How well the fit went, in a sentence. */
export function statisticsLine({ converged, statistics, correlations }: FitResult): string {
  const { measurements, parameters, effectiveParameters, conditionNumber, starts, agreeing } = statistics;
  const strong = correlations.filter(({ correlation }) => Math.abs(correlation) > 0.9);
  const together = strong.map(
    ({ between, correlation }) =>
      ` \`${between.join('` and `')}\` are correlated by ${correlation.toFixed(2)}.`,
  );
  return `${converged ? 'Converged' : 'NOT converged'}; ${agreeing} of ${starts} searches ended there. ${measurements} measurements, ${parameters} parameters, of which the data determine ${effectiveParameters.toFixed(1)}; condition number ${conditionNumber === undefined ? 'infinite' : figure(conditionNumber)}.${together.join('')}`;
}

/** The fit's own warnings, word for word. */
export const warningList = ({ warnings }: Pick<FitResult, 'warnings'>): string =>
  warnings.map(({ code, message }) => `- \`${code}\`: ${message}`).join('\n');

/** A prediction as measured, with its error and whether the measurement lies in its interval. */
export const errorOf = ({ predicted, measured }: FitResidual) => signed(predicted / measured - 1);
export const inInterval = ({ lower, upper, measured }: FitResidual) =>
  lower <= measured && measured <= upper ? 'yes' : 'no';

/** Median, largest and share inside of the 95 % intervals. */
export function errorLine(rows: readonly FitResidual[]): string {
  const sizes = rows
    .map(({ predicted, measured }) => Math.abs(predicted / measured - 1))
    .sort((a, b) => a - b);
  const inside = rows.filter((row) => inInterval(row) === 'yes').length;
  const middle = (sizes[(sizes.length - 1) >> 1] + sizes[sizes.length >> 1]) / 2;
  return `median error ${percent(middle)}, largest ${percent(sizes[sizes.length - 1])}, ${inside} of ${rows.length} in their 95 % interval`;
}
