import type { SensitivityAnswer, SensitivityEnd } from '../predict/sensitivity';
import { bitRateUnit, significant } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, textTable } from './text-table';

/** A screen of them. */
const mostRows = 20;

/**
 * What `sensitivity` found, as text for a terminal: the 20 numbers that matter most, with their elasticity and the
 * throughput at both ends of their range.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * sensitivityTable(sensitivity(xenPv, { topology: 'inter-node-receive', placement: 'driver-domain' }));
 */
export function sensitivityTable(answer: SensitivityAnswer, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { sensitivities, without, throughput } = answer;
  const unit = bitRateUnit([throughput]);
  const columns: Column[] = [
    { title: '', align: 'left' },
    { title: 'value', align: 'right' },
    { title: 'elasticity', align: 'right' },
    { title: `${unit.name}\nat low`, align: 'right' },
    { title: '\nat high', align: 'right' },
    { title: '\nrange', align: 'left' },
  ];
  const rate = (end: SensitivityEnd | undefined) =>
    end === undefined
      ? '-'
      : `${significant(end.throughput / unit.size)}${end.bottleneck === answer.bottleneck ? '' : '*'}`;
  const rows = sensitivities
    .slice(0, mostRows)
    .map(({ path, value, elasticity, kink, low, high }) => [
      `  ${path}`,
      significant(value),
      `${elasticity.toFixed(3)}${kink ? '|' : ' '}`,
      rate(low),
      rate(high),
      low && high ? `${significant(low.value)}..${significant(high.value)}` : '',
    ]);
  const shifts = sensitivities.some(({ low, high }) =>
    [low, high].some((end) => end !== undefined && end.bottleneck !== answer.bottleneck),
  );
  return `${[
    look.bold(
      `${answer.model}, ${answer.topology}, ${answer.placement}: ${significant(throughput / unit.size)} ${unit.name}, limited by ${answer.bottleneck}`,
    ),
    textTable(columns, rows, { width, look }),
    [
      'elasticity: per cent more throughput for one per cent more of the number',
      ...(sensitivities.some(({ kink }) => kink) ? ['|: it differs below and above the value'] : []),
      ...(shifts ? [`*: limited by something other than ${answer.bottleneck}`] : []),
      ...(sensitivities.length > mostRows
        ? [`${sensitivities.length - mostRows} more have a smaller effect; --json lists them`]
        : []),
      ...(without.length === 0 ? [] : [`${without.length} numbers have no effect here`]),
    ].join('\n'),
  ].join('\n\n')}\n`;
}
