import { type ObservedLevel, type ObservedMetric, observedLevels } from '../../fit/observation';
import { didYouMean } from '../suggest';
import { RowProblem } from './observed-value';

/** Metrics that are counted by cache level. */
export function hasLevel(metric: ObservedMetric): boolean {
  return metric === 'misses' || metric === 'misses_per_packet';
}

/** Subject and level of a written subject: misses are of `level`, or of `subject:level`. */
export function subjectAndLevel(
  metric: ObservedMetric,
  text: string,
): { readonly subject: string; readonly level?: ObservedLevel } {
  if (!hasLevel(metric)) return { subject: text };
  const colon = text.lastIndexOf(':');
  const name = text.slice(colon + 1).trim();
  const level = observedLevels.find((one) => one === name);
  if (level) return { subject: text.slice(0, Math.max(0, colon)).trim(), level };
  const hint = didYouMean(name, observedLevels, `known: ${observedLevels.join(', ')}`);
  throw new RowProblem(
    'unknown-level',
    `misses need a level, as in "llc" or "netback:llc"; "${name}" is none; ${hint}`,
  );
}

/** The inverse of `subjectAndLevel`. */
export function writtenSubject(subject: string, level: ObservedLevel | undefined): string {
  if (level === undefined) return subject;
  return subject === '' ? level : `${subject}:${level}`;
}
