/**
 * Runs reference case files and prints passes per kind, then every failure.
 *
 *   npm run conformance -- FILE...
 *
 * A file is JSON with cases, or a JMVA model (.jmva, .xml) with the results of JMT inside.
 *
 * Exit code 0 when all pass, 1 when any fails, 2 when a file cannot be read.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { adapters } from '../test/conformance/adapters';
import { type Adapter, type Mismatch, type ReferenceCase, runCase } from '../test/conformance/harness';
import { jmvaCases } from '../test/conformance/jmva-cases';

interface Case {
  readonly reference: ReferenceCase;
  readonly adapter: Adapter | undefined;
}

async function casesIn(file: string): Promise<Case[]> {
  const text = readFileSync(file, 'utf8');
  if (/\.(jmva|xml)$/i.test(file)) {
    const cases = await jmvaCases(text, basename(file));
    if (cases.length === 0) throw new Error('no analytical results of JMT inside');
    return cases;
  }
  const { cases }: { cases: ReferenceCase[] } = JSON.parse(text);
  return cases.map((reference) => ({ reference, adapter: adapters[reference.kind] }));
}

function mismatches({ reference, adapter }: Case): Mismatch[] {
  if (adapter) return runCase(reference, adapter);
  const { id, kind } = reference;
  return [{ id, kind, field: 'kind', expected: 'a known kind', got: kind, relativeError: Number.NaN }];
}

async function main(files: readonly string[]): Promise<number> {
  if (files.length === 0) {
    console.error('usage: npm run conformance -- FILE...');
    return 2;
  }
  const passes = new Map<string, { passed: number; total: number }>();
  const failures: Mismatch[] = [];
  for (const file of files) {
    let cases: Case[];
    try {
      cases = await casesIn(file);
    } catch (error) {
      console.error(`${file}: ${error instanceof Error ? error.message : error}`);
      return 2;
    }
    for (const one of cases) {
      const tally = passes.get(one.reference.kind) ?? { passed: 0, total: 0 };
      passes.set(one.reference.kind, tally);
      tally.total += 1;
      const own = mismatches(one);
      if (own.length === 0) tally.passed += 1;
      failures.push(...own);
    }
  }
  for (const [kind, { passed, total }] of [...passes].sort())
    console.log(`${kind.padEnd(32)} ${passed} of ${total}`);
  for (const { id, field, expected, got, relativeError } of failures)
    console.log(`FAIL ${id} ${field}: expected ${expected}, got ${got}, relative error ${relativeError}`);
  return failures.length > 0 ? 1 : 0;
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
