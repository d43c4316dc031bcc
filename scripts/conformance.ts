/**
 * Runs reference case files and prints passes per kind, then every failure.
 *
 *   npm run conformance -- FILE...
 *
 * Exit code 0 when all pass, 1 when any fails, 2 when a file cannot be read.
 */
import { readFileSync } from 'node:fs';
import { adapters } from '../test/conformance/adapters';
import { type Mismatch, type ReferenceCase, runCase } from '../test/conformance/harness';

const passes = new Map<string, { passed: number; total: number }>();
const failures: Mismatch[] = [];
const files = process.argv.slice(2);
if (files.length === 0) {
  console.error('usage: npm run conformance -- FILE...');
  process.exit(2);
}
for (const file of files) {
  let cases: ReferenceCase[];
  try {
    cases = JSON.parse(readFileSync(file, 'utf8')).cases;
  } catch (error) {
    console.error(`${file}: ${error instanceof Error ? error.message : error}`);
    process.exit(2);
  }
  for (const one of cases) {
    const tally = passes.get(one.kind) ?? { passed: 0, total: 0 };
    passes.set(one.kind, tally);
    tally.total += 1;
    const adapter = adapters[one.kind];
    const missing = {
      ...one,
      field: 'kind',
      expected: 'a known kind',
      got: one.kind,
      relativeError: Number.NaN,
    };
    const own = adapter ? runCase(one, adapter) : [missing];
    if (own.length === 0) tally.passed += 1;
    failures.push(...own);
  }
}
for (const [kind, { passed, total }] of [...passes].sort())
  console.log(`${kind.padEnd(32)} ${passed} of ${total}`);
for (const { id, field, expected, got, relativeError } of failures)
  console.log(`FAIL ${id} ${field}: expected ${expected}, got ${got}, relative error ${relativeError}`);
process.exit(failures.length > 0 ? 1 : 0);
