import { type MissLevel, missLevels } from '../iopath/charger';
import type { Explanation, GainShare, SavedCycles } from '../predict/explain/explanation';
import type { Range } from '../queueing/networks/single-class-bounds';
import { shownMechanisms } from './cycle-columns';
import { causeLabel, explanationSentences } from './explanation-sentences';
import { levelHeadings } from './level-headings';
import { grouped, signed } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, type Paint, paragraph, type Row, textTable } from './text-table';

/**
 * What `explain` found, in words and as tables for a terminal: shares of the gain with their range over all orders and
 * their interval, cycles per packet saved by mechanism, cache misses by level; or why no shares are given.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * explanationTable(explain(xenPv, { topology: 'inter-node-receive' })).split('\n')[0]; // 'xen-pv, inter-node-receive: from none to driver-domain'
 */
export function explanationTable(explanation: Explanation, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { model, topology, placements, shares, refusals, warnings } = explanation;
  const section = (title: string, text: string) => `${look.bold(title)}\n${text}`;
  const notes = (list: Explanation['warnings']) =>
    list.map(({ code, message }) => paragraph('  ', `${code}: ${message}`, 4, width).slice(2)).join('\n');
  return `${[
    look.bold(`${model}, ${topology}: from ${placements.before} to ${placements.after}`),
    explanationSentences(explanation)
      .map((sentence) => paragraph('', sentence, 0, width).trimStart())
      .join('\n'),
    ...(shares === undefined
      ? [section('no share of the gain is given', notes(refusals))]
      : [section('where the gain in throughput comes from', shareTable(explanation, shares, width, look))]),
    section('cycles per packet', cycleTable(explanation, width, look)),
    section(
      'loads per packet that missed the first-level cache, by what satisfied them',
      missTable(explanation, width, look),
    ),
    ...(warnings.length === 0 ? [] : [section('warnings', notes(warnings))]),
  ].join('\n\n')}\n`;
}

function shareTable(
  { cacheShare, uncertainty }: Explanation,
  shares: readonly GainShare[],
  width: number,
  look: Paint,
): string {
  const level = uncertainty === undefined ? '' : `${+(100 * uncertainty.level).toPrecision(4)} %\ninterval`;
  const columns: Column[] = [
    { title: '', align: 'left' },
    { title: 'share of\nthe gain', align: 'right' },
    { title: 'over all\norders', align: 'right' },
    ...(level === '' ? [] : [{ title: level, align: 'right' } as const]),
    { title: 'first,\nlast', align: 'right' },
  ];
  const row = (label: string, one: GainShare): string[] => [
    `  ${label}`,
    wholePercent(one.share),
    percentRange(one.range),
    ...(level === '' ? [] : [one.interval === undefined ? '-' : percentRange(one.interval)]),
    `${wholePercent(one.firstIn)}, ${wholePercent(one.lastIn)}`,
  ];
  const rows: Row[] = shares.map((one) => row(causeLabel(one.causes), one));
  if (cacheShare !== undefined) rows.push(row('of these, cache misses', cacheShare));
  return textTable(columns, rows, { width, look });
}

function cycleTable(explanation: Explanation, width: number, look: Paint): string {
  const { cycles, saved, cacheSaved, placements, uncertainty } = explanation;
  const columns: Column[] = [
    { title: '', align: 'left' },
    { title: placements.before, align: 'right' },
    { title: placements.after, align: 'right' },
    { title: 'saved', align: 'right' },
    { title: 'of all\nsaved', align: 'right' },
    ...(uncertainty === undefined ? [] : [{ title: 'interval', align: 'right' } as const]),
  ];
  const cells = (one: SavedCycles) => [
    signed(one.cycles),
    one.share === undefined ? '-' : wholePercent(one.share),
    ...(uncertainty === undefined
      ? []
      : [one.interval === undefined ? '-' : `${signed(one.interval.lower)}..${signed(one.interval.upper)}`]),
  ];
  const rows: Row[] = [...shownMechanisms([cycles.before, cycles.after]), 'total' as const].map(
    (mechanism) => [
      `  ${mechanism}`,
      grouped(cycles.before[mechanism]),
      grouped(cycles.after[mechanism]),
      ...cells(saved[mechanism]),
    ],
  );
  rows.push(['  of these, cache misses', '', '', ...cells(cacheSaved)]);
  return textTable(columns, rows, { width, look });
}

function missTable({ misses, placements }: Explanation, width: number, look: Paint): string {
  const columns: Column[] = [
    { title: '', align: 'left' },
    ...missLevels.map((level: MissLevel) => ({ title: levelHeadings[level], align: 'right' as const })),
  ];
  const row = (label: string, of: (level: MissLevel) => number) => [
    `  ${label}`,
    ...missLevels.map((level) => grouped(of(level))),
  ];
  return textTable(
    columns,
    [
      row(placements.before, (level) => misses.before[level]),
      row(placements.after, (level) => misses.after[level]),
      row('saved', (level) => misses.before[level] - misses.after[level]),
    ],
    { width, look },
  );
}

function wholePercent(share: number): string {
  const rounded = Math.round(100 * share);
  return `${rounded === 0 ? 0 : rounded} %`;
}

function percentRange({ lower, upper }: Range): string {
  return `${Math.round(100 * lower) + 0}..${Math.round(100 * upper) + 0} %`;
}
