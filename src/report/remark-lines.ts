import type { Warning } from '../common';
import type { ExcludedObservation } from '../fit/fit-result';
import { paragraph } from './text-table';

/** Warnings of an answer, one below the other. */
export function remarkLines(warnings: readonly Warning[], width: number): string {
  return warnings
    .map(({ code, message, path }) => {
      const where = message.includes(path) ? '' : `${path}: `;
      return paragraph('  ', `${code}: ${where}${message}`, 4, width).slice(2);
    })
    .join('\n');
}

/** How many observations were left out, by reason, and where the first of them stands. */
export function excludedLines(excluded: readonly ExcludedObservation[], width: number): string {
  const groups = new Map<string, { count: number; first: ExcludedObservation }>();
  for (const one of excluded) {
    const key = `${one.code} ${one.metric}`;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { count: 1, first: one });
  }
  return [...groups.values()]
    .map(({ count, first: { code, metric, origin } }) =>
      paragraph(
        '  ',
        `${count} of ${metric}: ${code}${count > 1 ? ', the first' : ''} at ${origin.file}:${origin.line}`,
        4,
        width,
      ).slice(2),
    )
    .join('\n');
}
