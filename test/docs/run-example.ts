import { createRequire } from 'node:module';
import ts from 'typescript';
import { expect } from 'vitest';
import * as sidecore from '../../src';
import * as fit from '../../src/fit';
import * as formats from '../../src/formats';
import * as queueing from '../../src/queueing';
import * as report from '../../src/report';

/** The package by its names, as a reader imports it. */
const modules: Readonly<Record<string, object>> = {
  sidecore,
  'sidecore/fit': fit,
  'sidecore/formats': formats,
  'sidecore/queueing': queueing,
  'sidecore/report': report,
};
const nodeModule = createRequire(import.meta.url);

export type Check = (value: unknown, remark: string) => unknown;

/** Runs an example with everything that the package exports; `check` sees each value that a remark stands behind. */
export async function runExample(code: string, check: Check, given: object = sidecore): Promise<void> {
  const tree = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  let script = '';
  for (const statement of tree.statements) {
    const remark = /^ *\/\/ ?(.*)/.exec(code.slice(statement.end))?.[1] ?? '';
    if (ts.isImportDeclaration(statement)) {
      const names = statement.importClause?.namedBindings?.getText().replaceAll(' as ', ': ');
      script += `const ${names} = await load(${statement.moduleSpecifier.getText()});\n`;
    } else
      script += ts.isExpressionStatement(statement)
        ? `remarked(${statement.expression.getFullText()}\n, ${JSON.stringify(remark)});\n`
        : `${statement.getText()}\n`;
  }
  const { outputText } = ts.transpileModule(script, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  });
  const load = (name: string) => modules[name] ?? nodeModule(name);
  const scope: Record<string, unknown> = { remarked: check, load, ...given };
  const asynchronous = Object.getPrototypeOf(async () => {}).constructor;
  await new asynchronous(...Object.keys(scope), `{${outputText}}`)(...Object.values(scope));
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
export const compare: Check = (value, remark) => {
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
