import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import * as sidecore from '../../src';
import * as queueing from '../../src/queueing';

interface Example {
  readonly name: string;
  readonly file: string;
  readonly code: string;
}

const source = new URL('../../src/', import.meta.url);
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

/** The examples in the doc comments of what the package exports. */
function examplesIn(file: string): Example[] {
  const text = readFileSync(new URL(file, source), 'utf8');
  const comments = text.matchAll(
    /\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*export (?:function|class|interface) (\w+)/g,
  );
  return [...comments].flatMap(([, comment, name]) => {
    const lines = comment.split('\n').map((line) => line.replace(/^ *\* ?/, ''));
    const start = lines.findIndex((line) => line.startsWith('@example'));
    if (start < 0) return [];
    const end = lines.findIndex((line, i) => i > start && line.startsWith('@'));
    return [{ name, file, code: lines.slice(start + 1, end < 0 ? undefined : end).join('\n') }];
  });
}

type Check = (value: unknown, remark: string) => unknown;

/** Runs an example with everything that the package exports; `check` sees each value that a remark stands behind. */
function run(code: string, check: Check): void {
  const tree = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  let script = '';
  for (const statement of tree.statements) {
    const after = code.slice(statement.end);
    const remark = /^ *\/\/ ?(.*)/.exec(after)?.[1] ?? '';
    script += ts.isExpressionStatement(statement)
      ? `remarked(${statement.expression.getFullText()}\n, ${JSON.stringify(remark)});\n`
      : `${statement.getText()}\n`;
  }
  const { outputText } = ts.transpileModule(script, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const api: Record<string, unknown> = { ...sidecore };
  new Function('remarked', ...Object.keys(api), outputText)(check, ...Object.values(api));
}

const number = String.raw`-?(?:\d[\d ]*)(?:\.\d+)?(?:e-?\d+)?`;

/** A number as printed agrees within one unit of its last digit, for it may have been cut off or rounded. */
function expectNumber(value: number, printed: string): void {
  const digits = /\.(\d+)/.exec(printed)?.[1].length ?? 0;
  const exponent = Number(/e(-?\d+)/.exec(printed)?.[1] ?? 0);
  const unit = digits === 0 && exponent === 0 ? 1e-9 * Math.abs(value) : 10 ** (exponent - digits);
  expect(Math.abs(value - Number(printed.replaceAll(' ', '')))).toBeLessThanOrEqual(unit * (1 + 1e-9));
}

/** Compares where the remark starts with a number, a fraction, a text or numbers in brackets; else it is prose. */
const compare: Check = (value, remark) => {
  if (typeof value === 'number') expect(value).not.toBeNaN();
  const fraction = /^(\d+) ?\/ ?(\d+)/.exec(remark);
  const plain = new RegExp(`^(${number})`).exec(remark);
  const text = /^'([^']*)'/.exec(remark);
  if (text) expect(value).toBe(text[1]);
  else if (fraction) expect(value).toBeCloseTo(Number(fraction[1]) / Number(fraction[2]), 12);
  else if (plain && typeof value === 'number') expectNumber(value, plain[1].trim());
  else if (/^[{[]/.test(remark) && typeof value === 'object' && value !== null) {
    const expected = remark.slice(0, remark.search(/[}\]]/) + 1);
    const printed = [...expected.matchAll(new RegExp(number, 'g'))].map(([found]) => found.trim());
    const found = Object.values(value).filter((one) => typeof one === 'number');
    expect(found.length).toBe(printed.length);
    found.forEach((one, i) => {
      expectNumber(one, printed[i]);
    });
  } else return 'prose';
  return 'compared';
};

const examples = files.flatMap(examplesIn).filter(({ name }) => name in sidecore || /^[A-Z]/.test(name));

describe('examples in the sources', () => {
  it('stand at every function of the queueing library', () => {
    const shown = new Set(examples.map(({ name }) => name));
    const functions = Object.entries(queueing).filter(([, value]) => typeof value === 'function');
    expect(functions.map(([name]) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(examples)('$name in $file runs and gives what it says', ({ code }) => {
    run(code, compare);
  });

  it('are compared with their remarks', () => {
    expect(() => run('mm1({ arrivalRate: 1, serviceTime: 0.5 }).queueLength; // 1.5', compare)).toThrow();
    expect(() => run("mm1({ arrivalRate: 1, serviceTime: 0.5 }).kind; // 'mmc'", compare)).toThrow();
    let compared = 0;
    for (const { code } of examples)
      run(code, (value, remark) => {
        if (compare(value, remark) === 'compared') compared++;
      });
    expect(compared).toBeGreaterThan(60);
  });
});
