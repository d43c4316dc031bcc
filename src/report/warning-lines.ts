import type { Warning } from '../common';
import type { ReportGroup } from './report-groups';
import { paragraph } from './text-table';

/** Warnings of all predictions, each once, with where it applies. */
export function warningLines(groups: readonly ReportGroup[], width: number): string {
  const seen = new Map<string, { warning: Warning; places: Map<string, string[]> }>();
  let total = 0;
  for (const { topology, rows } of groups)
    for (const { label, prediction } of rows) {
      total++;
      for (const warning of prediction.warnings) {
        const key = JSON.stringify([warning.code, warning.message]);
        const known = seen.get(key) ?? { warning, places: new Map() };
        seen.set(key, known);
        const labels = known.places.get(topology) ?? [];
        if (!labels.includes(label)) labels.push(label);
        known.places.set(topology, labels);
      }
    }
  return [...seen.values()]
    .sort((a, b) => (a.warning.code < b.warning.code ? -1 : a.warning.code > b.warning.code ? 1 : 0))
    .map(({ warning, places }) => {
      const count = [...places.values()].reduce((sum, labels) => sum + labels.length, 0);
      const where = count === total ? '' : ` (${whereOf(places, groups.length)})`;
      return paragraph('  ', `${warning.code}: ${warning.message}${where}`, 4, width).slice(2);
    })
    .join('\n');
}

/** The placements alone where they are the same in every topology. */
function whereOf(places: ReadonlyMap<string, readonly string[]>, topologies: number): string {
  const [labels, ...others] = [...places.values()].map((one) => one.join(', '));
  if (places.size === topologies && topologies > 1 && others.every((one) => one === labels)) return labels;
  return [...places].map(([topology, one]) => `${topology}: ${one.join(', ')}`).join('; ');
}
