import type { AnswerNow, Suggestion, Suggestions } from '../fit/suggest/suggestions';
import { metricName, metricValue, share } from './metric-values';
import { grouped } from './numbers';
import { remarkLines } from './remark-lines';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, type Row, textTable } from './text-table';

/**
 * Measurements worth making as text for a terminal: the answer with its interval today, and what is left of the interval
 * after each of them: half of upper less lower, over the estimate. Of measurements that differ in size alone the best is
 * shown.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * suggestionsTable(suggestMeasurements(fitted.model, { answer: { metric: 'throughput', placement: 'driver-domain' } }));
 */
export function suggestionsTable(suggestions: Suggestions, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { answer, candidates, replicates } = suggestions;
  const now = `now: +-${share(halfWidth(answer, answer))}, of which the parameters +-${share(1.96 * answer.standardError)}; what the model misses stays`;
  const title = `next measurement for ${answer.what}`;
  const rows = suggestions.suggestions.map((one) => rowOf(one, answer));
  const run = `best of ${grouped(candidates)} possible measurements, ${replicates} ${replicates === 1 ? 'run' : 'runs'} each`;
  return `${[
    look.bold(title),
    `  ${now}`,
    ...(rows.length === 0 ? [] : [`${look.bold(run)}\n${textTable(columns, rows, { width, look })}`]),
    ...(suggestions.warnings.length === 0
      ? []
      : [`${look.bold('warnings')}\n${remarkLines(suggestions.warnings, width)}`]),
  ].join('\n\n')}\n`;
}

const columns: readonly Column[] = [
  { title: 'topology', align: 'left' },
  { title: 'placement', align: 'left' },
  { title: 'message', align: 'right' },
  { title: 'window', align: 'right' },
  { title: 'expected', align: 'right' },
  { title: 'then', align: 'right' },
  { title: 'part of the\nparameters', align: 'right' },
  { title: 'measure', align: 'left' },
];

function rowOf(one: Suggestion, answer: AnswerNow): Row {
  const { topology, placement, message, window, batch, metric, predicted, shrinkage } = one;
  return [
    topology,
    placement,
    `${grouped(message)} B`,
    `${grouped(window)}${batch === undefined ? '' : `, batch ${batch}`}`,
    metricValue(metric, predicted),
    `+-${share(halfWidth(one, answer))}`,
    `+-${share(1.96 * one.standardError)} (-${share(shrinkage)})`,
    metricName(one),
  ];
}

function halfWidth(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  { estimate }: AnswerNow,
) {
  return (upper - lower) / (2 * estimate);
}
