import type { Comparison } from '../predict/compare';
import type { Prediction } from '../predict/prediction';
import { type BitRateUnit, bitRateUnit, grouped, percent, significant, times } from './numbers';
import {
  headingOf,
  isBracketWide,
  type ReportGroup,
  reportGroups,
  reportTitle,
  unitOf,
} from './report-groups';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, type Paint, paragraph, textTable } from './text-table';
import { warningLines } from './warning-lines';
import { whyTable } from './why-table';

/**
 * The answer of `compare` as text for a terminal: by topology and placement the throughput of payload, packets per
 * second, the speed-up over the topology's first placement, cycles per packet, and how busy the bottleneck and the
 * other cores are. Below it: why, what the placements mean, and warnings.
 *
 * `3.03..3.41` is a bracket: what exponential stages carry, and what perfectly regular ones could. One number stands
 * for both when they are within 1 %. A fitted model adds the interval that holds the truth with 95 % probability. All throughputs share one unit, named in the heading of the column.
 *
 * @throws SidecoreError `invalid-shape` when there is nothing to report, `invalid-value` for an option
 * @example
 * comparisonTable(compare(xenPv)).split('\n')[0]; // 'xen-pv: messages of 1,448 B, 64 packets in flight'
 */
export function comparisonTable(comparison: Comparison, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const groups = reportGroups(comparison);
  const section = (title: string, text: string) => (text === '' ? [] : [`${look.bold(title)}\n${text}`]);
  return `${[
    look.bold(reportTitle(comparison)),
    answerTable(groups, width, look),
    ...section(
      'why: a speed-up is the product of fewer cycles per packet and more cores at work',
      // Under open load the throughput is what is offered: no cycles explain it.
      whyTable(
        groups.filter(({ rows }) => rows.every(({ prediction }) => prediction.load === undefined)),
        width,
        look,
      ),
    ),
    ...section('placements', placementLines(comparison, width)),
    ...section('warnings', warningLines(groups, width)),
  ].join('\n\n')}\n`;
}

function answerTable(groups: readonly ReportGroup[], width: number, look: Paint): string {
  const all = groups.flatMap(({ rows }) => rows.map(({ prediction }) => prediction));
  const unit = bitRateUnit(all.map(({ throughput }) => throughput));
  const counted = unitOf(all);
  const open = all.some(({ load }) => load !== undefined);
  const fitted = all.some(({ interval }) => interval !== undefined);
  const compared = groups.some(({ rows }) => rows.length > 1);
  const columns: Column[] = [
    { title: '', align: 'left' },
    { title: unit.name, align: 'right' },
    ...(fitted ? [{ title: '95 %\ninterval', align: 'right' } as const] : []),
    { title: `${counted}s/s`, align: 'right' },
    ...(counted === 'transaction' ? [{ title: 'latency\nus', align: 'right' } as const] : []),
    ...(open
      ? ([
          { title: 'lost', align: 'right' },
          { title: 'full at\npackets/s', align: 'right' },
          { title: 'response\nus', align: 'right' },
        ] as const)
      : []),
    ...(compared ? [{ title: 'speed-up', align: 'right' } as const] : []),
    { title: `cycles/\n${counted}`, align: 'right' },
    { title: 'bottleneck,\nthen other cores', align: 'left' },
  ];
  const rows = groups.flatMap((group) => [
    { heading: headingOf(group) },
    ...group.rows.map(({ label, prediction }) => [
      `  ${label}`,
      throughputCell(prediction, unit),
      ...(fitted ? [intervalCell(prediction, unit)] : []),
      grouped(counted === 'transaction' ? prediction.messageRate : prediction.packetRate),
      ...(counted === 'transaction' ? [significant(prediction.cycleTime * 1e6)] : []),
      ...(open ? loadCells(prediction) : []),
      ...(compared ? [times(prediction.speedup)] : []),
      grouped(prediction.cyclesPerPacket),
      busyCell(prediction),
    ]),
  ]);
  const table = textTable(columns, rows, { width, look });
  return all.some(isBracketWide)
    ? `${table}\n${look.dim('a..b: what exponential stages carry, and what perfectly regular ones could')}`
    : table;
}

/** Losses, saturation and response time; empty for a closed path beside open ones. */
function loadCells({ load }: Prediction): string[] {
  if (load === undefined) return ['', '', ''];
  const { lossShare, saturationRate, responseTime } = load;
  return [
    percent(lossShare),
    grouped(saturationRate),
    responseTime > 0 ? significant(responseTime * 1e6) : '-',
  ];
}

function throughputCell(prediction: Prediction, unit: BitRateUnit): string {
  const { lower, upper } = prediction.bracket;
  const low = significant(lower / unit.size);
  return isBracketWide(prediction) ? `${low}..${significant(upper / unit.size)}` : low;
}

/** Where a fit expects the throughput; empty for a model that was not fitted. */
function intervalCell({ interval }: Prediction, unit: BitRateUnit): string {
  if (interval === undefined) return '';
  const { lower, upper } = interval.throughput;
  return `${significant(lower / unit.size)}..${significant(upper / unit.size)}`;
}

/** The bottleneck first, then the other cores, busiest first. */
function busyCell({ bottleneck, centres }: Prediction): string {
  const share = (name: string) => {
    const { utilization, busy } = centres[name];
    const shown = percent(busy);
    return percent(utilization) === shown ? shown : `${percent(utilization)} (shown ${shown})`;
  };
  const others = Object.entries(centres)
    .filter(([name, { kind }]) => kind === 'core' && name !== bottleneck.name)
    .sort(([, a], [, b]) => b.utilization - a.utilization);
  const first = Object.hasOwn(centres, bottleneck.name)
    ? `${bottleneck.name} ${share(bottleneck.name)}`
    : bottleneck.name;
  return [first, ...others.map(([name]) => `${name} ${share(name)}`)].join(', ');
}

function placementLines({ predictions, descriptions }: Comparison, width: number): string {
  const names = [...new Set(predictions.map(({ placement }) => placement))].filter(
    (name) => descriptions.placements[name],
  );
  const indent = Math.min(Math.max(...names.map((name) => name.length)), 30) + 4;
  return names.map((name) => paragraph(`  ${name}`, descriptions.placements[name], indent, width)).join('\n');
}
