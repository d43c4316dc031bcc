import { SidecoreError } from '../../common';

/** One JSON document of a text that may hold several, as logs and `--json-stream` do. */
export interface JsonDocument {
  readonly value: unknown;
  /** Where it begins. */
  readonly line: number;
  /** Line of the n-th (default: first) place where a field of this name stands; else where the document begins. */
  lineOf(field: string, occurrence?: number): number;
}

/** Text outside the documents: a remark of the tool, or rubbish. */
export interface StrayText {
  readonly text: string;
  readonly line: number;
}

/**
 * Takes a text apart into JSON documents (objects and lists).
 *
 * @throws SidecoreError `invalid-syntax`, with the line, when one of them is not JSON or not complete
 */
export function jsonDocuments(
  text: string,
  file: string,
): { documents: JsonDocument[]; stray: readonly StrayText[] } {
  const documents: JsonDocument[] = [];
  const stray: StrayText[] = [];
  let line = 1;
  let from = 0;
  const advance = (to: number) => {
    for (let i = text.indexOf('\n', from); i !== -1 && i < to; i = text.indexOf('\n', i + 1)) line += 1;
    from = to;
  };
  const skipped = (to: number) => {
    for (const part of text.slice(from, to).matchAll(/[^\s\ufeff][^\n]*/g)) {
      const before = text.slice(from, from + part.index).split('\n').length - 1;
      stray.push({ text: part[0].trim(), line: line + before });
    }
    advance(to);
  };
  while (from < text.length) {
    const next = text.slice(from).search(/[{[]/);
    if (next === -1) break;
    skipped(from + next);
    const start = from;
    const end = endOf(text, start);
    const slice = text.slice(start, end);
    documents.push(documentOf(slice, line, file));
    advance(end);
  }
  skipped(text.length);
  return { documents, stray };
}

/** Index behind the bracket that closes the one at `start`; the length of the text when none does. */
function endOf(text: string, start: number): number {
  const token = /["{}[\]]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    if (match[0] === '"') {
      const string = /(?:[^"\\]|\\.)*"/sy;
      string.lastIndex = token.lastIndex;
      if (!string.test(text)) return text.length;
      token.lastIndex = string.lastIndex;
    } else {
      depth += match[0] === '{' || match[0] === '[' ? 1 : -1;
      if (depth === 0) return token.lastIndex;
    }
  }
  return text.length;
}

function documentOf(slice: string, line: number, file: string): JsonDocument {
  const lineAt = (index: number) => line + slice.slice(0, index).split('\n').length - 1;
  let value: unknown;
  try {
    value = JSON.parse(slice);
  } catch {
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: `${file}:${lineAt(badToken(slice))}`,
      message: 'this is not JSON, or not all of it',
      hint: 'was the tool stopped before it had written all?',
    });
  }
  return {
    value,
    line,
    lineOf(field, occurrence = 0) {
      const key = `"${field}"`;
      let index = slice.indexOf(key);
      for (let i = 0; i < occurrence && index !== -1; i++) index = slice.indexOf(key, index + 1);
      return index === -1 ? line : lineAt(index);
    },
  };
}

/** Index of the first thing that no JSON text holds, or of the end. */
function badToken(slice: string): number {
  const token =
    /\s+|[{}[\],:]|"(?:[^"\\\n]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
  while (token.lastIndex < slice.length) {
    const at = token.lastIndex;
    if (!token.test(slice)) return at;
  }
  return slice.trimEnd().length;
}

/** The field of a table, if it is one and has it. */
export function fieldOf(value: unknown, ...path: readonly string[]): unknown {
  let inner = value;
  for (const name of path) {
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, name)) return undefined;
    inner = (inner as Record<string, unknown>)[name];
  }
  return inner;
}

/** A list of a document, or none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
