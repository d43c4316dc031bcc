import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as sidecore from '../../src';
import * as queueing from '../../src/queueing';
import { compare, runExample } from './run-example';

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

const examples = files.flatMap(examplesIn).filter(({ name }) => name in sidecore || /^[A-Z]/.test(name));

describe('examples in the sources', () => {
  it('stand at every function of the package and of its queueing library', () => {
    const shown = new Set(examples.map(({ name }) => name));
    const functions = Object.entries({ ...queueing, ...sidecore }).filter(
      ([, value]) => typeof value === 'function',
    );
    expect(functions.map(([name]) => name).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(examples)('$name in $file runs and gives what it says', async ({ code }) => {
    await runExample(code, compare);
  });

  it('are compared with their remarks', async () => {
    for (const wrong of ['queueLength; // 1.5', "kind; // 'mmc'"])
      await expect(
        runExample(`mm1({ arrivalRate: 1, serviceTime: 0.5 }).${wrong}`, compare),
      ).rejects.toThrow();
    let compared = 0;
    for (const { code } of examples)
      await runExample(code, (value, remark) => {
        if (compare(value, remark) === 'compared') compared++;
      });
    expect(compared).toBeGreaterThan(60);
  });
});
