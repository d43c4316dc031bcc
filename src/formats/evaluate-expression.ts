import type { MathNode } from 'mathjs';
import { SidecoreError, shown } from '../common';
import { described } from './dimensions';
import { longestQuantity } from './plain-quantity';
import { combinePowers, type Measure, type Powers, samePowers } from './units';

/** The deepest nesting of parentheses. */
const deepest = 20;

/** Space, a number, a name, or a sign. */
const token =
  /\s+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?|([A-Za-z_\u00b5\u03bc][\w\u00b5\u03bc]*)|[-+*/^()]/gy;

export interface ExpressionOptions {
  readonly path: string;
  /** The value of a unit or a definition; throws when there is none. */
  readonly lookUp: (name: string) => Promise<Measure>;
  /** What `loadParser` returns, kept for the next expression. */
  readonly parser: () => Promise<Parser>;
}

export type Parser = (text: string) => MathNode;

/** Loads mathjs: the build for plain numbers, because units are ours, and it takes half the time. */
export async function loadParser(): Promise<Parser> {
  const { create, parseDependencies } = await import('mathjs/number');
  return create({ parseDependencies }).parse as Parser;
}

/**
 * Evaluates an expression of a model file: numbers, units, names, + - * / ^ and parentheses, nothing else.
 *
 * mathjs only parses, and only what a first look finds harmless; the tree is then walked here, and whatever is not
 * arithmetic is refused. Nothing of the text is ever run.
 *
 * @throws SidecoreError `invalid-syntax`, `unknown-name`, or `invalid-unit` when unlike quantities are added
 */
export async function evaluateExpression(
  text: string,
  { path, lookUp, parser }: ExpressionOptions,
): Promise<Measure> {
  const values = new Map<string, Measure>();
  for (const name of namesIn(text, path)) values.set(name, await lookUp(name));
  const parse = await parser();
  let tree: MathNode;
  try {
    tree = parse(text.replace(/[\u00b5\u03bc]/g, 'u'));
  } catch (error) {
    throw refused(path, text, error instanceof Error ? error.message : 'not an expression');
  }
  for (const [name, value] of [...values]) values.set(name.replace(/[\u00b5\u03bc]/g, 'u'), value);
  return new Walk(text, path, values).value(tree);
}

/** The names that an expression uses, after a look that every character and every nesting is harmless. */
function namesIn(text: string, path: string): Set<string> {
  if (text.length > longestQuantity)
    throw refused(path, text, `${text.length} characters are more than ${longestQuantity}`);
  const names = new Set<string>();
  let depth = 0;
  let read = 0;
  let last = '';
  for (const [piece, name] of text.matchAll(token)) {
    read += piece.length;
    if (piece.trim() === '') continue;
    if (name !== undefined) names.add(name);
    if (piece === '(' && names.has(last)) throw refused(path, text, 'functions are not available');
    if (piece === '(') depth += 1;
    if (piece === ')') depth -= 1;
    if (depth > deepest) throw refused(path, text, `parentheses are nested deeper than ${deepest}`);
    last = piece;
  }
  if (last === '') throw refused(path, text, 'it is empty');
  if (read < text.length) throw refused(path, text, `${shown(text[read])} has no place in it`);
  return names;
}

/** Arithmetic on measures, over the tree of an expression. */
class Walk {
  constructor(
    private readonly text: string,
    private readonly path: string,
    private readonly values: ReadonlyMap<string, Measure>,
  ) {}

  value(node: MathNode): Measure {
    const { type, value, name, content, fn, args = [] } = node as unknown as Tree;
    if (type === 'ConstantNode' && typeof value === 'number') return { value, powers: {} };
    if (type === 'SymbolNode' && this.values.has(name)) return this.values.get(name)!;
    if (type === 'ParenthesisNode') return this.value(content);
    if (type === 'OperatorNode' && args.length <= 2) {
      const [a, b] = args.map((argument) => this.value(argument));
      if (b === undefined && fn === 'unaryMinus') return { value: -a.value, powers: a.powers };
      if (b === undefined && fn === 'unaryPlus') return a;
      if (b !== undefined && fn === 'add') return this.sum(a, b, 1);
      if (b !== undefined && fn === 'subtract') return this.sum(a, b, -1);
      if (fn === 'multiply')
        return { value: a.value * b.value, powers: combinePowers(a.powers, b.powers, 1) };
      if (fn === 'divide') return { value: a.value / b.value, powers: combinePowers(a.powers, b.powers, -1) };
      if (fn === 'pow') return this.power(a, b);
    }
    throw refused(this.path, this.text, 'only + - * / ^ and parentheses are available');
  }

  private sum(a: Measure, b: Measure, sign: number): Measure {
    if (samePowers(a.powers, b.powers)) return { value: a.value + sign * b.value, powers: a.powers };
    throw this.unlike(`it adds ${described(a.powers)} and ${described(b.powers)}`);
  }

  private power(a: Measure, b: Measure): Measure {
    const plain = samePowers(a.powers, {});
    if (!samePowers(b.powers, {}) || !(plain || (Number.isInteger(b.value) && Math.abs(b.value) <= 9)))
      throw this.unlike('a power must be a whole number without a unit');
    const powers: Powers = plain ? {} : combinePowers({}, a.powers, b.value);
    return { value: a.value ** b.value, powers };
  }

  private unlike(message: string): SidecoreError {
    return new SidecoreError({
      code: 'invalid-unit',
      path: this.path,
      message: `${shown(this.text)}: ${message}`,
      hint: 'only quantities of one kind can be added',
    });
  }
}

/** What the walk looks at in a node of mathjs. */
interface Tree {
  readonly type: string;
  readonly value: unknown;
  readonly name: string;
  readonly content: MathNode;
  readonly fn: string;
  readonly args?: readonly MathNode[];
}

function refused(path: string, text: string, message: string): SidecoreError {
  return new SidecoreError({
    code: 'invalid-syntax',
    path,
    message: `${shown(text)} is not an expression: ${message}`,
    hint: 'numbers with units, names of `definitions`, + - * / ^ and parentheses are available',
  });
}
