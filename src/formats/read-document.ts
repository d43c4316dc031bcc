import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { type ErrorCode, SidecoreError, shown } from '../common';

/** The most characters of a file and of a name, and the deepest nesting of its tables and lists. */
export const longestDocument = 2 ** 20;
const longestName = 200;
const deepest = 32;

/** Names that JavaScript gives a meaning of its own. */
const reserved = new Set(['__proto__', 'constructor', 'prototype']);

/** A YAML or JSON file as plain data, with the place of everything in it. */
export interface TextDocument {
  readonly data: unknown;
  /** `file:line:column` of a path, or of the nearest table around it that the file holds. */
  locate(path: string): string;
  /** True when the file itself holds this path. */
  holds(path: string): boolean;
}

/**
 * Reads one YAML or JSON document. Only plain data is taken: no tags, no anchors and aliases, no merge keys, no
 * duplicate keys, one document, text keys (whole numbers serve as names).
 *
 * @throws SidecoreError `invalid-syntax`, `invalid-shape` or `too-large`, with the place
 */
export function readDocument(text: string, file = 'model'): TextDocument {
  if (typeof text !== 'string')
    throw new SidecoreError({ code: 'invalid-value', message: `${shown(text)} is not the text of a file` });
  if (text.length > longestDocument)
    throw new SidecoreError({
      code: 'too-large',
      location: `${file}:1:1`,
      message: `${text.length} characters are more than ${longestDocument}`,
      hint: 'a model is a page or two, a fitted one some hundred; check that this is the right file',
    });
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Duplicates are found below in linear time.
    uniqueKeys: false,
    version: '1.2',
    schema: 'core',
  });
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem) {
    const deep = problem.code === 'RESOURCE_EXHAUSTION';
    throw failure(deep ? 'too-large' : 'invalid-syntax', place(file, lines, problem.pos[0]), {
      message: deep ? 'tables and lists are nested too deep' : problem.message,
      hint: deep ? undefined : 'the file must be YAML or JSON',
    });
  }
  if (document.contents === null)
    throw failure('invalid-syntax', `${file}:1:1`, { message: 'the file is empty' });
  const reader = new Reader(file, lines);
  const data = reader.read(document.contents, '', 0);
  return { data, locate: reader.locate, holds: reader.holds };
}

function place(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${line}:${col}`;
}

function failure(
  code: ErrorCode,
  location: string,
  rest: { path?: string; message: string; hint?: string },
): SidecoreError {
  return new SidecoreError({ code, location, ...rest });
}

class Reader {
  private readonly offsets = new Map<string, number>();

  constructor(
    private readonly file: string,
    private readonly lines: LineCounter,
  ) {}

  readonly holds = (path: string): boolean => this.offsets.has(path);

  readonly locate = (path: string): string => {
    let known = path;
    while (known !== '' && !this.offsets.has(known))
      known = known.slice(0, Math.max(0, known.lastIndexOf('.'), known.lastIndexOf('[')));
    return place(this.file, this.lines, this.offsets.get(known) ?? 0);
  };

  read(node: Node | null, path: string, depth: number): unknown {
    if (node === null) return null;
    if (!this.offsets.has(path)) this.mark(path, node);
    if (node.tag !== undefined) this.refuse(path, `the tag ${node.tag} is not available`, 'write plain data');
    if (isAlias(node) || ('anchor' in node && node.anchor !== undefined))
      this.refuse(path, 'anchors and aliases are not available', 'name a repeated quantity in `definitions`');
    if (depth > deepest)
      throw failure('too-large', this.locate(path), {
        path,
        message: `tables and lists are nested deeper than ${deepest}`,
      });
    if (isMap(node)) return this.table(node, path, depth);
    if (isSeq(node)) return node.items.map((item, i) => this.read(item as Node, `${path}[${i}]`, depth + 1));
    return isScalar(node) ? node.value : null;
  }

  private table(node: YAMLMap, path: string, depth: number): Record<string, unknown> {
    const table: Record<string, unknown> = {};
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const name = this.name(key, path);
      const inner = path ? `${path}.${name}` : name;
      this.mark(inner, key);
      if (Object.hasOwn(table, name))
        this.refuse(inner, 'this name is given twice in one table', 'remove one of the two');
      table[name] = this.read(value, inner, depth + 1);
    }
    return table;
  }

  private name(key: Node, path: string): string {
    const scalar = isScalar(key) ? key : undefined;
    // A whole number may name a core; YAML reads it as a number.
    const name = typeof scalar?.value === 'number' ? scalar.source : scalar?.value;
    if (typeof name !== 'string' || (scalar?.value !== name && !/^\d+$/.test(name)))
      return this.refuseKey(key, path, 'invalid-syntax', 'a name must be a text', 'put it in quotes');
    if (name.length > longestName)
      return this.refuseKey(
        key,
        path,
        'too-large',
        `the name ${shown(name)} has more than ${longestName} characters`,
      );
    if (name === '<<')
      return this.refuseKey(
        key,
        path,
        'invalid-syntax',
        'merge keys are not available',
        'a placement can use `extends`',
      );
    if (reserved.has(name))
      return this.refuseKey(
        key,
        path ? `${path}.${name}` : name,
        'invalid-shape',
        `${name} cannot be a name`,
      );
    return name;
  }

  private refuseKey(key: Node, path: string, code: ErrorCode, message: string, hint?: string): never {
    this.mark(path, key);
    throw failure(code, this.locate(path), { path, message, hint });
  }

  private mark(path: string, node: Node): void {
    this.offsets.set(path, node.range?.[0] ?? 0);
  }

  private refuse(path: string, message: string, hint: string): never {
    throw failure('invalid-syntax', this.locate(path), { path, message, hint });
  }
}
