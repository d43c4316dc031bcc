import { SidecoreError, shown } from '../common';

/** The built-in model that stands in where none is named. */
export const defaultTemplate = 'xen-pv';

/** Collects the names of an option that may be repeated and may hold several, separated by commas. */
export function collectNames(given: string, before: readonly string[] = []): readonly string[] {
  const names = given.split(',').map((name) => name.trim());
  const named = names.filter((name) => name !== '');
  if (named.length === 0)
    throw new SidecoreError({
      code: 'invalid-usage',
      message: `${shown(given)} is given for names, and holds none`,
      hint: 'give names with commas between them, or leave the option out',
    });
  return [...before, ...named];
}

/** Collects the texts of an option that may be repeated. */
export function collectTexts(given: string, before: readonly string[] = []): readonly string[] {
  return [...before, given];
}

/** How a field is called on the command line: `applicationCycles` as `--application-cycles`. */
export function optionOf(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** An option that makes no sense twice. */
export function once(given: string, before: string | undefined): string {
  if (before === undefined) return given;
  throw new SidecoreError({
    code: 'invalid-usage',
    message: `${shown(before)} and ${shown(given)} are both given, and this takes one`,
    hint: 'give one of them',
  });
}

/** Refuses options that fix what `--vary` varies. */
export function refuseVaried(options: object, axes: readonly string[]): void {
  for (const axis of axes) {
    const field = axis.replace(/^traffic\./, '') as keyof typeof options;
    if (options[field] !== undefined && fixable.has(field))
      throw new SidecoreError({
        code: 'invalid-usage',
        path: optionOf(field),
        message: `--vary ${axis} is given as well`,
        hint: 'give one of them',
      });
  }
}

/** What an option of a question fixes, and `--vary` varies. */
const fixable: ReadonlySet<string> = new Set([
  'topology',
  'placement',
  'message',
  'window',
  'batch',
  'kind',
  'arrivalRate',
  'reply',
  'guests',
  'queues',
  'segmentation',
  'applicationCycles',
  'variation',
]);

/** A whole number of an option, from `least` on; `1e6` is one. */
export function countOf(text: string, option: string, least: number, most = Number.MAX_SAFE_INTEGER): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  if (value > most)
    throw new SidecoreError({
      code: 'too-large',
      path: option,
      message: `${shown(text)} is more than ${most}`,
    });
  throw new SidecoreError({
    code: 'invalid-value',
    path: option,
    message: `${shown(text)} is not a whole number of ${least} or more`,
  });
}

/** Threads at most that a command starts. */
export const mostWorkers = 256;
