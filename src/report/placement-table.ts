import type { PlacedCandidate, PlacementAnswer } from '../predict/place/placed';
import { bitRateUnit, grouped, percent, significant, times } from './numbers';
import { type TableOptions, tableOptions } from './table-options';
import { type Column, paragraph, type Row, textTable } from './text-table';

/**
 * What `place` found, as text for a terminal: the best placement with no, one, two and any number of code changes, the
 * best for every number of side-cores, and the candidates with the probability that each is the best.
 *
 * @throws SidecoreError `invalid-value` or `invalid-shape` for an option
 * @example
 * placementTable(place(xenPv, { topology: 'inter-node-receive', changes: 1 })).includes('grant-copy'); // true
 */
export function placementTable(answer: PlacementAnswer, options: TableOptions = {}): string {
  const { width, look } = tableOptions(options);
  const { candidates, byChanges, front, from, search, warnings } = answer;
  const unit = bitRateUnit([answer.throughput, ...candidates.map(({ throughput }) => throughput)]);
  const columns = (first: string): Column[] => [
    { title: first, align: 'left' },
    { title: unit.name, align: 'right' },
    { title: 'speed-up', align: 'right' },
    { title: 'cycles/\npacket', align: 'right' },
    ...(answer.draws > 0 ? [{ title: '\nbest', align: 'right' } as const] : []),
    { title: 'moved', align: 'left' },
  ];
  const cells = (one: PlacedCandidate): string[] => [
    significant(one.throughput / unit.size),
    times(one.speedup),
    grouped(one.cyclesPerPacket),
    ...(answer.draws > 0 ? [one.bestShare === undefined ? '' : percent(one.bestShare)] : []),
    movesOf(answer, one),
  ];
  const section = (title: string, first: string, rows: Row[]) =>
    `${look.bold(title)}\n${textTable(columns(first), rows, { width, look })}`;
  const added = Object.keys(answer.addedCores);
  return `${[
    look.bold(
      `${answer.model}, ${answer.topology}: placements from ${from}, ${significant(answer.throughput / unit.size)} ${unit.name}`,
    ),
    section(
      'with code changes (* marks what needs one)',
      'changes',
      byChanges.map(({ candidate }) => [`  ${changeCount(candidate)}`, ...cells(candidate)]),
    ),
    section(
      'with side-cores',
      'side-cores',
      front.map(({ limit, candidate }) => [`  ${limit}`, ...cells(candidate)]),
    ),
    section(
      'candidates',
      '',
      candidates.map((one, c) => [`  ${c + 1}`, ...cells(one)]),
    ),
    paragraph('', searchNote(answer), 0, width).trimStart(),
    ...(added.length === 0
      ? []
      : [`side-cores that the model lacks, taken to be like the others: ${added.join(', ')}`]),
    ...(search.proven ? [] : ['The search was cut short: there may be better placements.']),
    ...(warnings.length === 0
      ? []
      : [warnings.map(({ code, message }) => paragraph('', `${code}: ${message}`, 2, width)).join('\n')]),
  ].join('\n\n')}\n`;
}

function changeCount({ changes }: PlacedCandidate): string {
  return changes.length === 0 ? 'today' : String(changes.length);
}

/** Blocks that are not where they are before, by their new core. */
export function movesOf({ coresBefore, blocks, sideCores }: PlacementAnswer, one: PlacedCandidate): string {
  const moved = blocks.filter(
    ({ name }) => sideCores.includes(one.assignment[name]) || one.changes.includes(name),
  );
  // What runs where it is called comes along by itself.
  const told = moved.filter(({ name, movable }) => movable === 'yes' || one.changes.includes(name));
  if (told.length === 0 && one.speedup === 1) return 'nothing';
  const byCore = new Map<string, string[]>();
  for (const { name } of told) {
    const core = one.assignment[name];
    const label = one.changes.includes(name) ? `${name}*` : name;
    byCore.set(core, [...(byCore.get(core) ?? []), label]);
  }
  const parts = [...byCore].map(([core, names]) => `${names.join(' + ')} on ${core}`);
  return parts.length === 0 ? `within ${coresBefore.join(' and ')}` : parts.join(', ');
}

function searchNote({ search, source, draws, blocks }: PlacementAnswer): string {
  const how = {
    exhaustive: 'all assignments',
    'dynamic-programming': 'dynamic programming over sets of them',
    'branch-and-bound': 'branch and bound',
  }[search.method];
  const best =
    draws === 0
      ? ''
      : ` Best: share of ${draws} models drawn from the ${source === 'fit' ? 'fit' : 'ranges of the model'} in which a candidate carries most.`;
  return `${blocks.length} movable blocks, ${how}, ${grouped(search.evaluated)} evaluated.${best}`;
}
