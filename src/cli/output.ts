import { printable, wantsColor } from './terminal';

/** Prints an answer for people on stdout. */
export function printText(text: string): void {
  process.stdout.write(`${printable(text, wantsColor(process.stdout))}\n`);
}

/** Says on stderr what was done beside the answer. */
export function printNote(text: string): void {
  process.stderr.write(`sidecore: ${printable(text)}\n`);
}

/**
 * Prints an answer for programs on stdout: one JSON document with `schemaVersion` and `command` first, in SI units.
 * JSON has no infinity, so infinite numbers are the texts "Infinity" and "-Infinity".
 */
export function printJson(command: string, answer: object): void {
  const document = { schemaVersion: 1, command, ...answer };
  process.stdout.write(`${JSON.stringify(document, finiteOrText, 2)}\n`);
}

function finiteOrText(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
